import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectDoctorFacts } from '../runtime/main/cli/collect-doctor-facts';
import { openToOthers } from '../runtime/main/open-to-others';
import { tellOpenHome } from '../runtime/main/up-words';

describe('a home that others may enter', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'nightshift home-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it.each([
    [0o700, false, undefined],
    [0o755, false, { mode: '0755', command: 'chmod 700' }],
    [0o711, false, { mode: '0711', command: 'chmod 700' }],
    [0o750, false, { mode: '0750', command: 'chmod 700' }],
    [0o755, true, { mode: '0755', command: 'chmod 711' }],
    // Its Postgres runs as another user, who passes through.
    [0o711, true, undefined],
  ])('is told with the command that mends it: mode %o, root %s', (mode, isRoot, expected) => {
    chmodSync(home, mode);
    const command = expected && `${expected.command} '${home}'`;
    expect(openToOthers(home, isRoot)).toEqual(expected && { ...expected, command });
  });

  it('is none where there is no home yet', () => expect(openToOthers(join(home, 'none'))).toBeUndefined());

  it('is told at every start, and by doctor', async () => {
    const told: string[][] = [];
    const facts = () => collectDoctorFacts({ PATH: process.env['PATH'], NIGHTSHIFT_HOME: home }, home);
    chmodSync(home, 0o700);
    tellOpenHome(home, (...step) => told.push(step));
    expect([told, (await facts()).openHome]).toEqual([[], undefined]);
    chmodSync(home, 0o755);
    tellOpenHome(home, (...step) => told.push(step));
    expect(told).toEqual([
      ['home', 'warning', expect.stringMatching(/^other users may enter .* \(mode 0755\), .*: chmod 7(00|11) '.*'$/)],
    ]);
    expect((await facts()).openHome).toMatchObject({ mode: '0755' });
  });
});
