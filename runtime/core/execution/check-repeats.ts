import { canonicalJson } from './canonical-json';
import type { ExecutionEvent } from './event';
import type { Report } from './violation';

/** What happens once in an epoch and that no table of transitions keeps from happening twice. */
const ONCE: ReadonlySet<ExecutionEvent['body']['type']> = new Set([
  'execution-based',
  'wave-completed',
  'result-delivered',
  'writes-undeclared',
] as const);

/**
 * Finds what was recorded twice: whoever does not know whether its commit came through looks it up, and does not make it again.
 * Source: I30.
 */
export class RepeatCheck {
  private readonly seen = new Map<string, number>();

  constructor(private readonly report: Report) {}

  /** @param epoch - In which the event happened. */
  add({ seq, body }: ExecutionEvent, epoch: number): void {
    if (!ONCE.has(body.type)) return;
    const what = `${epoch} ${canonicalJson(body)}`;
    const first = this.seen.get(what);
    if (first === undefined) this.seen.set(what, seq);
    else this.report('I30', `Event ${seq} (${body.type}) says once more what event ${first} said`);
  }
}
