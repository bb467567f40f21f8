import type { DraftCriterion } from './draft';
import type { Findings } from './findings';
import { isBeforeWork } from './own-questions';
import { quote } from './text/quote';

const ID = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/**
 * The ids of a task's criteria, each once: those that the plan gives; the others are `c` and their place, or the next
 * number that is free. What is no id of ours, or stands twice, counts in foreign plans as not given.
 */
export function criterionIds(
  criteria: readonly DraftCriterion[],
  isStrict: boolean,
  findings: Findings,
): readonly string[] {
  const taken = new Set<string>();
  const given = criteria.map(({ id, where }) => {
    if (id === undefined) return undefined;
    const isQuestion = isBeforeWork(id);
    if (isQuestion && isStrict) {
      findings.problem('PLAN_ID', where, `${quote(id)} cannot be the id of a criterion`, {
        hint: 'That is what nightshift itself asks about a task; use another id',
      });
    }
    if (!isStrict && (isQuestion || !ID.test(id) || taken.has(id))) return undefined;
    taken.add(id);
    return id;
  });
  return given.map((id, no) => {
    if (id !== undefined) return id;
    let number = no + 1;
    while (taken.has(`c${number}`)) number++;
    taken.add(`c${number}`);
    return `c${number}`;
  });
}
