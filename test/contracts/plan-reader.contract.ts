import type { PlanInput } from '../../runtime/core/plan/plan';
import { readPlan } from '../../runtime/core/plan/read-plan';
import type { PlanReader } from '../../runtime/ports/plan-reader';
import { context } from '../core/plan/plans';
import { verifies } from '../support/verifies';

const many = Array.from({ length: 2_000 }, (_, no) => `- [ ] ${no + 1}. Write the part number ${no + 1} of the kettle`);

/** What every reader of plans keeps of the port's promise. */
export function planReaderContract(name: string, open: () => PlanReader): void {
  describe(`PlanReader: ${name}`, () => {
    it.each<[string, PlanInput]>([
      ['a small plan', { text: '- [x] Boil\n- [ ] Pour (after: boil)\n', fileName: 'TODO.md' }],
      ['a plan of 2,000 tasks', { text: many.join('\n') }],
      ['a plan that is refused', { text: '{"tasks":[{"title":"a","nope":1}]}', fileName: 'plan.json' }],
      ['a folder', { documents: [{ path: 'kettle/TODO.md', text: '- [ ] Boil\n' }] }],
    ])(`answers %s as the core does${verifies('R-2', 'R-4')}`, async (_, input) => {
      const { reading, notes } = await open().examine(input, context());
      expect(reading).toEqual(readPlan(input, context()));
      if (reading.type === 'plan') expect(notes).toEqual(reading.plan.notes);
    });

    it('tells format and facts, also of a plan that is refused', async () => {
      const text = `- [ ] 1. Boil (depends: 2)\n- [ ] 2. Pour (depends: 1)\n${'<!-- -->\n'.repeat(5_000)}`;
      expect(await open().examine({ text }, context())).toMatchObject({
        reading: { type: 'problems', total: 1, problems: [{ code: 'PLAN_CYCLE' }] },
        format: 'checkbox',
        facts: { n_tasks: 2, has_cycle: true },
      });
    });

    it('answers many at once, each its own', async () => {
      const reader = open();
      const texts = Array.from({ length: 5 }, (_, no) => `# Plan ${no}\n${many.join('\n')}`);
      const answers = await Promise.all(texts.map((text) => reader.examine({ text }, context())));
      expect(answers.map(({ reading }) => reading.type === 'plan' && reading.plan.title)).toEqual(
        texts.map((_, no) => `Plan ${no}`),
      );
    });
  });
}
