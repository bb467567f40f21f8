import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claudeCodeCli } from '../support/claude-code-cli';
import { ClaudeCode } from '../support/claude-code-session';
import { git, Nightshift, packageFolder, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { openTcpProxy } from '../support/tcp-proxy';
import { tmuxSkipReason } from '../support/tmux-skip-reason';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const TOOL = 'mcp__plugin_nightshift_nightshift__';
const skipReason = tmuxSkipReason();
const withTerminal = skipReason === undefined ? it : it.skip;

let nightshift: Nightshift;
let claude: ClaudeCode;
let project: string;

/** The command line as the user of this Claude Code runs it. */
function cli(...args: readonly string[]): string {
  return execFileSync(process.execPath, [join(packageFolder(), 'dist', 'cli.js'), ...args], {
    cwd: project,
    encoding: 'utf8',
    env: { ...claude.env, NIGHTSHIFT_HOME: nightshift.home, NIGHTSHIFT_CLAUDE_CODE_COMMAND: claudeCodeCli() },
  });
}

/** A plan in the project, committed, of which one task waits until the test lets it go on. */
function writePlan(name: string, title: string): string {
  const text = planText(['a', 'b!<a']).replace('Plan of 2', title);
  writeFileSync(join(project, name), text);
  git(project, 'add', '--all');
  git(project, 'commit', '--quiet', `--message=${title}`);
  return text;
}

const ofConversation = async (conversationId: string) => nightshift.gateway.list({ limit: 10, conversationId });

beforeAll(async () => {
  nightshift = await Nightshift.shared('steady');
  project = await nightshift.addRepository('claude');
  claude = await ClaudeCode.open([project]);
  cli('claude', 'install', '--project', project);
}, STARTS);
afterAll(async () => {
  await claude?.close();
  await nightshift?.close();
}, MINUTE);

describe('the plugin', () => {
  it(`is what Claude Code takes for a plugin without fault, and Claude Code has it${verifies('R-83')}`, () => {
    const validate = (path: string) =>
      execFileSync(claudeCodeCli(), ['plugin', 'validate', '--strict', path], { env: claude.env, encoding: 'utf8' });
    const shipped = join(packageFolder(), 'dist', 'claude-plugin');
    expect(validate(shipped)).toContain('Validation passed');
    expect(validate(join(shipped, 'nightshift'))).toContain('Validation passed');
    const listed = execFileSync(claudeCodeCli(), ['plugin', 'list', '--json'], { env: claude.env, encoding: 'utf8' });
    expect(JSON.parse(listed)).toEqual([expect.objectContaining({ id: 'nightshift@nightshift', enabled: true })]);
  });

  it('has a token of its own, which may less than the one of the home', async () => {
    const path = join(nightshift.home, 'claude-code', 'token');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const ask = (method: string, route: string) =>
      fetch(`http://127.0.0.1:${nightshift.settings.ports.gateway}${route}`, {
        method,
        headers: { authorization: `Bearer ${readFileSync(path, 'utf8').trim()}` },
      });
    expect((await ask('GET', '/api/execution')).status).toBe(200);
    expect((await ask('GET', '/api/fsck')).status).toBe(403);
  });
});

describe('a conversation', () => {
  it(
    `hands over by slash command through n8n's webhook, and the plan goes on when it is gone${verifies('R-1', 'R-85')}`,
    async () => {
      // A shell would read the name otherwise.
      writePlan("Ada's co$t NIGHT.json", 'By slash command');
      claude.say('NIGHT.json', { text: 'Handed over; good night.' });
      const turn = await claude.print("/nightshift:handoff Ada's co$t NIGHT.json", project);
      expect([turn.exitCode, turn.text]).toEqual([0, 'Handed over; good night.']);
      expect(claude.told).toMatch(/HANDED OVER\.\\nHanded over: execution [0-9a-f-]{36}/);

      const [execution, ...others] = await ofConversation(turn.sessionId);
      expect(others).toEqual([]);
      expect(execution).toMatchObject({ title: 'By slash command' });
      const { executionId } = execution!;
      await nightshift.task(executionId, 'task-001', 'completed');
      // n8n took it, not the gateway.
      expect((await nightshift.events(executionId))[0]!.actor).toBe('n8n:nightPlanExec0v1');

      claude.say(
        turn.sessionId,
        { toolCalls: [{ name: `${TOOL}status`, input: { conversationId: turn.sessionId } }] },
        { text: 'It goes on.' },
      );
      const later = await claude.print(`/nightshift:status ${turn.sessionId}`, project);
      expect(later.sessionId).not.toBe(turn.sessionId);
      expect(later.toolResults).toEqual([
        { isError: false, text: expect.stringContaining(`execution ${executionId}, conversation ${turn.sessionId}`) },
      ]);
      expect(later.toolResults[0]!.text).toContain('"By slash command" is running: 1 of 2 tasks done (50 %).');
      nightshift.openGate(executionId, 'task-002');
      expect(await nightshift.over(executionId)).toBe('succeeded');
    },
    2 * MINUTE,
  );

  it(
    `never says that it was not handed over when the answers of n8n are lost: the model sends the same again, and it is the same hand-off${verifies('R-82')}`,
    async () => {
      writePlan('LOST.json', 'Answers are lost');
      const proxy = await openTcpProxy(nightshift.settings.ports.n8n);
      try {
        proxy.swallowAnswers();
        const again = { toolCalls: [{ name: `${TOOL}handoff`, input: { file: 'LOST.json' } }] };
        claude.say('LOST.json', again, { text: 'It is in.' });
        const env = { NIGHTSHIFT_N8N_URL: `http://127.0.0.1:${proxy.port}` };
        const allowed = ['--allowedTools', 'mcp__plugin_nightshift_nightshift'];
        const before = claude.told.length;
        const command = '/nightshift:handoff LOST.json';
        const turn = await claude.print(command, project, '--settings', JSON.stringify({ env }), ...allowed);
        expect(claude.told.slice(before)).toMatch(
          /It is NOT KNOWN whether it was handed over: no receipt came\..*\\nSend the same again: /,
        );
        expect(claude.told.slice(before)).not.toContain('It was NOT handed over');
        expect(turn.toolResults).toEqual([
          { isError: false, text: expect.stringMatching(/^This plan was handed over before in this conversation/) },
        ]);
        const [execution, ...others] = await ofConversation(turn.sessionId);
        expect([execution?.title, others]).toEqual(['Answers are lost', []]);
        const { executionId } = execution!;
        expect(turn.toolResults[0]!.text).toContain(executionId);
        expect((await nightshift.events(executionId))[0]!.actor).toBe('n8n:nightPlanExec0v1');
        nightshift.openGate(executionId, 'task-002');
        expect(await nightshift.over(executionId)).toBe('succeeded');
      } finally {
        await proxy.close();
      }
    },
    3 * MINUTE,
  );

  it(
    `shows a model every tool at once, and a call that is made again is the same hand-off${verifies('R-81')}`,
    async () => {
      writePlan('TWICE.json', 'By tool');
      // The model guesses at the conversation; the hook knows it.
      const input = { file: 'TWICE.json', conversationId: 'guessed' };
      const call = { toolCalls: [{ name: `${TOOL}handoff`, input }] };
      claude.say(
        'run it tonight',
        { toolCalls: [{ name: `${TOOL}plan_preview`, input: { file: 'TWICE.json' } }] },
        call,
        call,
        { text: 'Done.' },
      );
      const turn = await claude.print('run it tonight', project, '--allowedTools', 'mcp__plugin_nightshift_nightshift');
      for (const name of ['plan_preview', 'handoff', 'status', 'list', 'control', 'answer', 'results', 'similar'])
        expect(claude.offered).toContain(`${TOOL}${name}`);
      const [preview, first, again] = turn.toolResults;
      expect(turn.toolResults.map(({ isError }) => isError)).toEqual([false, false, false]);
      expect(preview!.text).toContain('"By tool" (task-list): 2 tasks in 2 waves');
      expect(first!.text).toMatch(/^Accepted: execution /);
      expect(again!.text).toMatch(/^This plan was handed over before in this conversation/);
      const receiptOf = (text: string) => /^receipt (\S+)$/m.exec(text)?.[1];
      expect(receiptOf(again!.text)).toBe(receiptOf(first!.text));

      const [execution, ...others] = await ofConversation(turn.sessionId);
      expect([execution?.title, others]).toEqual(['By tool', []]);
      nightshift.openGate(execution!.executionId, 'task-002');
      expect(await nightshift.over(execution!.executionId)).toBe('succeeded');
    },
    2 * MINUTE,
  );

  it(
    'asks the person before a model hands over, unless they allowed it',
    async () => {
      writePlan('UNASKED.json', 'Unasked');
      claude.say(
        'never allowed',
        { toolCalls: [{ name: `${TOOL}handoff`, input: { file: 'UNASKED.json' } }] },
        { text: 'No.' },
      );
      const turn = await claude.print('never allowed', project);
      expect(turn.toolResults).toEqual([{ isError: true, text: expect.stringMatching(/permission/i) }]);
      expect(await ofConversation(turn.sessionId)).toEqual([]);
    },
    MINUTE,
  );

  it(
    'asks the gateway over HTTP just as well, with a token',
    async () => {
      const { ports, secrets } = nightshift.settings;
      const headers = { Authorization: `Bearer ${secrets.token}` };
      const server = { type: 'http', url: `http://127.0.0.1:${ports.gateway}/mcp`, headers };
      const config = join(claude.home, 'mcp.json');
      writeFileSync(config, JSON.stringify({ mcpServers: { nightshift: server } }), { mode: 0o600 });
      const input = { limit: 1 };
      claude.say('over http', { toolCalls: [{ name: 'mcp__nightshift__list', input }] }, { text: 'That is all.' });
      const only = ['--mcp-config', config, '--strict-mcp-config', '--allowedTools', 'mcp__nightshift'];
      const turn = await claude.print('over http', project, ...only);
      expect(turn.toolResults).toEqual([
        { isError: false, text: expect.stringMatching(/^[0-9a-f-]{36} \w+ \d\/\d[\s\S]*\nnext: /) },
      ]);
    },
    MINUTE,
  );

  it(
    'says why a plan was not taken that is named as Claude Code mentions files',
    async () => {
      writeFileSync(join(project, 'BAD.md'), '- [ ] 1. A (depends: 2)\n- [ ] 2. B (depends: 1)\n');
      claude.say('BAD.md', { text: 'It has a cycle.' });
      const turn = await claude.print('/nightshift:handoff @BAD.md', project);
      expect(turn.text).toBe('It has a cycle.');
      expect(claude.told).toContain('What is read from BAD.md:');
      expect(claude.told).toContain('so it was NOT handed over.');
      expect(await ofConversation(turn.sessionId)).toEqual([]);
    },
    2 * MINUTE,
  );

  withTerminal(
    'is told at its start what ended since a person last began one there; claude -p is told, and uses nothing up',
    async () => {
      claude.say('good morning', { text: 'Good morning.' });
      const receipt = await nightshift.handOff(planText(['a']).replace('Plan of 1', 'While you slept'), {
        repo: project,
      });
      await nightshift.over(receipt.executionId);
      const isTold = async (converse: () => Promise<unknown>): Promise<boolean> => {
        const before = claude.told.length;
        await converse();
        return claude.told.slice(before).includes('\\"While you slept\\" (succeeded, 1 of 1 tasks');
      };
      const script = () => isTold(() => claude.print('good morning', project));
      const person = () =>
        isTold(async () => {
          const terminal = await claude.terminal(project);
          await terminal.type('good morning');
          await terminal.shows(/Good morning\./);
          terminal.close();
        });
      // On a busy machine the hook does not wait longer than its 300 ms; then the next conversation is told.
      for (let times = 0; times < 2; times++) await nightshift.until('a script is told', script);
      await nightshift.until('a person is told', person);
      for (const converse of [script, person]) expect(await converse()).toBe(false);
    },
    4 * MINUTE,
  );

  withTerminal(
    `in the terminal hands over, is closed, and the plan goes on${verifies('R-83')}`,
    async () => {
      writePlan('TERMINAL.json', 'From the terminal');
      claude.say('TERMINAL.json', { text: 'Sleep well, it is handed over.' });
      const terminal = await claude.terminal(project);
      await terminal.type('/nightshift:handoff TERMINAL.json');
      await terminal.shows(/Sleep well/);
      terminal.close();
      const executions = await nightshift.gateway.list({ limit: 5 });
      const { executionId, conversationId } = executions.find(({ title }) => title === 'From the terminal')!;
      expect(readdirSync(join(claude.home, '.claude', 'projects'), { recursive: true }).join('\n')).toContain(
        conversationId,
      );
      nightshift.openGate(executionId, 'task-002');
      expect(await nightshift.over(executionId)).toBe('succeeded');
    },
    2 * MINUTE,
  );
});

it(
  `the plugin is gone after uninstall, with all that it kept${verifies('R-83')}`,
  async () => {
    const token = readFileSync(join(nightshift.home, 'claude-code', 'token'), 'utf8').trim();
    const logs = (readdirSync(claude.home, { recursive: true }) as string[]).filter((path) => /mcp-logs-/.test(path));
    expect(logs).toContainEqual(
      expect.stringMatching(/\.cache\/claude-cli-nodejs\/[^/]+\/mcp-logs-plugin-nightshift-nightshift$/),
    );
    expect(cli('claude', 'uninstall')).toContain('no plugin of nightshift any more');
    expect(existsSync(join(nightshift.home, 'claude-code'))).toBe(false);
    // Conversations tell what was said, the settings' own list of folders where, and backups are Claude Code's own of those.
    const said = ['projects', 'backups', 'file-history', 'shell-snapshots', 'todos', 'history.jsonl'];
    const files = (readdirSync(claude.home, { recursive: true }) as string[]).filter(
      (path) => !said.some((name) => path.startsWith(join('.claude', name))),
    );
    expect(files.length).toBeGreaterThan(0);
    const textOf = (path: string): string =>
      statSync(join(claude.home, path)).isFile() ? readFileSync(join(claude.home, path), 'utf8') : '';
    // Where the CLI itself is installed for these tests may be called so too.
    const speaksOfUs = (path: string): boolean =>
      /nightshift/i.test(path) || /nightshift|ns_[\w-]{20}/i.test(textOf(path).replaceAll(process.cwd(), ''));
    // A server that somebody configured by hand is theirs: it stays, with its logs.
    const byHand = (path: string): boolean => path === 'mcp.json' || /\/mcp-logs-nightshift(?:\/|$)/.test(path);
    expect(
      files
        .filter((path) => !byHand(path))
        .filter(speaksOfUs)
        .filter((path) => path !== '.claude.json'),
    ).toEqual([]);
    // Its own state counts how often each slash command was used.
    const { skillUsage: _, ...state } = JSON.parse(readFileSync(join(claude.home, '.claude.json'), 'utf8'));
    expect(placesOf(state)).toEqual([]);
    const answer = await fetch(`http://127.0.0.1:${nightshift.settings.ports.gateway}/api/execution`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([answer.status, ((await answer.json()) as { error?: { code: string } }).error?.code]).toEqual([
      401,
      'TOKEN_MISSING',
    ]);
  },
  2 * MINUTE,
);

/** Where a value names nightshift. */
function placesOf(value: unknown, at = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return /nightshift/i.test(String(value)) ? [`${at}: ${value}`] : [];
  return Object.entries(value).flatMap(([key, one]) => [
    ...(/nightshift/i.test(key) ? [`${at}/${key}`] : []),
    ...placesOf(one, `${at}/${key}`),
  ]);
}
