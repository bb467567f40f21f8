import { asTaskId } from '../../runtime/core/ids';
import type { ExecutionPlan, ExecutionTask, VerificationCriterion } from '../../runtime/core/plan/plan';

export type TaskExtras = Partial<Omit<ExecutionTask, 'id' | 'dependencies'>>;

/**
 * A plan from lines: `'c<a,b'` is task c, which waits on a and b. Every task has a command and one automatic criterion
 * unless `extras` says otherwise.
 */
export function smallPlan(lines: readonly string[], extras: Readonly<Record<string, TaskExtras>> = {}): ExecutionPlan {
  const tasks = lines.map((line, index): ExecutionTask => {
    const [id = '', dependencies = ''] = line.split('<');
    return {
      id: asTaskId(id),
      originalId: id,
      title: `Task ${id}`,
      description: '',
      dependencies: dependencies === '' ? [] : dependencies.split(',').map(asTaskId),
      contextTier: 32,
      status: 'pending',
      where: { line: index + 1, column: 1 },
      files: [],
      command: 'true',
      subtasks: [],
      verification: [auto('c1')],
      ...extras[id],
    };
  });
  return {
    id: '01900000-0000-7000-8000-000000000001',
    conversationId: 'conversation-1',
    source: 'INLINE',
    title: 'Small plan',
    format: 'test',
    notes: [],
    tasks,
    metadata: {
      created: '2026-01-01T00:00:00.000Z',
      estimatedDuration: 10,
      contextBudget: 32_000 * tasks.length,
      priority: 'normal',
    },
  };
}

export const auto = (id: string): VerificationCriterion => ({
  id,
  criterion: `${id} holds`,
  test: 'auto',
  command: 'true',
});
export const manual = (id: string): VerificationCriterion => ({ id, criterion: `${id} is fine`, test: 'manual' });
