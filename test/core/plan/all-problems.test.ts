import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import type { PlanInput } from '../../../runtime/core/plan/plan';
import { writeTaskMasterStatus } from '../../../runtime/core/plan/write-task-master-status';
import { verifies } from '../../support/verifies';
import { context } from './plans';

const TOKEN = `ghp_${'Ab12'.repeat(9)}`;
const KEY = `sk-ant-${'api03-Ab1'.repeat(4)}`;

/** The problems of a plan, each with its line; none when it is one. */
const problems = (input: PlanInput): readonly string[] => {
  const { reading } = examinePlan(input, context());
  return reading.type === 'plan' ? [] : reading.problems.map(({ line, code }) => `${line} ${code}`);
};
const own = (task: object): string =>
  JSON.stringify({ schemaVersion: 1, title: 'x', tasks: [{ id: 'a', title: 'x', ...task }] });

describe('all problems of a plan come at once', () => {
  it.each<[string, PlanInput, string[]]>([
    [
      'secrets hide none of the others, nor each other',
      {
        text: `schemaVersion: 1\ntitle: t\ntasks:\n- id: a\n  title: ${TOKEN}\n  dependencies: [zz]\n- id: a\n  title: x\n  bad: ${KEY} ${TOKEN}\n`,
      },
      [
        '5 PLAN_SECRET',
        '6 PLAN_UNKNOWN_DEPENDENCY',
        '7 PLAN_DUPLICATE_ID',
        '9 PLAN_UNKNOWN_FIELD',
        '9 PLAN_SECRET',
        '9 PLAN_SECRET',
      ],
    ],
    ['a secret in a plan without tasks', { text: `Use ${TOKEN}\n` }, ['1 PLAN_NO_TASKS', '1 PLAN_SECRET']],
    [
      'a secret in an unknown format',
      { text: `- [ ] ${TOKEN}\n`, format: 'nope' },
      ['1 PLAN_UNKNOWN_FORMAT', '1 PLAN_SECRET'],
    ],
    [
      'a secret in boxes',
      { text: `- [ ] ${TOKEN}\n-[ ] b\n- [ ] c (agent: d)\n` },
      ['1 PLAN_SECRET', '2 PLAN_NEAR_BOX', '3 PLAN_ENUM'],
    ],
    ['a secret behind its name counts once', { text: `- [ ] a\n  PAYMENT_API_KEY=${KEY}\n` }, ['2 PLAN_SECRET']],
    [
      'another encoding and no task',
      { text: '{"schemaVersion": 1}\n', encoding: 'UTF-16LE' },
      ['1 PLAN_NO_TASKS', '1 PLAN_ENCODING'],
    ],
    [
      'secrets in several files',
      {
        documents: [
          {
            path: 'backlog/tasks/task-1 - a.md',
            text: `---\nid: task-1\ntitle: ${KEY}\nstatus: To Do\ndependencies: []\n---\n`,
          },
          {
            path: 'backlog/tasks/task-2 - b.md',
            text: `---\nid: task-2\ntitle: b\nstatus: To Do\ndependencies: []\n---\n${TOKEN}\n`,
          },
        ],
      },
      ['3 PLAN_SECRET', '7 PLAN_SECRET'],
    ],
  ])(`%s${verifies('R-4')}`, (_, input, expected) => expect([...problems(input)].sort()).toEqual([...expected].sort()));

  it('and no answer says a secret', () => {
    const { reading } = examinePlan({ text: `- [ ] a ${TOKEN} ${KEY}\n` }, context());
    expect(JSON.stringify(reading)).not.toMatch(/Ab12|api03/);
  });
});

describe('a plan without text is empty', () => {
  const BLANKS = ['', ' \n\t\n', '\ufeff', '\u200b\n\u2060', '\u00a0'];

  it.each(BLANKS)('as a text: %j', (text) => expect(problems({ text })).toEqual(['1 PLAN_EMPTY']));
  it.each(BLANKS)('in any format that is named: %j', (text) =>
    expect(problems({ text, format: 'task-list' })).toEqual(['1 PLAN_EMPTY']),
  );
  it.each(BLANKS)('as all files of a folder: %j', (text) => {
    const documents = ['a.md', 'b.json'].map((path) => ({ path, text }));
    expect(problems({ documents })).toEqual(['1 PLAN_EMPTY']);
  });
  it('as a folder without files', () => expect(problems({ documents: [] })).toEqual(['1 PLAN_EMPTY']));
  it.each(BLANKS)('as a file that statuses are to be written into: %j', (text) =>
    expect(writeTaskMasterStatus(text, new Map())).toMatchObject({ problems: [{ code: 'PLAN_EMPTY' }], total: 1 }),
  );
});

describe('a field that says nothing', () => {
  it.each([
    ['capability', 'PLAN_MISSING_FIELD'],
    ['command', 'PLAN_COMMAND'],
    ['agent', 'PLAN_ENUM'],
  ])('is a slip in our own schema: %s', (field, code) => {
    for (const value of ['', ' ']) expect(problems({ text: own({ [field]: value }) })).toEqual([`1 ${code}`]);
  });

  it('is as if it were not there elsewhere', () => {
    const { reading } = examinePlan({ text: '- [ ] a (capability: )\n- [ ] b (agent: )\n  run: ` `\n' }, context());
    expect(reading).toMatchObject({ type: 'plan' });
    const tasks = reading.type === 'plan' ? reading.plan.tasks : [];
    for (const task of tasks) expect(Object.keys(task)).not.toEqual(expect.arrayContaining(['agent']));
    for (const task of tasks) expect(task).not.toHaveProperty('capability');
  });
});
