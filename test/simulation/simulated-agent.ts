import { ConfigError, UnavailableError } from '../../runtime/core/errors';
import type { Agent, AgentJob, AgentResult } from '../../runtime/ports/agent';
import type { ProcessEnd, Sandbox, SandboxedProcess } from '../../runtime/ports/sandbox';
import { Random, seedOf } from './random';
import type { AgentRates } from './scenario';
import type { SimulatedGit } from './simulated-git';
import type { SimulatedProcess } from './simulated-process';
import type { Timeline } from './timeline';

export interface AgentPlace {
  readonly seed: number;
  readonly rates: AgentRates;
  readonly isQuiet: () => boolean;
  readonly timeline: Timeline;
  readonly worker: SimulatedProcess;
  readonly git: SimulatedGit;
  /** USD by execution: what each run cost is added at its end. */
  readonly spent: Map<string, number>;
}

const USAGE = { costUsd: 0.25, inputTokens: 100, outputTokens: 50 };

/**
 * An agent that works, lies, fails, hangs, meets its limit, goes on after it was told to stop, or takes its worker with it:
 * what it does is drawn for each attempt. It dies with its worker.
 */
export class SimulatedAgent implements Agent {
  constructor(
    readonly name: string,
    private readonly place: AgentPlace,
  ) {}

  async availability() {
    return { isAvailable: true, version: 'simulated' } as const;
  }

  run({ workspace, task, env, limits }: AgentJob, signal: AbortSignal): Promise<AgentResult> {
    const { place } = this;
    const { rates, worker, timeline, git } = place;
    const token = Number(workspace.dir.split('/').at(-1));
    const execution = env['NIGHTSHIFT_EXECUTION'] ?? '';
    const random = new Random(seedOf(place.seed, 'agent', execution, task.id, token));
    const workMs = random.chance(0.1) ? random.int(20_000, 90_000) : random.int(100, 8_000);
    const lingerMs = random.chance(place.isQuiet() ? 0 : rates.ignoresStop) ? random.int(1_000, 60_000) : 0;
    const usage = this.name === 'shell' ? { costUsd: 0, inputTokens: 0, outputTokens: 0 } : USAGE;
    const act = this.drawAct(random);
    const folder = git.use(workspace.dir);

    return new Promise<AgentResult>((resolve, reject) => {
      let isOver = false;
      const end = (settle: () => void): void => {
        if (isOver) return;
        isOver = true;
        stopWork();
        stopTime();
        folder.end();
        place.spent.set(execution, (place.spent.get(execution) ?? 0) + usage.costUsd);
        settle();
      };
      const later = (ms: number, run: () => void) => timeline.after(ms, () => worker.deliver(run));
      const finish = (result: Omit<AgentResult, 'usage' | 'summary'>): void =>
        end(() => resolve({ usage, summary: `${act} ${task.id}`, ...result } as AgentResult));
      worker.onEnd(() => folder.end());
      const stopTime = later(limits.timeMs, () =>
        finish({ type: 'failed', code: 'AGENT_TIMEOUT', message: 'it took too long' } as AgentResult),
      );
      const stopWork = later(workMs, () => {
        const until = new Date(timeline.nowMs + random.int(1_000, 120_000)).toISOString();
        switch (act) {
          case 'works':
          case 'lies':
            folder.write({ token, isGood: act === 'works' });
            return finish({ type: 'done' } as AgentResult);
          case 'fails':
            return finish({ type: 'failed', code: 'AGENT_EXIT', message: 'it ended with exit code 1' } as AgentResult);
          case 'meets its limit':
            return finish({ type: 'limit-reached', until, message: 'limit reached' } as AgentResult);
          case 'is away':
            return end(() =>
              reject(new UnavailableError('model', 'the model does not answer', { details: { usage } })),
            );
          case 'lacks a key':
            return end(() =>
              reject(new ConfigError('AGENT_KEY_REJECTED', 'the key was refused', { details: { usage } })),
            );
          case 'kills its worker':
            return worker.kill();
          case 'hangs':
        }
      });
      signal.addEventListener('abort', () => later(lingerMs, () => finish({ type: 'aborted' } as AgentResult)));
      if (signal.aborted) finish({ type: 'aborted' } as AgentResult);
    });
  }

  private drawAct(random: Random): string {
    const { rates, isQuiet } = this.place;
    const draw = random.next();
    let sum = 0;
    const calm = isQuiet();
    for (const [act, rate] of [
      ['lies', rates.lies],
      ['fails', rates.fails],
      ['meets its limit', calm ? 0 : rates.meetsLimit],
      ['is away', calm ? 0 : rates.isAway],
      ['lacks a key', rates.isRefused / 4],
      ['kills its worker', calm ? 0 : rates.killsWorker],
      ['hangs', rates.hangs],
    ] as const) {
      sum += rate;
      if (draw < sum) return act;
    }
    return 'works';
  }
}

/** Runs criteria: what the last agent left in the folder decides how they end. */
export class SimulatedSandbox implements Sandbox {
  readonly kind = 'bubblewrap';

  constructor(private readonly place: AgentPlace) {}

  run({ workspace, onOutput }: SandboxedProcess, signal: AbortSignal): Promise<ProcessEnd> {
    const { worker, timeline, git } = this.place;
    const folder = git.use(workspace);
    worker.onEnd(() => folder.end());
    return new Promise((resolve) => {
      let isOver = false;
      const end = (reason: ProcessEnd['reason'], exitCode: number): void => {
        if (isOver) return;
        isOver = true;
        cancel();
        folder.end();
        onOutput(Buffer.from(`exit ${exitCode}\n`), 'stdout');
        resolve({ reason, exitCode, durationMs: 100 });
      };
      const cancel = timeline.after(100, () => worker.deliver(() => end('exited', folder.read()?.isGood ? 0 : 1)));
      signal.addEventListener('abort', () => timeline.after(1, () => worker.deliver(() => end('aborted', 137))));
    });
  }
}
