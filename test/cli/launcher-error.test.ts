import { exitCodeOf } from '../../runtime/cli/exit-code';
import { errorText } from '../../runtime/cli/render/error-text';
import { ConfigError, InvariantError, UnavailableError } from '../../runtime/core/errors';
import { launcherError } from '../../runtime/main/launcher-error';

describe('what a launcher in the background said at its end', () => {
  it.each([
    new ConfigError('CONFIG_INVALID', 'NIGHTSHIFT_GATEWAY_HOST opens the gateway to others', { hint: 'Leave it out' }),
    new UnavailableError('postgres', 'Postgres does not answer', { hint: 'Look into its log' }),
    new InvariantError('X', 'It cannot be'),
  ])('is said again as %j, with the exit code that it has', (error) => {
    const lines = ['[0.1 s] starting Postgres', ...errorText(error).split('\n')];
    const again = launcherError(lines, '/home/up.log');
    expect(again).toMatchObject({ code: error.code, kind: error.kind, message: error.message });
    expect(again.hint).toBe(`${error.hint} (log: /home/up.log)`);
    expect(exitCodeOf(again)).toBe(exitCodeOf(error));
  });

  it('is its last lines where it was no error', () => {
    expect(launcherError(['[0.1 s] starting Postgres', 'Killed'], '/home/up.log')).toMatchObject({
      code: 'UNAVAILABLE_LAUNCHER',
      kind: 'transient',
      message: 'The launcher ended: [0.1 s] starting Postgres | Killed',
      hint: 'Start again (log: /home/up.log)',
    });
  });
});
