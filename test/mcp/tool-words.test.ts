import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolWords } from '../../runtime/mcp/answers/tool-words';

describe('the next step for a model', () => {
  it.each([
    [
      'Let it go on: nightshift control 01a1-b2 resume',
      'Let it go on: `control` with action `resume` for execution `01a1-b2`',
    ],
    [
      'Try it with `nightshift control ID retry --task task-003`, and report it.',
      'Try it with `control` with action `retry` and taskId `task-003`, and report it.',
    ],
    ['See them all with `nightshift status --all`', 'See them all with `list`'],
    ['See the ids with `nightshift list`', 'See the ids with `list`'],
    [
      'See those of a conversation with `nightshift list --conversation thread-42`',
      'See those of a conversation with `list` with conversationId `thread-42`',
    ],
    [
      'Name a task that has failed: `nightshift status` shows which',
      'Name a task that has failed: `status` shows which',
    ],
    ['See it with `nightshift status 01a1`', 'See it with `status` for execution `01a1`'],
    ['Hand it over with `nightshift handoff PLAN.md --new`', 'Hand it over with `handoff` with `run`'],
    ['Hand it over with `nightshift handoff PLAN.md`', 'Hand it over with `handoff`'],
    ['Nothing: it goes on by itself', 'Nothing: it goes on by itself'],
  ])('%s: names the tool', (step, expected) => expect(toolWords(step)).toBe(expected));

  it.each([
    [
      'Register it with `nightshift project add /srv/site`.',
      'Register it with `nightshift project add /srv/site` (for the person, in a terminal)',
    ],
    ['See what `nightshift doctor` says', 'See what `nightshift doctor` says (for the person, in a terminal)'],
    ['Run `nightshift up` in a terminal', 'Run `nightshift up` in a terminal'],
    ['Install bubblewrap and start nightshift again', 'Install bubblewrap and start nightshift again'],
  ])('%s: leaves to the person what only a person runs', (step, expected) => expect(toolWords(step)).toBe(expected));
});

describe('options of the command line', () => {
  /** Texts that name an option outside a command in backticks: nobody but a person at a terminal could follow them. */
  const bareOptions = (source: string): readonly string[] =>
    source
      .split('\n')
      .filter((line) => /^\s*[^/*\s].*['`]/.test(line))
      .filter((line) => /[A-Za-z] --[a-z]{3}/.test(line.replace(/\\?`(nightshift|npm|git|claude) [^`]*`/g, '')));

  it('stand in no next step of what MCP and the API answer', () => {
    const runtime = join(__dirname, '../../runtime');
    const files = ['core', 'app', 'gateway', 'mcp'].flatMap((folder) =>
      (readdirSync(join(runtime, folder), { recursive: true }) as string[])
        .filter((file) => file.endsWith('.ts') && !file.endsWith('tool-words.ts'))
        .map((file) => join(folder, file)),
    );
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap((file) =>
      bareOptions(readFileSync(join(runtime, file), 'utf8')).map((line) => `${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  it('would be found', () => {
    expect(bareOptions("    hint: 'It is done. Hand it over with --new',")).toHaveLength(1);
    expect(bareOptions("    hint: 'It is done: `nightshift handoff PLAN --new`',")).toEqual([]);
  });

  it('are the tool’s own argument for a model', () => {
    expect(toolWords('It is done. To run the plan once more: `nightshift handoff PLAN --new`')).toBe(
      'It is done. To run the plan once more: `handoff` with `run`',
    );
  });
});
