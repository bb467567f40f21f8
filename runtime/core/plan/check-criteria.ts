import { cleanNoted } from './clean-noted';
import { criterionIds } from './criterion-ids';
import type { DraftCriterion } from './draft';
import type { Findings } from './findings';
import { LONGEST_CRITERION } from './fit-task';
import type { VerificationCriterion } from './plan';

/** The criteria of a draft as those of a task, each with an id; what is empty or too long is a problem. */
export function checkCriteria(
  criteria: readonly DraftCriterion[],
  isStrict: boolean,
  findings: Findings,
): VerificationCriterion[] {
  const ids = criterionIds(criteria, isStrict, findings);
  return criteria.map(({ criterion, command, where }, no) => {
    const text = cleanNoted(criterion, where, findings).trim();
    if (text.length > LONGEST_CRITERION) {
      findings.problem(
        'PLAN_CRITERION',
        where,
        `The criterion has ${text.length} characters; ${LONGEST_CRITERION} are allowed`,
        {
          limit: LONGEST_CRITERION,
          seen: text.length,
          hint: 'About 8 words each',
        },
      );
    }
    if (text === '') findings.problem('PLAN_CRITERION', where, 'The criterion is empty');
    if (command !== undefined && command.trim() === '')
      findings.problem('PLAN_COMMAND', where, 'The command of the criterion is empty');
    return {
      id: ids[no]!,
      criterion: text,
      test: command === undefined ? 'manual' : 'auto',
      ...(command === undefined ? {} : { command }),
    };
  });
}
