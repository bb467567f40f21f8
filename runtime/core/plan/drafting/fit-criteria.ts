import type { DraftCriterion } from '../draft';
import type { Findings } from '../findings';
import { quote } from '../text/quote';

/**
 * The criteria of a plan with as many of the extra ones as a task may have checks, since its last task is checked by
 * all of them. What finds no room is noted. `taken`: checks that the last task has of its own.
 */
export function fitCriteria(
  counted: readonly DraftCriterion[],
  extra: readonly DraftCriterion[],
  taken: number,
  most: number,
  findings: Findings,
): readonly DraftCriterion[] {
  const room = Math.max(0, most - taken - counted.length);
  const [first, ...others] = extra.slice(room);
  if (first !== undefined) {
    findings.note(
      'NOTE_LEFT_OUT',
      first.where,
      `Left out, a task has at most ${most} criteria: ${others.length + 1} more checks, from ${quote(first.criterion)}`,
      [first, ...others].map(({ where }) => where.line),
    );
  }
  return [...counted, ...extra.slice(0, room).map((criterion) => ({ ...criterion, isExtra: true as const }))];
}
