import { randomUUID } from 'node:crypto';
import { asTaskId } from '../../../runtime/core/ids';
import type { ExecutionPlan, ExecutionTask } from '../../../runtime/core/plan/plan';

/** A plan of no-op tasks; `dependenciesOf` names those that a task waits on, by number. */
export function noopPlan(size: number, dependenciesOf: (no: number) => readonly number[]): ExecutionPlan {
  const ids = Array.from({ length: size }, (_, no) => asTaskId(`task-${String(no + 1).padStart(3, '0')}`));
  const tasks = ids.map(
    (id, no): ExecutionTask => ({
      id,
      originalId: String(no + 1),
      title: `Task ${no + 1}`,
      description: '',
      dependencies: dependenciesOf(no).map((dependency) => ids[dependency]!),
      contextTier: 32,
      status: 'pending',
      where: { line: no + 1, column: 1 },
      files: [],
      command: 'true',
      subtasks: [],
      verification: [],
    }),
  );
  return {
    id: randomUUID(),
    conversationId: randomUUID(),
    source: 'INLINE',
    title: `${size} tasks`,
    format: 'bench',
    notes: [],
    tasks,
    metadata: { created: '2026-01-01T00:00:00.000Z', estimatedDuration: 1, contextBudget: 32_000, priority: 'normal' },
  };
}

export const independent = (size: number): ExecutionPlan => noopPlan(size, () => []);
export const chain = (size: number): ExecutionPlan => noopPlan(size, (no) => (no === 0 ? [] : [no - 1]));

/** Layers of 1,000 tasks; each task waits on three of the layer before. */
export function layered(size: number): ExecutionPlan {
  const width = Math.min(1_000, Math.max(1, Math.floor(size / 10)));
  let seed = 7;
  const draw = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed % width;
  };
  return noopPlan(size, (no) => {
    const layer = Math.floor(no / width);
    if (layer === 0) return [];
    const first = (layer - 1) * width;
    return [...new Set([first + draw(), first + draw(), first + draw()])];
  });
}
