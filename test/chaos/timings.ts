import type { ExecutionEvent } from '../../runtime/core/execution/event';
import type { Fault } from './fault';

/** Milliseconds that each step after a fault took. */
export interface Timings {
  /** From a worker's fault to the event that takes its attempt back. */
  readonly detection: readonly number[];
  /** From a worker's fault to the next start of the task that it had. */
  readonly takeover: readonly number[];
  /** From the death of any other part to the next thing that happened in an execution that was open then. */
  readonly resume: readonly number[];
}

/** What the logs of all executions say about the faults. */
export function timingsOf(faults: readonly Fault[], logs: readonly (readonly ExecutionEvent[])[]): Timings {
  const detection: number[] = [];
  const takeover: number[] = [];
  const resume: number[] = [];
  for (const fault of faults) {
    if (fault.worker === undefined) {
      const isPart = fault.target !== 'worker' && fault.target !== 'extra-worker';
      const next = isPart && fault.action === 'kill' ? nextAfter(logs, fault.atMs) : undefined;
      if (next !== undefined) resume.push(next - fault.atMs);
      continue;
    }
    for (const events of logs) {
      for (const lost of lostBy(events, fault)) {
        detection.push(Date.parse(lost.at) - fault.atMs);
        const again = events.find(
          ({ seq, body }) =>
            seq > lost.seq &&
            (body.type === 'attempt-started' || body.type === 'merge-started') &&
            body.task === lost.task,
        );
        if (again) takeover.push(Date.parse(again.at) - fault.atMs);
      }
    }
  }
  return { detection, takeover, resume };
}

interface Lost {
  readonly seq: number;
  readonly at: string;
  readonly task: number;
}

/** Attempts and merges that a worker held when it was struck and that were taken from it. */
function lostBy(events: readonly ExecutionEvent[], { worker, atMs }: Fault): readonly Lost[] {
  const held = new Map<number, number>();
  const lost: Lost[] = [];
  for (const { seq, at, body } of events) {
    const isBefore = Date.parse(at) <= atMs;
    if (body.type === 'attempt-started' || body.type === 'merge-started') {
      if (body.worker === worker && isBefore) held.set(body.task, body.token);
    } else if (body.type === 'attempt-ended' || body.type === 'task-completed' || body.type === 'attempt-released') {
      if (isBefore) held.delete(body.task);
    } else if (body.type === 'attempt-lost' && held.get(body.task) === body.token) {
      held.delete(body.task);
      if (!isBefore) lost.push({ seq, at, task: body.task });
    }
  }
  return lost;
}

/** The first event after a moment, of executions that were open then. */
function nextAfter(logs: readonly (readonly ExecutionEvent[])[], atMs: number): number | undefined {
  const next = logs.flatMap((events) => {
    const times = events.map(({ at }) => Date.parse(at));
    const after = times.find((at) => at > atMs);
    return after === undefined || times[0]! > atMs ? [] : [after];
  });
  return next.length === 0 ? undefined : Math.min(...next);
}

/** `p50 1.2 s, p99 4.0 s of 31`. */
export function percentiles(ms: readonly number[]): string {
  if (ms.length === 0) return 'none';
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (part: number) =>
    (sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)]! / 1_000).toFixed(1);
  return `p50 ${at(0.5)} s, p99 ${at(0.99)} s of ${sorted.length}`;
}
