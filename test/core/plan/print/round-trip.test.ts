import fc from 'fast-check';
import type { PrintForm } from '../../../../runtime/core/plan/print/print-plan';
import { whatPlanSays } from '../../../../runtime/core/plan/print/same-plan';
import { verifies } from '../../../support/verifies';
import { somePlan } from './generated-plans';
import { printAndRead } from './print-and-read';

const RUNS = Number(process.env['PLAN_PROPERTY_RUNS'] ?? 200);

describe('a printed plan', () => {
  it.each<PrintForm>(['json', 'yaml', 'roadmap'])(`is read back as the same plan: %s${verifies('R-7')}`, (form) => {
    fc.assert(
      fc.property(somePlan, (plan) => {
        const again = printAndRead(plan, form);
        expect(whatPlanSays(again)).toEqual(whatPlanSays(plan));
        if (form !== 'roadmap') expect(again.source).toBe(plan.source);
      }),
      { numRuns: RUNS },
    );
  });
});
