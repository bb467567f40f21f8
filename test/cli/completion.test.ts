import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { EXECUTION } from '../gateway/scripted-app';
import { runWith, scriptedCli } from './scripted-cli';
import { aListing } from './views';

/** What is proposed for the last word, without and with bash's way of parting words. */
const complete = async (...words: string[]) => linesOf(await runWith({}, ['complete', '--', ...words]));
const inParts = async (...words: string[]) => linesOf(await runWith({}, ['complete', '--parted', '--', ...words]));
const linesOf = ({ out }: { readonly out: string }) => out.split('\n').slice(0, -1);

describe('complete', () => {
  it.each<[typed: string, proposed: readonly string[]]>([
    ['re', ['results', 'replay', 'restore']],
    ['token c', ['create']],
    ['token create --s', ['--scope']],
    ['token create --scope plan:r', ['plan:read']],
    ['--url x status --a', ['--all']],
    ['handoff --priority ', ['low', 'normal', 'high']],
    ['handoff P.md --json --via g', ['gateway']],
    ['handoff P.md --via=g', ['--via=gateway']],
    ['control --task task-001 last c', ['cancel']],
    ['answer last task-001 c1 ', ['pass', 'fail']],
    ['completion f', ['fish']],
    ['list --status c', ['cancelled']],
    ['list --url http://127.0.0.1:4114 --l', ['--limit']],
    ['help tok', ['token']],
    ['help token ', ['create', 'list', 'revoke']],
    ['doctor --j', ['--json']],
    ['status --u', ['--url']],
  ])('%s', async (typed, proposed) => {
    expect(await complete(...typed.split(' '))).toEqual(proposed);
  });

  it('leaves it to the shell where a file is meant, and has options where nothing else may follow', async () => {
    for (const words of [
      ['plan', ''],
      ['handoff', ''],
      ['verify', 'night.t'],
      ['plan', '--format'],
    ])
      expect([words, await complete(...words)]).toEqual([words, words.at(-1) === '--format' ? ['--format'] : []]);
    expect(await complete('down', '')).toContain('--help');
    expect(await complete('')).toEqual(expect.arrayContaining(['handoff', 'help', 'token']));
  });

  it('puts together what bash parts at a colon or an equals sign, and answers with the last part', async () => {
    expect(await inParts('token', 'create', '--scope', 'plan', ':', 'r')).toEqual(['read']);
    expect(await inParts('token', 'create', '--scope', 'plan', ':')).toEqual(['submit', 'read', 'control']);
    expect(await inParts('token', 'create', '--scope', 'plan', ':', 'read', '--e')).toEqual(['--expires']);
    expect(await inParts('handoff', 'P.md', '--via', '=', 'g')).toEqual(['gateway']);
    expect(await inParts('list', '--url', 'http', ':', '//127.0.0.1', ':', '4114', '--l')).toEqual(['--limit']);
  });

  it('has the newest executions where one is named, and none where nightshift does not answer', async () => {
    const other = '01890a5d-ac96-774b-bcce-b302099a9999';
    const { run } = await scriptedCli({ list: async () => [EXECUTION, other].map(aListing) });
    const named = async (...words: string[]) => linesOf(await run('complete', '--', ...words));
    for (const command of [
      'status',
      'watch',
      'results',
      'replay',
      'control',
      'answer',
      'export',
      'fork',
      'apply',
      'logs',
    ])
      expect([command, await named(command, '')]).toEqual([command, ['last', EXECUTION, other]]);
    expect(await named('status', other.slice(0, -1))).toEqual([other]);
    expect(await named('control', 'last', '')).not.toContain(EXECUTION);
    expect(await complete('status', '')).toEqual(['last']);
  });
});

describe('what a shell runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-completion-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  // A program of that name that proposes what it was asked, so that is seen what each shell asks and takes.
  const program = join(folder, 'nightshift');
  writeFileSync(program, '#!/bin/sh\nshift\nprintf "%s\\n" "asked:$*"\n');
  chmodSync(program, 0o755);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, HOME: folder };
  const hasShell = (shell: string) => spawnSync(shell, ['--version']).status === 0;
  const scriptOf = async (shell: string) => (await runWith({}, ['completion', shell])).out;

  it('in bash asks with the words up to the cursor', async () => {
    const script = `${await scriptOf('bash')}\nCOMP_WORDS=(nightshift control last re x); COMP_CWORD=3; _nightshift; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8', env });
    expect(stdout).toBe('asked:--parted -- control last re\n');
  });

  (hasShell('zsh') ? it : it.skip)('in zsh asks with the words up to the cursor, without their quotes', async () => {
    const script = `compdef() { :; }\n${await scriptOf('zsh')}\ncompadd() { print -r -- "$@" }\nwords=(nightshift control 'a\\ b' re x); CURRENT=4; _nightshift`;
    const { stdout } = spawnSync('zsh', ['-f', '-c', script], { encoding: 'utf8', env });
    expect(stdout).toBe('-- asked:-- control a b re\n');
  });

  (hasShell('fish') ? it : it.skip)('in fish asks with the words up to the cursor', async () => {
    writeFileSync(join(folder, 'nightshift.fish'), await scriptOf('fish'));
    const script = `source ${join(folder, 'nightshift.fish')}; complete -C 'nightshift control last re'`;
    const { stdout } = spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8', env });
    expect(stdout).toBe('asked:-- control last re\n');
  });

  it('of an unknown shell is refused', async () => expect((await runWith({}, ['completion', 'csh'])).code).toBe(2));
});
