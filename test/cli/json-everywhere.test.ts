import type { Command } from 'commander';
import { buildProgram } from '../../runtime/cli/main';
import { RequestError } from '../../runtime/core/errors';
import { EXECUTION } from '../gateway/scripted-app';
import { verifies } from '../support/verifies';
import { type CliRun, runWith, scriptedCli } from './scripted-cli';

/** Commands whose answer is a text for a shell, or a protocol of its own: with --json they are refused. */
const WITHOUT: readonly string[] = ['mcp', 'completion', 'complete', 'help'];

interface Path {
  readonly words: readonly string[];
  readonly command: Command;
}

async function everyPath(): Promise<readonly Path[]> {
  const terminal = { out: () => {}, err: () => {} };
  const context = { deps: { terminal, version: '0' }, exitWith: () => {} };
  const paths: Path[] = [];
  const walk = (command: Command, words: readonly string[]): void => {
    paths.push({ words, command });
    for (const one of command.commands) walk(one, [...words, one.name()]);
  };
  walk(await buildProgram(context as unknown as Parameters<typeof buildProgram>[0]), []);
  return paths;
}

/** A line that names everything that a command must be given. */
function lineOf({ words, command }: Path): readonly string[] {
  const values: Readonly<Record<string, string>> = { execution: EXECUTION, action: 'pause', shell: 'bash', task: 'a' };
  const needed = command.registeredArguments.filter(({ required }) => required);
  return [...words, ...needed.map((one) => values[one.name()] ?? 'x')];
}

/** Whatever was said is JSON: an answer on standard output, or one error on the other. */
function expectJson(line: string, { code, out, err }: CliRun): void {
  const told = `${line} → ${code}\n${out}${err}`;
  if (out !== '') expect([told, isJson(out)]).toEqual([told, true]);
  if (err === '') {
    expect([told, out !== '']).toEqual([told, true]);
    return;
  }
  expect([told, isJson(err)]).toEqual([told, true]);
  expect([told, JSON.parse(err)]).toEqual([
    told,
    { error: expect.objectContaining({ code: expect.any(String), message: expect.any(String) }) },
  ]);
  expect([told, code !== 0]).toEqual([told, true]);
}

/** One value, or one on each line. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return text.trimEnd().includes('\n') && text.trimEnd().split('\n').every(isJson);
  }
}

describe(`every command of the command line${verifies('R-82')}`, () => {
  it('knows --json, but for those that answer in a form of their own', async () => {
    const leaves = (await everyPath()).filter(({ command }) => command.commands.length === 0);
    const without = leaves.filter(({ command }) => !command.options.some(({ long }) => long === '--json'));
    expect(without.map(({ words }) => words.join(' '))).toEqual(WITHOUT);
  });

  it('tells with --json in JSON what goes wrong, also where a command or an argument is missing or one too many', async () => {
    const paths = await everyPath();
    expect(paths.length).toBeGreaterThan(40);
    for (const path of paths) {
      const line = lineOf(path);
      for (const args of [path.words, line, [...line, 'surplus'], [...line, '--no-such-option']])
        expectJson(args.join(' '), await runWith({}, [...args, '--json']));
    }
  });

  it('answers with --json in JSON where the gateway has what it asks for', async () => {
    const cli = await scriptedCli();
    for (const path of await everyPath()) {
      const args = [...lineOf(path), '--json'];
      expectJson(args.join(' '), await cli.run(...args));
    }
  });

  it('names with --json the commands that there are below one that stands alone', async () => {
    for (const [words, names] of [
      [['service'], 'install, uninstall, status'],
      [['claude'], 'install, uninstall'],
    ] as const) {
      const { code, err } = await runWith({}, [...words, '--json']);
      expect([code, JSON.parse(err)]).toEqual([
        2,
        {
          error: {
            code: 'USAGE',
            message: `\`nightshift ${words[0]}\` needs a command: ${names}`,
            hint: expect.stringContaining('--help'),
          },
        },
      ]);
    }
  });

  it('answers as its list does where it stands alone and has one', async () => {
    const templates = { list: async () => [] } as never;
    const alone = await runWith({ templates }, ['templates', '--json']);
    expect([alone.code, JSON.parse(alone.out)]).toEqual([0, { templates: [] }]);
    for (const [line, what] of [
      ['templates explain --json', 'There is no command templates explain; there are: list, import, '],
      ['templates --jsn --json', 'There is no command templates --jsn; there are: list, import, '],
      ['templates list surplus --json', 'Too many arguments'],
      ['templates list --jsn --json', "Unknown option '--jsn'"],
    ] as const) {
      const unknown = await runWith({ templates }, line.split(' '));
      expect([line, unknown.code, JSON.parse(unknown.err).error.message]).toEqual([
        line,
        2,
        expect.stringContaining(what),
      ]);
    }
    const failing = { list: () => Promise.reject(new RequestError('N8N_REFUSED', 'no', { hint: 'look' })) } as never;
    const failed = await runWith({ templates: failing }, ['templates', '--json']);
    expect([failed.code, JSON.parse(failed.err).error.code]).toEqual([2, 'N8N_REFUSED']);
  });
});
