import { verifies } from '../../support/verifies';
import { planOf, shape } from './plans';

describe('words in brackets that name no task', () => {
  it.each(["after Joe's OK", 'needs API key from ops', 'depends on the weather', 'needs Docker'])(
    `stay in the title, and a person is asked: %s${verifies('R-7')}`,
    (words) => {
      const task = planOf(`- [ ] Build\n- [ ] Delete (${words})\n`).tasks[1]!;
      expect(task.title).toBe(`Delete (${words})`);
      expect(task.humanGate).toBe(`The plan says "${words}"`);
    },
  );

  it('do so in a list of Spec Kit', () => {
    const text =
      "# Tasks\n## Phase 1: A\n- [ ] T001 Build a\n- [ ] T002 Delete (after Joe's OK)\n- [ ] T003 x (depends on T001)\n";
    const task = planOf(text, 'tasks.md').tasks[1]!;
    expect(task.title).toBe("Delete (after Joe's OK)");
    expect(task.humanGate).toBe('The plan says "after Joe\'s OK"');
  });

  it.each(['depends on 1', 'after Build', 'depends on nothing', 'depends on T099'])(
    'leave it when they are a dependency: %s',
    (words) => {
      const task = planOf(`- [ ] Build\n- [ ] Delete (${words})\n`).tasks[1]!;
      expect([task.title, task.humanGate]).toEqual(['Delete', undefined]);
    },
  );

  it('ask nobody when they name a task beside others', () => {
    expect(shape(planOf('- [ ] Build\n- [ ] x\n- [ ] Ship (needs Build)\n'))).toEqual(['1', '2<1', '3<1']);
  });
});
