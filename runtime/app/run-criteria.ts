import { OutputTail } from '../core/agent/output-tail';
import type { Evidence } from '../core/execution/execution';
import type { ExecutionTask } from '../core/plan/plan';
import type { AttemptLog } from '../ports/attempt-logs';
import type { Clock } from '../ports/clock';
import type { Repositories, Workspace } from '../ports/repositories';
import type { ProcessEnd, Sandbox } from '../ports/sandbox';

export interface CriteriaDeps {
  readonly clock: Pick<Clock, 'steady'>;
  readonly repositories: Pick<Repositories, 'emptyCleanHome'>;
  readonly redact: (text: string) => string;
  readonly limits: { readonly memoryBytes: number; readonly outputBytes: number };
}

export interface CriteriaRun {
  readonly task: ExecutionTask;
  readonly workspace: Workspace;
  readonly sandbox: Sandbox;
  readonly env: Readonly<Record<string, string>>;
  readonly log: AttemptLog;
  /** Milliseconds that all criteria together may take. */
  readonly timeMs: number;
}

/** Evidence before its output is kept. */
export type ShownEvidence = Omit<Evidence, 'outputDigest'> & { readonly output: string };

/** Bytes of output that are kept as evidence; the middle of longer ones is left out and said. */
const OUTPUT_KEPT = 64 * 1024;
const TAIL_CHARACTERS = 2_000;
/** Exit codes of commands that were stopped, as `timeout` and shells have them. */
const TIME_IS_UP = 124;
const STOPPED = 128;
const CRITERION_PROCESSES = 512;
const CRITERION_FILE_BYTES = 1024 ** 3;

/**
 * Runs the commands of a task's automatic criteria, one after the other, on the result of its attempt.
 * Each has an empty HOME: neither the agent, through settings such as `~/.npmrc`, nor a criterion before it has a say.
 * One piece of evidence each, in order, with its output, redacted, which nobody has kept yet.
 * A criterion whose time is up fails with exit code 124. Stops early, with what there is, when `signal` aborts.
 */
export async function runCriteria(
  deps: CriteriaDeps,
  run: CriteriaRun,
  signal: AbortSignal,
): Promise<readonly ShownEvidence[]> {
  const evidence: ShownEvidence[] = [];
  const untilMs = deps.clock.steady() + run.timeMs;
  for (const criterion of run.task.verification) {
    if (criterion.test !== 'auto' || criterion.command === undefined || signal.aborted) continue;
    const { id, command } = criterion;
    const timeMs = Math.max(1, untilMs - deps.clock.steady());
    evidence.push(await runCriterion(deps, run, { id, command, timeMs }, signal));
  }
  return evidence;
}

async function runCriterion(
  deps: CriteriaDeps,
  run: CriteriaRun,
  criterion: { readonly id: string; readonly command: string; readonly timeMs: number },
  signal: AbortSignal,
): Promise<ShownEvidence> {
  const output = new OutputTail(OUTPUT_KEPT / 2);
  await deps.repositories.emptyCleanHome(run.workspace);
  run.log.write(Buffer.from(`\n$ ${criterion.command}\n`));
  const end = await run.sandbox.run(
    {
      argv: ['/bin/sh', '-c', criterion.command],
      workspace: run.workspace.dir,
      home: run.workspace.cleanHome,
      readOnly: run.workspace.readOnly,
      shared: run.workspace.shared,
      env: run.env,
      limits: {
        timeMs: criterion.timeMs,
        outputBytes: deps.limits.outputBytes,
        memoryBytes: deps.limits.memoryBytes,
        processes: CRITERION_PROCESSES,
        fileBytes: CRITERION_FILE_BYTES,
      },
      onOutput: (chunk) => {
        output.push(chunk);
        run.log.write(chunk);
      },
    },
    signal,
  );
  const note = end.reason === 'exited' ? '' : `\n[stopped: ${end.reason}]\n`;
  const text = deps.redact(output.text() + note);
  return {
    criterionId: criterion.id,
    command: criterion.command,
    exitCode: exitCodeOf(end),
    output: text,
    outputTail: text.slice(-TAIL_CHARACTERS),
    durationMs: Math.round(end.durationMs),
  };
}

/** One that was stopped never passed, whatever its command ended with. */
function exitCodeOf({ reason, exitCode }: ProcessEnd): number {
  if (reason === 'timed-out') return TIME_IS_UP;
  return reason === 'exited' || exitCode !== 0 ? exitCode : STOPPED;
}
