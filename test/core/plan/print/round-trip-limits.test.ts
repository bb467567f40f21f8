import { examinePlan } from '../../../../runtime/core/plan/examine-plan';
import type { ExecutionPlan, PlanInput } from '../../../../runtime/core/plan/plan';
import type { PrintForm } from '../../../../runtime/core/plan/print/print-plan';
import { whatPlanSays } from '../../../../runtime/core/plan/print/same-plan';
import { verifies } from '../../../support/verifies';
import { FIXTURES } from '../fuzz/fixtures';
import { context } from '../plans';
import { printAndRead } from './print-and-read';

const FORMS: readonly PrintForm[] = ['json', 'yaml', 'roadmap'];

const planIn = (input: PlanInput): ExecutionPlan => {
  const { reading } = examinePlan(input, context());
  if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
  return { ...reading.plan, conversationId: '00000000-0000-7000-8000-000000000000' };
};

describe('a plan that names agents of another tool', () => {
  const AGENT = 'backend-developer';
  it.each<[string, PlanInput]>([
    ['spec-kit', { fileName: 'specs/001-a/tasks.md', text: `## Phase 1: a\n- [ ] T001 Boil (agent: ${AGENT})\n` }],
    ['openspec', { fileName: 'openspec/changes/a/tasks.md', text: `## 1. A\n- [ ] 1.1 Boil\n  - agent: ${AGENT}\n` }],
    [
      'kiro',
      { fileName: '.kiro/specs/a/tasks.md', text: `# Implementation Plan\n- [ ] 1. Boil\n  - agent: ${AGENT}\n` },
    ],
    ['data-list', { fileName: 'p.yaml', text: `tasks:\n- id: 1\n  name: Boil\n  agent: ${AGENT}\n` }],
    [
      'task-master',
      { fileName: 'tasks.json', text: `{"tasks":[{"id":1,"title":"Boil","dependencies":[],"agent":"${AGENT}"}]}` },
    ],
    ['code-task', { fileName: 'a.code-task.md', text: `---\nstatus: open\nagent: ${AGENT}\n---\n# Task: Boil\n` }],
  ])(`is read without them, and what is printed of it is read again: %s${verifies('R-7')}`, (format, input) => {
    const plan = planIn({ ...input, format });
    expect(plan.tasks.map(({ agent }) => agent)).toEqual(plan.tasks.map(() => undefined));
    for (const form of FORMS) expect(whatPlanSays(printAndRead(plan, form))).toEqual(whatPlanSays(plan));
  });
});

describe('texts that are cut', () => {
  it(`never end with half of a character${verifies('R-7')}`, () => {
    for (const { fileName, text } of FIXTURES) {
      for (const shift of ['', 'a']) {
        const long = text.replace(/([Bb])oil|([Pp])our/g, (word) => `${word}${shift}${'🫖'.repeat(1_500)} 水`);
        const { reading, notes } = examinePlan({ fileName, text: long }, context());
        expect([fileName, /\p{Surrogate}/u.test(JSON.stringify([reading, notes], shown))]).toEqual([fileName, false]);
        if (reading.type === 'plan') for (const form of FORMS) printAndRead(reading.plan, form);
      }
    }
  });

  /** As they are: `JSON.stringify` writes half of a pair as an escape. */
  function shown(_: string, value: unknown): unknown {
    if (typeof value === 'string' && /\p{Surrogate}/u.test(value))
      throw new Error(`half a character: ${JSON.stringify(value)}`);
    return value;
  }
});

describe('a plan at the limit of tasks', () => {
  const tasks = Array.from({ length: 2_000 }, (_, no) => ({
    id: `t${no}`,
    title: `Task ${no}`,
    description: 'What it does',
    contextTier: 200,
    files: [`src/${no}.ts`],
    estimateMinutes: 5,
    timeoutMinutes: 9,
    humanGate: 'May it start?',
    agent: 'claude-code',
    capability: 'gpu',
    phase: `Phase ${no >> 6}`,
    isOptional: true,
    ...(no % 4 === 0 ? {} : { dependencies: [`t${no - 1}`] }),
    verification: [1, 2, 3].map((at) => ({ criterion: `It holds ${at}`, command: 'npm test' })),
    subtasks: [{ id: `t${no}.1`, title: 'A part', isDone: true }],
  }));
  const plan = planIn({ text: JSON.stringify({ schemaVersion: 1, title: 'Large', tasks }) });

  it.each(FORMS)(`with much to say of each is printed so that it is read again: %s${verifies('R-7')}`, (form) => {
    expect(whatPlanSays(printAndRead(plan, form))).toEqual(whatPlanSays(plan));
  });

  it('is printed on one line of JSON where it would be too large otherwise', () => {
    const wide = { ...plan, tasks: plan.tasks.map((task) => ({ ...task, description: 'x'.repeat(350) })) };
    expect(printAndRead(wide, 'json').tasks).toHaveLength(2_000);
  });
});
