import { verifies } from '../../support/verifies';
import { planOf } from './plans';

const TASKS = 'tasks:\n- id: t1\n  name: A\n  status: open\n- id: t2\n  name: B\n  depends_on: [t1]\n';

const asked = (text: string): string[] =>
  planOf(text, 'plan.yaml').tasks.flatMap(({ originalId, humanGate }) =>
    humanGate === undefined ? [] : [`${originalId} ${humanGate}`],
  );

describe(`gates in a list beside the tasks${verifies('R-3')}`, () => {
  it.each<[string, string, string[]]>([
    ['before a task', 'gates: [{before: t2, type: human}]\n', ['t2 type: human']],
    ['before a task, in its words', 'gates: [{before: t2, description: Legal looks}]\n', ['t2 Legal looks']],
    ['behind a task', 'approvals: [{after: t1, name: Legal looks}]\n', ['t2 Legal looks']],
    ['by the key of a map', 'gates: {t2: human}\n', ['t2 type: human']],
    ['of a task that is none, before all', 'gates: [{before: t9, type: human}]\n', ['t1 type: human']],
    ['that a command opens', 'gates: [{before: t2, type: ci, command: npm test}]\n', []],
  ])('have a person asked %s', (_, gates, expected) => expect(asked(TASKS + gates)).toEqual(expected));

  it('are no field that nobody reads', () =>
    expect(planOf(`${TASKS}gates: [{before: t2, type: human}]\n`, 'plan.yaml').notes.map(({ code }) => code)).toEqual(
      expect.not.arrayContaining(['NOTE_FIELDS_LEFT_OUT']),
    ));

  it('have the last task judged when nothing waits on it', () => {
    const plan = planOf(`${TASKS}gates: [{after: t2, reason: Legal looks}]\n`, 'plan.yaml');
    expect(plan.tasks[1]!.verification.map(({ criterion, test }) => [criterion, test])).toEqual([
      ['Legal looks', 'manual'],
    ]);
  });
});
