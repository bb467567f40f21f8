import { counted } from '../counted';
import type { DraftCriterion } from './draft';
import type { Findings } from './findings';
import { quote } from './text/quote';

/**
 * At most `most` criteria: those that count first, then those that a machine can prove, then the others, each as
 * written; repeats last of all. What is left over is noted.
 */
export function limitCriteria(
  criteria: readonly DraftCriterion[],
  most: number,
  findings: Findings,
): readonly DraftCriterion[] {
  const seen = new Set<string>();
  const own = criteria.filter(({ criterion, command, isExtra }) => {
    const key = `${criterion}\n${command ?? ''}`;
    if (isExtra && seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const rank = ({ isExtra, command }: DraftCriterion): number => (isExtra ? (command === undefined ? 2 : 1) : 0);
  const kept = new Set(own.toSorted((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, most)));
  const left = criteria.filter((each) => !kept.has(each));
  if (left.length === 0) return criteria;
  findings.note(
    'NOTE_CRITERIA_LEFT_OUT',
    left[0]!.where,
    `A task has at most ${counted(most, 'criterion', 'criteria')} here; ${counted(left.length, 'is', 'are')} left out, from ${quote(left[0]!.criterion)}`,
    left.map(({ where }) => where.line),
  );
  return own.filter((each) => kept.has(each));
}
