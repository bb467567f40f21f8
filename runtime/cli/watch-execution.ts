import { isNightshiftError, UnavailableError } from '../core/errors';
import { isOver } from '../core/execution/execution';
import type { QuestionView, TaskView } from '../core/report/task-view';
import type { ExecutionStatusView } from '../core/report/views';
import type { CliDeps } from './cli-deps';
import type { GatewayClient } from './gateway-client';
import { LiveList } from './live-list';
import { changeLines, type Snapshot } from './render/change-lines';
import { failureLines } from './render/failure-lines';
import { paintFor } from './render/paint';
import { taskList } from './render/task-list';

export interface Watch {
  readonly gateway: Pick<GatewayClient, 'status' | 'tasks'>;
  readonly executionId: string;
  /** `json`: a line of JSON for each change; `text`: a list in place on a terminal, else a plain line for each change. */
  readonly show: 'json' | 'text' | 'nothing';
  readonly signal: AbortSignal;
  /** Is given how to write a text meanwhile, so that it does not end up within the list. */
  readonly onShown?: (write: (text: string) => void) => void;
  /** Questions that are answered without a person: how to answer them is not shown. */
  readonly isAnswered?: (question: QuestionView) => boolean;
  /** Called at every look; `stop` ends the watch before the execution is over. */
  readonly onLook?: (status: ExecutionStatusView) => Promise<'go-on' | 'stop'>;
  /** 400 unless given. */
  readonly everyMs?: number;
}

/** The gateway may be started again meanwhile; so long it may be away. */
const PATIENCE_MS = 60_000;

/**
 * Shows an execution until it is over, `onLook` says stop, or the signal aborts, and answers how it stands then.
 * Tasks are asked for only when something happened.
 *
 * @throws {UnavailableError} `UNAVAILABLE_GATEWAY` when the gateway is away for a minute.
 */
export async function watchExecution(
  deps: Pick<CliDeps, 'terminal' | 'clock'>,
  watch: Watch,
): Promise<ExecutionStatusView> {
  const show = screenFor(deps, watch);
  let last: Snapshot | undefined;
  let seenAt = deps.clock.steady();
  for (;;) {
    try {
      const status = await watch.gateway.status(watch.executionId);
      const isNews = last === undefined || last.status.lastSeq !== status.lastSeq;
      const tasks: readonly TaskView[] = isNews ? await watch.gateway.tasks(watch.executionId) : (last?.tasks ?? []);
      seenAt = deps.clock.steady();
      const now = { status: withoutAnswered(status, watch.isAnswered), tasks };
      show(last, now);
      last = now;
      if (isOver(status.state) || watch.signal.aborted) return status;
      if ((await watch.onLook?.(status)) === 'stop') return status;
    } catch (error) {
      if (!isAway(error) || deps.clock.steady() - seenAt > PATIENCE_MS) throw error;
      if (watch.signal.aborted && last !== undefined) return last.status;
    }
    await deps.clock.sleep(watch.everyMs ?? 400, watch.signal);
    if (watch.signal.aborted && last !== undefined) return last.status;
    if (watch.signal.aborted) throw new UnavailableError('gateway', 'Stopped before the gateway answered');
  }
}

function withoutAnswered(status: ExecutionStatusView, isAnswered: Watch['isAnswered']): ExecutionStatusView {
  if (isAnswered === undefined) return status;
  return { ...status, questions: status.questions.filter((question) => !isAnswered(question)) };
}

type Screen = (before: Snapshot | undefined, now: Snapshot) => void;

function screenFor({ terminal, clock }: Pick<CliDeps, 'terminal' | 'clock'>, watch: Watch): Screen {
  if (watch.show === 'nothing') return () => undefined;
  if (watch.show === 'json') {
    return (before, now) => {
      if (before?.status.lastSeq !== now.status.lastSeq) terminal.out(`${JSON.stringify(now)}\n`);
    };
  }
  if (!terminal.isInteractive) {
    return (before, now) => {
      for (const line of changeLines(before, now, clock.now())) terminal.out(`${line}\n`);
    };
  }
  const list = new LiveList(terminal);
  watch.onShown?.((text) => list.writeAbove(text));
  const paint = paintFor(terminal.hasColor);
  return (_, { status, tasks }) => {
    const { columns, rows } = terminal.size();
    const look = { columns: columns - 1, rows: rows - 1, nowMs: clock.now(), paint };
    const failures = failureLines(status.executionId, tasks, look.columns);
    list.draw(taskList(status, tasks, { ...look, failures }));
  };
}

const isAway = (error: unknown): boolean => isNightshiftError(error) && error.kind === 'transient';
