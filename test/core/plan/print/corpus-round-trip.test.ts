import { NO_ID } from '../../../../runtime/core/plan/plan';
import type { PrintForm } from '../../../../runtime/core/plan/print/print-plan';
import { whatPlanSays } from '../../../../runtime/core/plan/print/same-plan';
import { readPlan } from '../../../../runtime/core/plan/read-plan';
import { corpusFolder, readCorpus } from '../../../corpus/corpus';
import { verifies } from '../../../support/verifies';
import { context } from '../plans';
import { printAndRead } from './print-and-read';

const folder = corpusFolder(process.cwd(), process.env);

describe('real plans', () => {
  if (folder === undefined) {
    it.skip('the corpus of real plans is not here: nothing to print', () => {});
    return;
  }
  const plans = readCorpus(folder).flatMap(({ name, input }) => {
    const reading = readPlan(input, { ...context(), conversationId: NO_ID });
    return reading.type === 'plan' ? [[name, reading.plan] as const] : [];
  });

  it('are enough to mean something', () => expect(plans.length).toBeGreaterThan(40));

  it.each(plans)(`are read back as they were printed: %s${verifies('R-7')}`, (_, plan) => {
    for (const form of ['json', 'yaml', 'roadmap'] satisfies readonly PrintForm[])
      expect([form, whatPlanSays(printAndRead(plan, form))]).toEqual([form, whatPlanSays(plan)]);
  });
});
