import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asTaskId } from '../../runtime/core/ids';
import type { ExecutionTask } from '../../runtime/core/plan/plan';
import type { Agent, AgentJob } from '../../runtime/ports/agent';
import type { Sandbox, SandboxedProcess } from '../../runtime/ports/sandbox';
import { sandboxFolders } from './sandbox.contract';

/** What an agent is made to do, by a command or by a scripted model. */
export type AgentScenario =
  /** Writes `done` into `result.txt`, says `hello`, succeeds. */
  | 'succeeds'
  /** Ends without success, by itself. */
  | 'fails'
  /** Says `hello`, then never ends. */
  | 'hangs';

export interface AgentHarness {
  readonly name: string;
  /** The agent, and the sandbox that its jobs get. */
  readonly open: () => Promise<{
    readonly agent: Agent;
    readonly sandbox: Sandbox;
    readonly close: () => Promise<void>;
  }>;
  /** What a job of the scenario has besides the usual. */
  readonly job: (scenario: AgentScenario) => Partial<AgentJob>;
  readonly skipped?: string;
}

/** A task with nothing in it that matters to an agent. */
export function agentTask(changes: Partial<ExecutionTask> = {}): ExecutionTask {
  return {
    id: asTaskId('task-001'),
    title: 'A task',
    description: '',
    dependencies: [],
    contextTier: 32,
    verification: [],
    status: 'pending',
    originalId: '1',
    where: { line: 1, column: 1 },
    files: [],
    subtasks: [],
    ...changes,
  };
}

/** A sandbox that passes on to `sandbox` and keeps what it was asked to run. */
export function recordingSandbox(sandbox: Sandbox): Sandbox & { readonly runs: SandboxedProcess[] } {
  const runs: SandboxedProcess[] = [];
  return {
    kind: sandbox.kind,
    runs,
    run: (process, signal) => {
      runs.push(process);
      return sandbox.run(process, signal);
    },
  };
}

/** Held to by every adapter of the port `Agent`. */
export function agentContract(name: string, harness: AgentHarness): void {
  const suite = harness.skipped === undefined ? describe : describe.skip;
  suite(`Agent: ${name}${harness.skipped === undefined ? '' : ` (skipped: ${harness.skipped})`}`, () => {
    let folders: ReturnType<typeof sandboxFolders>;
    let opened: Awaited<ReturnType<AgentHarness['open']>>;
    let sandbox: ReturnType<typeof recordingSandbox>;
    let output: string;
    let onFirstOutput: () => void;
    beforeEach(async () => {
      folders = sandboxFolders();
      opened = await harness.open();
      sandbox = recordingSandbox(opened.sandbox);
      output = '';
      onFirstOutput = () => undefined;
    });
    afterEach(async () => {
      await opened.close();
      rmSync(folders.root, { recursive: true, force: true });
    });

    const job = (scenario: AgentScenario, changes: Partial<AgentJob> = {}): AgentJob => ({
      task: agentTask(),
      prompt: 'Write done into result.txt.',
      workspace: { dir: folders.work, home: folders.home, cleanHome: folders.home, readOnly: [], shared: [] },
      sandbox,
      isLastTry: false,
      env: { NIGHTSHIFT_ATTEMPT: '1', NIGHTSHIFT_TASK: 'task-001', NIGHTSHIFT_EXECUTION: 'e' },
      limits: {
        timeMs: 20_000,
        outputBytes: 1_000_000,
        memoryBytes: 2 * 1024 ** 3,
        costUsd: 1,
        tokens: 1_000_000,
        turns: 10,
      },
      sessionId: '3f0c1d5e-7c31-4e0a-9d55-3b1f00c0ffee',
      onOutput: (chunk) => {
        output += Buffer.from(chunk).toString();
        onFirstOutput();
      },
      ...harness.job(scenario),
      ...changes,
    });
    const limits = (changes: Partial<AgentJob['limits']>) => ({ limits: { ...job('succeeds').limits, ...changes } });
    const never = () => new AbortController().signal;

    it('has its name and can say whether it works here', async () => {
      expect(opened.agent.name).toBe(harness.name);
      expect(await opened.agent.availability()).toMatchObject({
        isAvailable: true,
        version: expect.stringMatching(/./),
      });
    });

    it('does its work in the workspace, streams what it says, and sums it up', async () => {
      const result = await opened.agent.run(job('succeeds'), never());
      expect(result).toMatchObject({ type: 'done', summary: expect.stringMatching(/./) });
      expect(readFileSync(join(folders.work, 'result.txt'), 'utf8').trim()).toBe('done');
      expect(output).toContain('hello');
      for (const figure of Object.values(result.usage)) expect(figure).toBeGreaterThanOrEqual(0);
      for (const run of sandbox.runs) expect([run.workspace, run.home]).toEqual([folders.work, folders.home]);
    });

    it('answers with a failure that has a code and says why', async () => {
      const result = await opened.agent.run(job('fails'), never());
      expect(result).toMatchObject({
        type: 'failed',
        code: expect.stringMatching(/^AGENT_[A-Z_]+$/),
        message: expect.stringMatching(/./),
      });
      expect(existsSync(join(folders.work, 'result.txt'))).toBe(false);
    });

    it('ends at its time limit', async () => {
      const result = await opened.agent.run(job('hangs', limits({ timeMs: 1_500 })), never());
      expect(result).toMatchObject({ type: 'failed', code: 'AGENT_TIMEOUT' });
    });

    it('ends when it is aborted, also before it started', async () => {
      const abort = new AbortController();
      onFirstOutput = () => abort.abort();
      expect(await opened.agent.run(job('hangs'), abort.signal)).toMatchObject({ type: 'aborted' });
      expect(await opened.agent.run(job('succeeds'), AbortSignal.abort())).toMatchObject({ type: 'aborted' });
      expect(existsSync(join(folders.work, 'result.txt'))).toBe(false);
    });
  });
}
