import { taskMinutes } from '../../../runtime/core/plan/estimate';
import { previewPlan } from '../../../runtime/core/plan/preview-plan';
import { verifies } from '../../support/verifies';
import { planOf } from './plans';

const diamond = `- [ ] 1. Start (est: 10m)
- [ ] 2. Short (depends: 1) (est: 1m)
- [ ] 3. Long (depends: 1) (est: 30m)
  verify: \`make\`
  verify: it looks good
- [ ] 4. End (depends: 2, 3) (est: 5m)
`;

describe('previewPlan', () => {
  it(`shows tasks, waves and the critical path${verifies('R-5')}`, () => {
    const preview = previewPlan(planOf(diamond));
    expect(preview.waves).toEqual([['task-001'], ['task-002', 'task-003'], ['task-004']]);
    expect(preview.criticalPath).toEqual(['task-001', 'task-003', 'task-004']);
    expect(preview.criticalMinutes).toBe(45);
    expect(preview.tasks[2]).toEqual({
      id: 'task-003',
      originalId: '3',
      title: 'Long',
      status: 'pending',
      wave: 2,
      dependencies: ['task-001'],
      minutes: 30,
      contextTier: 32,
      autoCriteria: 1,
      manualCriteria: 1,
      subtasks: 0,
      onCriticalPath: true,
      agent: 'claude-code',
    });
  });

  it('does not count what is done', () => {
    const preview = previewPlan(planOf(diamond.replace('- [ ] 3', '- [x] 3')));
    expect([preview.criticalPath, preview.criticalMinutes]).toEqual([['task-001', 'task-002', 'task-004'], 16]);
  });
});

describe('estimates', () => {
  it.each<[string, number]>([
    ['- [ ] a\n  run: `make`\n', 32],
    ['- [ ] a\n', 32],
    ['- [ ] a\n  files: a.ts, b.ts, c.ts, d.ts\n', 64],
    [`- [ ] a\n  files: ${Array.from({ length: 20 }, (_, no) => `f${no}.ts`).join(', ')}\n`, 128],
    [`- [ ] a\n${'  - [ ] step\n'.repeat(20)}`, 128],
    [`- [ ] a\n${'  - [ ] step\n'.repeat(60)}`, 200],
    [`- [ ] a\n  context: 128k\n`, 128],
  ])(`choose the smallest tier that holds the task${verifies('R-6')}`, (text, tier) => {
    expect(planOf(text).tasks[0]!.contextTier).toBe(tier);
  });

  it(`sum up minutes of open tasks and tokens of all${verifies('R-3')}`, () => {
    const plan = planOf('- [x] a\n- [ ] b (est: 7m)\n- [ ] c\n  run: `make`\n');
    expect(plan.tasks.map(taskMinutes)).toEqual([10, 7, 2]);
    expect(plan.metadata).toMatchObject({
      estimatedDuration: 9,
      contextBudget: 96_000,
      priority: 'normal',
      created: '2026-01-01T00:00:00.000Z',
    });
  });
});
