import { type Execution, isOver } from './execution';

/** What is known of a loop, as its row has it; times in ISO 8601 by the database's clock. */
export interface LoopFacts {
  readonly kind: 'workflow' | 'inline' | 'none';
  readonly createdAt: string;
  /** Its last sign of life: a call, or a wake that it took. */
  readonly lastCallAt?: string;
  readonly isWaitOpen: boolean;
  readonly isDue: boolean;
  /** The open wait was woken: what comes before the loop's next call is a person's own. */
  readonly isWakeTaken: boolean;
  /** How often it was tried to wake the newest wait. */
  readonly wakeTries: number;
  readonly seqAtStart: number;
  readonly deathsInARow: number;
}

/** What n8n says of an n8n execution; `missing` when it has none. */
export type HostedState =
  | 'new'
  | 'running'
  | 'waiting'
  | 'success'
  | 'error'
  | 'crashed'
  | 'canceled'
  | 'unknown'
  | 'missing';

/** What n8n said just now. */
export interface LoopSighting {
  /** Milliseconds since 1970, database time. */
  readonly now: number;
  readonly state: HostedState | 'unbound';
  /** Milliseconds since it was first seen missing; 0 otherwise. */
  readonly missingForMs: number;
  /** Since when the database serves, in milliseconds since 1970; looked at for a loop that runs. */
  readonly databaseSince?: number;
}

export type LoopVerdict =
  | { readonly type: 'leave' }
  | { readonly type: 'restart'; readonly reason: string }
  | { readonly type: 'pause'; readonly reason: string };

const UNBOUND_MS = 15_000;
const MISSING_MS = 10_000;
const SILENT_MS = 10 * 60_000;
/** A node call of ours, or n8n's note that a loop waits, is through long before. */
const UNSAVED_MS = 30_000;
/** Wakes that nobody took, after which n8n had the time to note that a loop waits. */
const UNSAVED_WAKES = 10;
/** Wakes of one wait that nobody took, after which its loop does not wait any more: some five minutes of them. */
const UNTAKEN_WAKES = 60;
const MAX_DEATHS_IN_A_ROW = 3;

/**
 * What to do about a loop. A loop that died is started anew; one that a person stopped in n8n means pause;
 * one that waits, for us or in a node of a person's own, is left alone. Three deaths without progress mean pause.
 *
 * Source: design "Restarting a loop".
 */
export function decideLoop(loop: LoopFacts, execution: Execution, sighting: LoopSighting): LoopVerdict {
  if (isOver(execution.status) || loop.kind !== 'workflow') return { type: 'leave' };
  if (sighting.state === 'canceled') {
    return execution.status === 'paused'
      ? { type: 'leave' }
      : { type: 'pause', reason: 'its workflow was stopped in n8n; resume starts it again' };
  }
  const death = deathOf(loop, sighting);
  if (death === undefined) return { type: 'leave' };
  if (execution.status === 'paused') return { type: 'leave' };
  const hasProgress = execution.lastSeq > loop.seqAtStart;
  if (!hasProgress && loop.deathsInARow + 1 >= MAX_DEATHS_IN_A_ROW) {
    return { type: 'pause', reason: `its n8n workflow died ${MAX_DEATHS_IN_A_ROW} times without progress (${death})` };
  }
  return { type: 'restart', reason: death };
}

function deathOf(loop: LoopFacts, { now, state, missingForMs, databaseSince = 0 }: LoopSighting): string | undefined {
  switch (state) {
    case 'crashed':
    case 'error':
    case 'success':
      return `n8n says ${state}`;
    case 'missing':
      return missingForMs >= MISSING_MS ? 'n8n does not know it any more' : undefined;
    case 'unbound':
      return now - Date.parse(loop.createdAt) >= UNBOUND_MS ? 'it never began' : undefined;
    case 'running': {
      const last = Date.parse(loop.lastCallAt ?? loop.createdAt);
      // What ended while the database was away, n8n could not write down: it says `running` for ever.
      if (last < databaseSince && now - databaseSince >= UNSAVED_MS)
        return 'it gave no sign of life since the database was away';
      if (isUnsavedWait(loop) && now - last >= UNSAVED_MS) return 'n8n did not note that it waits';
      if (now - last < SILENT_MS) return undefined;
      if (!loop.isWaitOpen) return 'it runs without a sign of life';
      return loop.isDue && loop.wakeTries >= UNTAKEN_WAKES ? 'it takes no wakes' : undefined;
    }
    default:
      return undefined;
  }
}

/** It said that it would wait and was never woken: between that and n8n's note of it nothing runs. */
const isUnsavedWait = ({ isDue, isWakeTaken, wakeTries }: LoopFacts): boolean =>
  isDue && !isWakeTaken && wakeTries >= UNSAVED_WAKES;
