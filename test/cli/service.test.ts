import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serviceActions } from '../../runtime/main/cli/service/service-actions';
import { runProgram, userEnv } from '../../runtime/main/cli/service/systemd';
import { homeOfUnit, unitText } from '../../runtime/main/cli/service/unit-text';
import { verifies } from '../support/verifies';
import { runWith } from './scripted-cli';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ns-service-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hasSystemd = (() => {
  try {
    execFileSync('systemd-analyze', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const withSystemd = hasSystemd ? it : it.skip;

/** A machine whose systemctl and loginctl note what they are asked, and fail for what contains `refused`. */
function machine({ refused = 'nothing', linger = 'no', isSystemd = true, env = {} as NodeJS.ProcessEnv } = {}) {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of ['systemctl', 'loginctl']) {
    const program = join(bin, name);
    writeFileSync(
      program,
      `#!/bin/sh\necho "${name} $*" >> ${folder}/asked\ncase "$*" in *${refused}*) echo "Failed to connect to bus" >&2; exit 1;; *is-enabled*) echo enabled;; *is-active*) echo active;; *Linger*) echo ${linger};; esac\n`,
    );
    chmodSync(program, 0o755);
  }
  const all = { PATH: `${bin}:relative:/usr/bin:/bin`, HOME: folder, XDG_RUNTIME_DIR: folder, ...env };
  return serviceActions({
    env: all,
    home: () => join(folder, 'the home'),
    node: process.execPath,
    cli: join(folder, 'cli.js'),
    userName: 'ada',
    graceSeconds: () => 8,
    isSystemd: () => isSystemd,
    run: runProgram(all),
  });
}
const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');
const unitFile = () => join(folder, '.config/systemd/user/nightshift.service');

const PLACES = {
  node: '/usr/bin/env',
  cli: '/a $b/"c"\\d%h/cli.js',
  home: '/h %i "x"',
  path: '/bin:/usr/bin',
  stopSeconds: 20,
};

describe(`the unit${verifies('R-1')}`, () => {
  it('starts the launcher again when it dies, and leaves it the time that its parts need to end', () => {
    const lines = unitText(PLACES).split('\n');
    for (const line of ['Restart=on-failure', 'KillMode=mixed', 'TimeoutStopSec=20', 'WantedBy=default.target'])
      expect(lines).toContain(line);
  });

  it('takes every path literally, and says whose home it is', () => {
    const text = unitText(PLACES);
    expect(text).toContain(String.raw`ExecStart="/usr/bin/env" "/a $$b/\"c\"\\d%%h/cli.js" "up"`);
    expect(homeOfUnit(text)).toBe(PLACES.home);
  });

  withSystemd('is accepted by systemd, which finds a mistake where there is one', () => {
    const file = join(folder, 'nightshift.service');
    const said = (text: string) => {
      writeFileSync(file, text);
      return execFileSync('sh', ['-c', `systemd-analyze --user verify ${file} 2>&1 || true`], {
        env: { PATH: process.env['PATH'], XDG_RUNTIME_DIR: folder, HOME: folder },
        encoding: 'utf8',
      });
    };
    const text = unitText({ ...PLACES, home: folder });
    expect(said(text)).not.toContain('nightshift.service');
    expect(said(text.replace('Restart=on-failure', 'Restart=sometimes'))).toContain('nightshift.service');
  });
});

describe(`nightshift service${verifies('R-1')}`, () => {
  it('writes the unit, has it started at boot, and says what is left to do', async () => {
    const run = await runWith({ service: machine({ env: { OPENAI_API_KEY: 'sk-x' } }) }, ['service', 'install']);
    expect([run.code, run.err]).toEqual([0, '']);
    expect(run.out).toContain('sudo loginctl enable-linger $USER');
    expect(run.out).toContain('does not see what is set in this shell: OPENAI_API_KEY');
    expect(readFileSync(unitFile(), 'utf8')).toContain(`Environment="NIGHTSHIFT_HOME=${join(folder, 'the home')}"`);
    expect(readFileSync(unitFile(), 'utf8')).toContain(
      `Environment="PATH=${dirname(process.execPath)}:${join(folder, 'bin')}:/usr/bin:/bin"`,
    );
    expect(readFileSync(unitFile(), 'utf8')).not.toContain('sk-x');
    expect(asked()).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable nightshift.service',
      'loginctl show-user ada --property=Linger --value',
    ]);
  });

  it('can be installed again, and says that nothing changed', async () => {
    await machine().install();
    expect(await machine({ linger: 'yes' }).install()).toMatchObject({ isChanged: false, isLingering: true });
  });

  it('shows the unit anywhere, and changes nothing for that', async () => {
    const run = await runWith({ service: machine({ isSystemd: false }) }, ['service', 'install', '--print']);
    expect(run.code).toBe(0);
    expect(run.out).toContain('[Service]');
    expect(existsSync(unitFile())).toBe(false);
  });

  it('stops and removes what it installed, once', async () => {
    await machine().install();
    const run = await runWith({ service: machine() }, ['service', 'uninstall']);
    expect(run.out).toContain('Stopped and removed');
    expect(asked()).toContain('systemctl --user disable --now nightshift.service');
    expect(existsSync(unitFile())).toBe(false);
    expect(await machine().uninstall()).toMatchObject({ wasInstalled: false });
  });

  it.each([
    ['yes', 0, 'started at boot, running'],
    ['no', 1, 'only once you log in'],
  ])('says how it stands (lingering: %s)', async (linger, code, text) => {
    await machine().install();
    const run = await runWith({ service: machine({ linger }) }, ['service', 'status']);
    expect(run.code).toBe(code);
    expect(run.out).toContain(text);
  });

  it('says that another home or PATH would be written now', async () => {
    await machine().install();
    expect(await machine({ env: { PATH: join(folder, 'bin') } }).status()).toMatchObject({ isCurrent: false });
  });

  it('says that nothing is installed', async () => {
    const run = await runWith({ service: machine() }, ['service', 'status']);
    expect([run.code, run.out]).toEqual([1, 'No service is installed.\n  → nightshift service install\n']);
  });

  it.each([
    ['SERVICE_UNSUPPORTED', { isSystemd: false }, 'cron'],
    ['SERVICE_REFUSED', { refused: 'daemon-reload' }, 'Failed to connect to bus'],
  ])('says %s, and the next step', async (errorCode, options, words) => {
    const run = await runWith({ service: machine(options) }, ['service', 'install']);
    expect(run.code).toBe(3);
    expect(run.err).toContain(errorCode);
    expect(run.err).toContain(words);
  });

  it('leaves a unit alone that somebody else wrote', async () => {
    mkdirSync(dirname(unitFile()), { recursive: true });
    writeFileSync(unitFile(), '[Service]\nExecStart=/bin/true\n');
    for (const act of [machine().install, machine().uninstall, machine().status])
      await expect(act()).rejects.toMatchObject({ code: 'SERVICE_FOREIGN' });
    expect(readFileSync(unitFile(), 'utf8')).toContain('/bin/true');
  });

  it('leaves a link under its name alone, and what it leads to', async () => {
    mkdirSync(dirname(unitFile()), { recursive: true });
    writeFileSync(join(folder, 'other'), 'mine\n');
    symlinkSync(join(folder, 'other'), unitFile());
    await expect(machine().install()).rejects.toMatchObject({ code: 'SERVICE_FOREIGN' });
  });

  it('refuses a path that systemd cannot be told of', () =>
    expect(() => machine({ env: { PATH: '/bin:/a\nb' } }).unit()).toThrow(
      expect.objectContaining({ code: 'SERVICE_PLACE' }),
    ));

  it('finds the manager of the user where the shell does not say', () => {
    expect(userEnv({ XDG_RUNTIME_DIR: '/x' }, 1)).toEqual({ XDG_RUNTIME_DIR: '/x' });
    expect(userEnv({}, 4_294_967_000)).toEqual({});
  });
});
