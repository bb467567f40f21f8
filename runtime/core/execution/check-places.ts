import type { ExecutionId } from '../ids';
import { DAY_MS, LEAVES_WITHIN_DAYS } from './check-lateness';
import type { Violation } from './violation';
import type { WorkingProcess } from './working-process';

/** What a host's folders and processes hold. Gathered before the store is read: what came later is no surprise then. */
export interface HostFindings {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Commit of each execution's integration branch. */
  readonly tips: ReadonlyMap<string, string>;
  /** Executions that have workspaces. */
  readonly workspaces: readonly string[];
  /** Workspaces of single attempts; names that stand for an id which is no name are left out. */
  readonly attempts: readonly AttemptPlace[];
  /** Executions that have logs here, with the time of the newest change. */
  readonly logs: readonly { readonly execution: string; readonly changedAt: string }[];
  /** Processes that work at a task. */
  readonly processes: readonly WorkingProcess[];
  /** Folders of ours that other users may enter. */
  readonly openFolders: readonly string[];
}

export interface AttemptPlace {
  readonly executionId: string;
  readonly task: string;
  readonly epoch: number;
  readonly token: number;
}

/** What of an execution its places must agree with. */
export interface PlaceFacts {
  /** Every commit at which its integration branch ever stood. */
  readonly tips: ReadonlySet<string>;
  /** Where the branch stands when all is done; absent: nothing was merged, and nobody cares. */
  readonly tip?: string;
  readonly endedAt?: string;
  readonly epoch: number;
  /** The newest token of each task, by its id. */
  readonly tokens: ReadonlyMap<string, number>;
  /** It is paused, and since then nothing of it is to run. */
  readonly stillSince?: string;
  /** Its end was dealt with: the result delivered, the workspaces removed. */
  readonly isClearedAway: boolean;
}

/** Milliseconds in which everything of a cancelled execution is to be gone (I20). */
const GONE_WITHIN_MS = 15_000;
/** Milliseconds in which workspaces that somebody left late are cleared away. */
const CLEARED_WITHIN_MS = 15 * 60_000;

/**
 * The check of folders and processes: I8, I18, I20, I25, I28. Pure.
 *
 * @param keptLogDays - For which logs stay; 0, or absent: for good.
 */
export function checkPlaces(
  { atMs, tips, workspaces, attempts, logs, processes, openFolders }: HostFindings,
  executions: ReadonlyMap<string, PlaceFacts>,
  keptLogDays = 0,
): readonly Violation[] {
  const violations: Violation[] = [];
  const report = (invariant: string, message: string, executionId?: string): void => {
    violations.push({
      invariant,
      message,
      ...(executionId === undefined ? {} : { executionId: executionId as ExecutionId }),
    });
  };
  for (const [id, tip] of tips) {
    const facts = executions.get(id);
    if (!facts) continue;
    const isDone = facts.isClearedAway && endedBefore(facts, atMs - CLEARED_WITHIN_MS);
    if (!facts.tips.has(tip)) report('I8', `The integration branch stands at ${tip}, where no merge put it`, id);
    else if (isDone && facts.tip !== undefined && facts.tip !== tip)
      report('I8', `The integration branch stands at ${tip}, and its last merge put it at ${facts.tip}`, id);
  }
  for (const id of workspaces) {
    const facts = executions.get(id);
    if (!facts) report('I18', `There are workspaces of ${id}, and no such execution`);
    else if (facts.isClearedAway && endedBefore(facts, atMs - CLEARED_WITHIN_MS))
      report('I18', 'Its workspaces are still there, although it is over and delivered', id);
  }
  const places = new Map<string, AttemptPlace>();
  for (const place of attempts) {
    const { executionId, task, epoch, token } = place;
    const facts = executions.get(executionId);
    const newest = facts?.tokens.get(task);
    if (facts && newest !== undefined && (epoch > facts.epoch || token > newest))
      report(
        'I18',
        `There is a workspace of attempt ${token} (epoch ${epoch}) of ${task}, which nobody began`,
        executionId,
      );
    const key = `${executionId} ${task}`;
    const other = places.get(key);
    if (facts && other)
      report(
        'I18',
        `Beside the workspace of attempt ${token} of ${task} lies that of attempt ${other.token}`,
        executionId,
      );
    places.set(key, place);
  }
  for (const { execution, changedAt } of keptLogDays === 0 ? [] : logs) {
    const facts = executions.get(execution);
    const since = facts ? facts.endedAt : changedAt;
    if (since !== undefined && Date.parse(since) < atMs - (keptLogDays + LEAVES_WITHIN_DAYS) * DAY_MS)
      report('I28', `Logs of ${execution}, which was over at ${since}, should have gone after ${keptLogDays} days`);
  }
  for (const { pid, executionId, task } of processes) {
    const facts = executions.get(executionId);
    if (facts && endedBefore(facts, atMs - GONE_WITHIN_MS))
      report(
        'I20',
        `Process ${pid} still works at ${task}, although the execution ended at ${facts.endedAt}`,
        executionId,
      );
    const { stillSince } = facts ?? {};
    if (stillSince !== undefined && Date.parse(stillSince) < atMs - GONE_WITHIN_MS)
      report(
        'I20',
        `Process ${pid} works at ${task}, although nothing runs since ${stillSince}: it is paused`,
        executionId,
      );
  }
  for (const folder of openFolders) report('I25', `Other users may enter ${folder}`);
  return violations;
}

const endedBefore = ({ endedAt }: PlaceFacts, ms: number): boolean => endedAt !== undefined && Date.parse(endedAt) < ms;
