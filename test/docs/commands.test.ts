import { join } from 'node:path';
import type { Command } from 'commander';
import { buildProgram } from '../../runtime/cli/main';
import { VARIABLES } from '../../runtime/config/variables';
import { markdownPages } from './markdown-pages';

const ROOT = join(__dirname, '../..');
/** What is read before the settings, what a task finds in its environment, and what a page's own program reads. */
const OTHERS = new Set([
  'NIGHTSHIFT_HOME',
  'NIGHTSHIFT_CONFIG',
  'NIGHTSHIFT_PART',
  'NIGHTSHIFT_ATTEMPT',
  'NIGHTSHIFT_TASK',
  'NIGHTSHIFT_EXECUTION',
  'NIGHTSHIFT_CONVERSATION',
  'NIGHTSHIFT_HANDOFF_URL',
  'NIGHTSHIFT_CORPUS',
  'NIGHTSHIFT_STG',
  'NIGHTSHIFT_SIGNING_SECRET',
]);

describe('the pages', () => {
  const pages = markdownPages(ROOT).filter(({ path }) => !path.startsWith('docs/deployment'));

  it('show only commands and options that there are', async () => {
    const program = await cli();
    const shown = pages.flatMap(({ path, text }) => commandsIn(text).map((line) => ({ path, line })));
    expect(shown.length).toBeGreaterThan(20);
    const wrong = shown.flatMap(({ path, line }) => {
      const why = problemOf(program, line);
      return why === undefined ? [] : [`${path}: ${line} (${why})`];
    });
    expect(wrong).toEqual([]);
  });

  it('name only settings that there are', () => {
    const known = new Set([...Object.keys(VARIABLES), ...OTHERS]);
    const unknown = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\bNIGHTSHIFT_[A-Z0-9_]*[A-Z0-9]\b/g)].flatMap(([name]) =>
        known.has(name) ? [] : [`${path}: ${name}`],
      ),
    );
    expect(unknown).toEqual([]);
  });
});

describe('this test', () => {
  it.each([
    ['nightshift status --all', undefined],
    ['nightshift templates export DIR', undefined],
    ['nightshift control ID pause', undefined],
    ['nightshift migrate', 'no command migrate'],
    ['nightshift status --colour', 'no option --colour'],
    ['nightshift templates explain', 'no command explain'],
  ])('judges "%s"', async (line, expected) => expect(problemOf(await cli(), line)).toBe(expected));

  it('reads commands from code, not from sentences', () => {
    const text =
      'Then nightshift works.\n`nightshift watch`\n```sh\nnightshift up --detach   # leave it\nnpm start -- PLAN.md --exit\n```\n';
    expect(commandsIn(text)).toEqual(['nightshift watch', 'nightshift up --detach', 'nightshift up PLAN.md --exit']);
  });
});

function cli(): Promise<Command> {
  const terminal = { out: () => {}, err: () => {} };
  return buildProgram({ deps: { terminal, version: '0' }, exitWith: () => {} } as unknown as Parameters<
    typeof buildProgram
  >[0]);
}

/** Command lines in code, without comments; `npm start -- …` is `nightshift up …`. */
function commandsIn(text: string): readonly string[] {
  const code = [...text.matchAll(/^ *```\w*\n([\s\S]*?)^ *```|`([^`\n]+)`/gm)].flatMap(([, block, span]) =>
    (block ?? span!).split('\n'),
  );
  return code
    .map((line) =>
      line
        .replace(/\s+#.*$/, '')
        .replace(/\|.*$/, '')
        .trim()
        .replace(/^npm start -- /, 'nightshift up '),
    )
    .filter((line) => /^nightshift [a-z]/.test(line));
}

function problemOf(program: Command, line: string): string | undefined {
  let command = program;
  for (const word of line.split(/\s+/).slice(1)) {
    const flag = /^(--[a-z-]+)/.exec(word)?.[1];
    if (flag !== undefined) {
      if (![...command.options, ...program.options].some(({ long }) => long === flag) && flag !== '--help')
        return `no option ${flag}`;
    } else if (command.commands.length > 0 && /^[a-z]/.test(word)) {
      const next = command.commands.find((one) => [one.name(), ...one.aliases()].includes(word));
      if (next === undefined) return `no command ${word}`;
      command = next;
    }
  }
  return undefined;
}
