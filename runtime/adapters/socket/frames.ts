import type { ExecutionEvent } from '../../core/execution/event';
import type { EndedAttempt } from '../../core/execution/execution';
import { asExecutionId, asWorkerId, type ExecutionId } from '../../core/ids';
import type { SlotWait } from '../../core/schedule/fair-share';
import type { Hint } from '../../ports/hints';
import type { BegunAttempts, EndsTaken, HandedEnd, HandedEnds, Looked } from '../../ports/neighbours';

/** Longest line of either side, in characters: some hundred ends with their evidence, or the events of a transition. */
export const LONGEST_FRAME = 16 * 1024 * 1024;

/** What is asked of a worker through its socket. */
export type Question =
  | { readonly hint: Hint }
  | { readonly handed: HandedEnds }
  | { readonly begun: BegunAttempts }
  | { readonly look: ExecutionId };

/** A line is JSON with a number; the answer to a question repeats its number. */
export const frameOf = (id: number, content: object): string => `${JSON.stringify({ id, ...content })}\n`;

/** Number and content of a line as it came in; undefined for anything else. */
export function contentOf(line: string): { readonly id: number; readonly content: Fields } | undefined {
  const content = recordOf(parsed(line));
  const { id } = content;
  return isCount(id) ? { id, content } : undefined;
}

/** Undefined for what is no question, or not a whole one. */
export function questionOf({ hint, handed, begun, look }: Fields): Question | undefined {
  if (hint !== undefined) return wrapped('hint', hintOf(recordOf(hint)));
  if (handed !== undefined) return wrapped('handed', handedOf(recordOf(handed)));
  if (begun !== undefined) return wrapped('begun', begunOf(recordOf(begun)));
  return wrapped('look', typeof look === 'string' ? asExecutionId(look) : undefined);
}

function wrapped<K extends string, T>(key: K, value: T | undefined): { readonly [key in K]: T } | undefined {
  return value === undefined ? undefined : ({ [key]: value } as { readonly [key in K]: T });
}

function hintOf({ worker, executionId, task, token, kind }: Fields): Hint | undefined {
  if (typeof worker !== 'string' || typeof executionId !== 'string') return undefined;
  if (!isCount(task) || !isCount(token) || (kind !== 'attempt' && kind !== 'merge')) return undefined;
  return { worker: asWorkerId(worker), executionId: asExecutionId(executionId), task, token, kind };
}

function handedOf({ executionId, ends }: Fields): HandedEnds | undefined {
  if (typeof executionId !== 'string' || !Array.isArray(ends) || !ends.every(isEnd)) return undefined;
  return { executionId: asExecutionId(executionId), ends };
}

function begunOf({ worker, executionId, starts, events }: Fields): BegunAttempts | undefined {
  if (typeof worker !== 'string' || typeof executionId !== 'string' || !areEvents(events)) return undefined;
  if (!Array.isArray(starts) || !starts.every((start: Fields) => isCount(start['task']) && isCount(start['token'])))
    return undefined;
  return { worker: asWorkerId(worker), executionId: asExecutionId(executionId), starts, events };
}

/** What a worker answers to ends that were handed to it; undefined when it is not that. */
export function endsTakenOf(content: Fields, count: number): EndsTaken | undefined {
  const { areRecorded, events } = recordOf(content['taken']);
  if (!Array.isArray(areRecorded) || areRecorded.length !== count || !areEvents(events)) return undefined;
  return areRecorded.every((one) => typeof one === 'boolean') ? { areRecorded, events } : undefined;
}

/** What a worker answers to whoever asked it to look; false where it does not decide there, undefined when it is no answer. */
export function lookedOf(content: Fields): Looked | false | undefined {
  const looked = content['looked'];
  if (looked === false) return false;
  const { status, lastSeq, wait } = recordOf(looked);
  if (!isStatus(status) || !isCount(lastSeq)) return undefined;
  if (wait === undefined) return { status, lastSeq };
  return isWait(wait) ? { status, lastSeq, wait } : undefined;
}

const isStatus = (value: unknown): value is Looked['status'] => STATUSES.includes(value as Looked['status']);

const STATUSES: readonly Looked['status'][] = [
  'queued',
  'running',
  'waiting',
  'paused',
  'succeeded',
  'failed',
  'cancelled',
];

function isWait(value: unknown): value is SlotWait {
  const { executionId, priority, needs } = recordOf(value);
  if (typeof executionId !== 'string' || !['low', 'normal', 'high'].includes(priority as string)) return false;
  return (
    Array.isArray(needs) &&
    needs.every(
      (need: Fields) =>
        typeof need['since'] === 'string' &&
        Array.isArray(need['keys']) &&
        need['keys'].every((key) => typeof key === 'string'),
    )
  );
}

/** Whole enough to be recorded; what it says is judged as any end is. */
function isEnd(value: unknown): value is HandedEnd {
  const { task, attempt } = recordOf(value);
  const { token, worker, agent, outcome, startedAt, endedAt, evidence, changedFiles, logDigest } = recordOf(attempt);
  const texts = [worker, agent, startedAt, endedAt, logDigest, recordOf(outcome)['type']];
  return (
    isCount(task) &&
    isCount(token) &&
    texts.every((text) => typeof text === 'string') &&
    [evidence, changedFiles].every((list) => Array.isArray(list)) &&
    COUNTED.every((name) => typeof recordOf(attempt)[name] === 'number')
  );
}

const COUNTED: readonly (keyof EndedAttempt)[] = ['durationMs', 'costUsd', 'inputTokens', 'outputTokens'];

const areEvents = (value: unknown): value is readonly ExecutionEvent[] =>
  Array.isArray(value) &&
  value.every((event: Fields) => isCount(event['seq']) && typeof recordOf(event['body'])['type'] === 'string');

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

export type Fields = Readonly<Record<string, unknown>>;

const recordOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Whoever writes something else than JSON is told nothing; the line is dropped.
    return undefined;
  }
}

/** Cuts what comes in into lines and hands each to `onLine`; false once a line is too long. */
export function lineReader(onLine: (line: string) => void): (chunk: string) => boolean {
  let parts: string[] = [];
  let length = 0;
  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      const line = parts.join('') + chunk.slice(from, end);
      [parts, length, from] = [[], 0, end + 1];
      if (line.length <= LONGEST_FRAME) onLine(line);
    }
    parts.push(chunk.slice(from));
    length += chunk.length - from;
    return length <= LONGEST_FRAME;
  };
}
