import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_PLAN_LIMITS } from '../../runtime/core/plan/plan';
import { previewPlan } from '../../runtime/core/plan/preview-plan';
import { readPlan } from '../../runtime/core/plan/read-plan';
import { PLAN_GUIDE } from '../../runtime/mcp/instructions';

const SKILL = readFileSync(
  join(__dirname, '../../runtime/claude-plugin/nightshift/skills/night-plan/SKILL.md'),
  'utf8',
);
const context = {
  planId: 'p',
  conversationId: 'c',
  created: '2026-01-01T00:00:00.000Z',
  priority: 'normal',
  limits: DEFAULT_PLAN_LIMITS,
} as const;

it('the plan that the skill teaches is read as it is meant: each task proven, what is independent side by side', () => {
  const plan = /```markdown\n([\s\S]*?)```/.exec(SKILL)![1]!;
  const reading = readPlan({ text: plan, fileName: 'PLAN.md' }, context);
  if (reading.type !== 'plan') throw new Error(JSON.stringify(reading.problems));
  const { title, tasks, waves } = previewPlan(reading.plan);
  expect(title).toBe('Search in the notes');
  expect(tasks.map(({ autoCriteria, manualCriteria }) => [autoCriteria, manualCriteria])).toEqual([
    [1, 0],
    [2, 0],
    [1, 0],
  ]);
  expect(waves.map((wave) => wave.length)).toEqual([2, 1]);
});

it('the plan of the guide for every model is read the same way', () => {
  const plan = /^# Title[\s\S]*?(?=\n\nRules:)/m.exec(PLAN_GUIDE)![0];
  const reading = readPlan({ text: plan, fileName: 'PLAN.md' }, context);
  if (reading.type !== 'plan') throw new Error(JSON.stringify(reading.problems));
  const { tasks } = previewPlan(reading.plan);
  expect(tasks.map(({ autoCriteria, dependencies }) => [autoCriteria, dependencies.length])).toEqual([
    [1, 0],
    [1, 1],
  ]);
});
