import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareExample } from '../../runtime/main/cli/prepare-example';
import { claudeCodeCli } from '../support/claude-code-cli';
import { ClaudeCode } from '../support/claude-code-session';
import { git, Nightshift, packageFolder, STARTS } from '../support/nightshift';
import { tmuxSkipReason } from '../support/tmux-skip-reason';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const TOOL = 'mcp__plugin_nightshift_nightshift__';
const withTerminal = tmuxSkipReason() === undefined ? it : it.skip;

let nightshift: Nightshift;
let claude: ClaudeCode;

beforeAll(async () => {
  nightshift = await Nightshift.start();
}, STARTS);
afterAll(async () => {
  await claude?.close();
  await nightshift.close();
}, MINUTE);

/** A new user's first night: everything that they type is what the README says. */
withTerminal(
  `installs the plugin, hands the example over from inside Claude Code, closes it; everything is killed and started again; the result is read in a new conversation${verifies('R-1', 'R-83')}`,
  async () => {
    const { dir } = await prepareExample(nightshift.home);
    claude = await ClaudeCode.open([dir]);
    execFileSync(process.execPath, [join(packageFolder(), 'dist', 'cli.js'), 'claude', 'install', '--project', '.'], {
      cwd: dir,
      env: { ...claude.env, NIGHTSHIFT_HOME: nightshift.home, NIGHTSHIFT_CLAUDE_CODE_COMMAND: claudeCodeCli() },
    });

    claude.say('handoff', { text: 'It runs tonight. Sleep well!' });
    const terminal = await claude.terminal(dir);
    await terminal.type('/nightshift:handoff ROADMAP.md');
    await terminal.shows(/Sleep well/);
    terminal.close();

    const [execution] = await nightshift.gateway.list({ limit: 1 });
    const { executionId, conversationId } = execution!;
    const early = await nightshift.events(executionId);
    await nightshift.killEverything();
    await nightshift.startAgain();
    // What was committed before is still there, and it goes on by itself, until it asks the person.
    expect((await nightshift.events(executionId)).slice(0, early.length)).toEqual(early);
    const question = await nightshift.until(
      'a person is asked',
      async () => (await nightshift.gateway.status(executionId)).questions[0],
      2 * MINUTE,
    );

    const { taskId, criterionId } = question;
    const answer = { execution: executionId, taskId, criterionId, result: 'pass', note: 'reads well' };
    claude.say(
      'it reads well',
      { toolCalls: [{ name: `${TOOL}status`, input: { conversationId } }] },
      { toolCalls: [{ name: `${TOOL}answer`, input: answer }] },
      { text: 'Passed on.' },
    );
    const answered = await claude.print('/nightshift:answer it reads well', dir);
    expect(answered.toolResults.map(({ isError }) => isError)).toEqual([false, false]);
    expect(answered.toolResults[0]!.text).toContain(`taskId ${taskId}, criterionId ${criterionId}`);
    expect(await nightshift.over(executionId, 2 * MINUTE)).toBe('succeeded');
    await nightshift.until(
      'the result is delivered',
      async () => (await nightshift.gateway.report(executionId)).result,
    );

    claude.say(
      'what nightshift has done',
      { toolCalls: [{ name: `${TOOL}results`, input: {} }] },
      { text: 'All of it is done.' },
    );
    const morning = await claude.print('/nightshift:results', dir);
    expect(morning.sessionId).not.toBe(conversationId);
    const { text } = morning.toolResults[0]!;
    expect(text).toMatch(/ended succeeded: (\d+) of \1 tasks done\./);
    const branch = /result: branch (\S+)/.exec(text)![1]!;
    expect(git(dir, 'ls-tree', '-r', '--name-only', branch)).toContain('docs/api.md');
    expect(git(dir, 'show', `${branch}:ROADMAP.md`)).toBe(readFileSync(join(dir, 'ROADMAP.md'), 'utf8'));
    const tasks = await nightshift.gateway.tasks(executionId);
    expect(tasks.flatMap(({ evidence }) => evidence)).toContainEqual(
      expect.objectContaining({
        criterionId,
        actor: expect.stringMatching(/^gateway:[0-9a-f]{8} as person:/),
        note: 'reads well',
      }),
    );
  },
  8 * MINUTE,
);
