import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asTaskId } from '../../runtime/core/ids';
import type { AgentJob, AgentLimits } from '../../runtime/ports/agent';
import type { Clock } from '../../runtime/ports/clock';
import type { Sandbox } from '../../runtime/ports/sandbox';

export interface AgentBench {
  readonly dir: string;
  readonly home: string;
  /** A folder beside the workspace that no agent may see or touch. */
  readonly outside: string;
  job(prompt: string, more?: Partial<Omit<AgentJob, 'limits'>> & { readonly limits?: Partial<AgentLimits> }): AgentJob;
  /** All that the last job printed. */
  log(): string;
  remove(): Promise<void>;
}

/** An empty workspace with its home, and jobs for it. */
export async function openAgentBench(sandbox: Sandbox): Promise<AgentBench> {
  const top = await mkdtemp(join(tmpdir(), 'ns-agent-'));
  const [dir, home, outside] = [join(top, 'workspace'), join(top, 'home'), join(top, 'outside')];
  for (const folder of [dir, home, outside]) await mkdir(folder);
  let output: Uint8Array[] = [];
  return {
    dir,
    home,
    outside,
    job: (prompt, { limits, ...more } = {}) => {
      output = [];
      return {
        task: {
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
        },
        prompt,
        workspace: { dir, home, cleanHome: join(top, 'clean-home'), readOnly: [], shared: [] },
        sandbox,
        isLastTry: false,
        env: { NIGHTSHIFT_ATTEMPT: '1', NIGHTSHIFT_TASK: 'task-001' },
        limits: {
          timeMs: 25_000,
          outputBytes: 5_000_000,
          memoryBytes: 2 * 1024 ** 3,
          costUsd: 5,
          tokens: 10_000_000,
          turns: 10,
          ...limits,
        },
        sessionId: '0195f0a0-0000-7000-8000-000000000001',
        onOutput: (chunk) => output.push(Uint8Array.from(chunk)),
        ...more,
      };
    },
    log: () => Buffer.concat(output).toString('utf8'),
    remove: () => rm(top, { recursive: true, force: true }),
  };
}

/** The machine's clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};
