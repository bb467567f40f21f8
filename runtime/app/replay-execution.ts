import { readEntryName } from '../core/archive/archive-form';
import { archiveRefused } from '../core/archive/archive-refused';
import { readHead, readRows } from '../core/archive/read-archive-rows';
import { trusting } from '../core/archive/trusting';
import { RequestError } from '../core/errors';
import type { ExecutionEvent } from '../core/execution/event';
import type { TaskState } from '../core/execution/execution';
import { Replay, type ReplayStep } from '../core/execution/replay';
import type { StoredHead } from '../core/execution/stored-execution';
import type { ExecutionId } from '../core/ids';
import type { ArchiveReader } from '../ports/archive';
import type { StoredMoments } from '../ports/stored-moments';
import { findTask } from './find-task';
import { headOf } from './head-of';
import { textOf } from './read-entry';

/** What of an execution is replayed. */
export interface ReplayChoice {
  /** Only the events of this task, by its id or that of the person's plan. */
  readonly task?: string;
  /** The number of the last event; all of them unless given. */
  readonly to?: number;
  /** What each agent was told as well. */
  readonly withPrompts: boolean;
}

/** How everything stood after the last event that was replayed. */
export interface Replayed {
  readonly executionId: string;
  readonly title: string;
  /** Events that were replayed, and that there are. */
  readonly events: number;
  readonly lastSeq: number;
  readonly status: string;
  readonly tasks: readonly ReplayedTask[];
  /** After all events: whether they lead to what is stored. Absent before that. */
  readonly isAsStored?: boolean;
}

/** A task as it stood then. */
export interface ReplayedTask extends Pick<TaskState, 'status' | 'tries' | 'token' | 'reason' | 'lastFailure'> {
  readonly id: string;
  readonly title: string;
}

/**
 * Replays an execution from what is stored of it, as of one moment. Reads only. Memory as for one execution and a page of events.
 *
 * @param onStep - Told of each event that was chosen, in order.
 * @throws {RequestError} `EXECUTION_UNKNOWN`, `TASK_UNKNOWN`, `EVENT_UNKNOWN`.
 */
export function replayExecution(
  moments: StoredMoments,
  id: ExecutionId,
  choice: ReplayChoice,
  onStep: (step: ReplayStep) => void,
): Promise<Replayed> {
  return moments.look(async (moment) => {
    const head = await headOf(moment, id);
    const run = new ReplayRun(head, choice, onStep);
    for await (const events of moment.events(id)) if (!run.add(events)) break;
    return run.end();
  });
}

/**
 * The same from an archive, which is a stranger's: what does not follow is refused, and whether it is genuine `verify` says.
 *
 * @throws {RequestError} `ARCHIVE_REFUSED`, `TASK_UNKNOWN`, `EVENT_UNKNOWN`.
 */
export async function replayArchive(
  archive: ArchiveReader,
  choice: ReplayChoice,
  onStep: (step: ReplayStep) => void,
): Promise<Replayed> {
  let run: ReplayRun | undefined;
  for await (const entry of archive.entries()) {
    const name = readEntryName(entry.name);
    if (name?.type === 'head' && run === undefined) {
      const head = readHead(entry.name, (await textOf(entry)).text);
      run = trusting(() => new ReplayRun(head, choice, onStep));
    } else if (name?.type === 'rows' && name.kind === 'events') {
      if (run === undefined) throw archiveRefused('it does not begin with one execution');
      const known = run;
      const events = readRows('events', entry.name, (await textOf(entry)).text);
      if (!trusting(() => known.add(events))) break;
    } else if (run !== undefined) break;
  }
  if (run === undefined) throw archiveRefused('it has no execution');
  return run.end();
}

class ReplayRun {
  private readonly replay: Replay;
  private readonly task: string | undefined;

  constructor(
    private readonly head: StoredHead,
    private readonly choice: ReplayChoice,
    private readonly onStep: (step: ReplayStep) => void,
  ) {
    this.replay = new Replay(head);
    const { execution } = this.replay;
    this.task = choice.task === undefined ? undefined : execution.plan.tasks[findTask(execution, choice.task)]!.id;
    if (choice.to !== undefined && choice.to > head.lastSeq) {
      throw new RequestError('EVENT_UNKNOWN', `There is no event ${choice.to}`, {
        hint: `It has events 1 to ${head.lastSeq}.`,
      });
    }
  }

  /** False once the last one was added. */
  add(events: readonly ExecutionEvent[]): boolean {
    for (const event of events) {
      if (event.seq > (this.choice.to ?? Number.POSITIVE_INFINITY)) return false;
      const step = this.replay.add(event, this.choice.withPrompts);
      if (this.task === undefined || step.taskId === this.task) this.onStep(step);
    }
    return true;
  }

  end(): Replayed {
    const { head } = this;
    const { execution } = this.replay;
    const { plan, status, epoch, lastSeq, lastHash } = execution;
    const isAsStored = status === head.status && epoch === head.epoch && lastHash === head.lastHash;
    return {
      executionId: head.id,
      title: plan.title,
      events: lastSeq,
      lastSeq: head.lastSeq,
      status,
      tasks: plan.tasks.flatMap(({ id, title }, no) => {
        if (this.task !== undefined && id !== this.task) return [];
        const { status: of, tries, token, reason, lastFailure } = execution.tasks.at(no)!;
        const why = {
          ...(reason === undefined ? {} : { reason }),
          ...(lastFailure === undefined ? {} : { lastFailure }),
        };
        return [{ id, title, status: of, tries, token, ...why }];
      }),
      ...(lastSeq < head.lastSeq ? {} : { isAsStored }),
    };
  }
}
