import { rmSync } from 'node:fs';
import { BareSandbox } from '../../runtime/adapters/sandbox/bare-sandbox';
import { BubblewrapSandbox } from '../../runtime/adapters/sandbox/bubblewrap-sandbox';
import { ShellAgent } from '../../runtime/adapters/shell/shell-agent';
import type { AgentJob, AgentResult } from '../../runtime/ports/agent';
import { type AgentScenario, agentContract, agentTask, recordingSandbox } from '../contracts/agent.contract';
import { sandboxFolders } from '../contracts/sandbox.contract';
import { bubblewrapSkipReason } from '../support/bubblewrap-skip-reason';
import { verifies } from '../support/verifies';

const COMMANDS: Readonly<Record<AgentScenario, string>> = {
  succeeds: 'echo done > result.txt; echo hello',
  fails: 'echo it broke >&2; exit 4',
  hangs: 'echo hello; sleep 1000',
};
const job = (scenario: AgentScenario) => ({ task: agentTask({ command: COMMANDS[scenario] }) });
const skipped = bubblewrapSkipReason();

agentContract('shell in bubblewrap', {
  name: 'shell',
  open: async () => ({ agent: new ShellAgent(), sandbox: new BubblewrapSandbox(), close: async () => undefined }),
  job,
  ...(skipped === undefined ? {} : { skipped }),
});
agentContract('shell, bare', {
  name: 'shell',
  open: async () => ({ agent: new ShellAgent(), sandbox: new BareSandbox(), close: async () => undefined }),
  job,
});

describe('ShellAgent', () => {
  let folders: ReturnType<typeof sandboxFolders>;
  beforeEach(() => {
    folders = sandboxFolders();
  });
  afterEach(() => rmSync(folders.root, { recursive: true, force: true }));

  const run = (command: string | undefined, changes: Partial<AgentJob> = {}): Promise<AgentResult> =>
    new ShellAgent().run(
      {
        task: agentTask(command === undefined ? {} : { command }),
        prompt: '',
        workspace: { dir: folders.work, home: folders.home, cleanHome: folders.home, readOnly: [], shared: [] },
        sandbox: new BareSandbox(),
        isLastTry: false,
        env: { NIGHTSHIFT_ATTEMPT: '2' },
        limits: { timeMs: 20_000, outputBytes: 100_000, memoryBytes: 10 ** 9, costUsd: 0, tokens: 1_000_000, turns: 0 },
        sessionId: 's',
        onOutput: () => undefined,
        ...changes,
      },
      new AbortController().signal,
    );

  it(`says the exit code and the last lines of what failed${verifies('F2')}`, async () => {
    const result = await run(
      'for i in $(seq 100); do echo line $i; done; printf "\\033[31mit broke\\033[0m\\n\\n" >&2; exit 4',
    );
    expect(result).toMatchObject({
      type: 'failed',
      code: 'AGENT_EXIT',
      usage: { costUsd: 0, inputTokens: 0, outputTokens: 0 },
    });
    if (result.type !== 'failed') return;
    expect(result.message).toMatch(/^Exit code 4:\nline \d+\n[\s\S]*\nit broke$/);
    expect(result.message).not.toContain('line 70\n');
    expect(result.summary).toMatch(/it broke$/);
  });

  it('gives the facts of the attempt to the command', async () => {
    expect(await run('test "$NIGHTSHIFT_ATTEMPT" = 2')).toMatchObject({ type: 'done' });
  });

  it('starts everything in its sandbox, with the limits of the job', async () => {
    const sandbox = recordingSandbox(new BareSandbox());
    await run('true', { sandbox });
    expect(sandbox.runs).toHaveLength(1);
    expect(sandbox.runs[0]).toMatchObject({
      argv: ['/bin/sh', '-c', 'true'],
      limits: { timeMs: 20_000, outputBytes: 100_000, memoryBytes: 10 ** 9 },
    });
    expect(sandbox.runs[0]).not.toHaveProperty('egress');
  });

  it('stops at the output limit', async () => {
    expect(await run('yes')).toMatchObject({ type: 'failed', code: 'AGENT_OUTPUT_LIMIT' });
  });

  it.each([undefined, '', '  \n'])('does not do a task without a command: %j', async (command) => {
    expect(await run(command)).toMatchObject({ type: 'failed', code: 'AGENT_NO_COMMAND' });
  });

  it('lets the error of a missing sandbox through', async () => {
    await expect(run('true', { sandbox: new BubblewrapSandbox({ command: '/nowhere/bwrap' }) })).rejects.toMatchObject({
      code: 'SANDBOX_MISSING',
    });
  });

  it('tells the end of its output, in bounded length, without control sequences', async () => {
    const rows =
      "i=0; while [ $i -lt 3000 ]; do i=$((i+1)); printf '\\033]0;title\\007\\033[1mrow %s\\033[0m\\r\\n' $i; done";
    const failed = await run(`${rows}; exit 3`);
    expect(failed.summary).toBe('row 2998 · row 2999 · row 3000');
    expect(failed.type === 'failed' && failed.message.split('\n')).toHaveLength(21);
    const long = await run('head -c 100000 /dev/zero | tr "\\0" x');
    expect(long.summary).toHaveLength(300);
  });

  it('tells nothing when nothing was printed', async () => {
    expect((await run('true')).summary).toBe('');
  });
});
