import type { InlineTask } from '../../runtime/app/run-inline';
import type { PlanHandoff } from '../../runtime/app/submit-plan';
import { sha256 } from '../../runtime/core/execution/hash-event';
import { asTaskId } from '../../runtime/core/ids';
import type { ExecutionPlan, ExecutionTask, PlanContext } from '../../runtime/core/plan/plan';
import type { PlanReader } from '../../runtime/ports/plan-reader';
import type { Handoff, Scenario, TaskSpec } from './scenario';

/** What a client sends. */
export type HandoffBody = Omit<PlanHandoff, 'actor' | 'loop'>;

/** The body of hand-off number `no`; its text is that number, and `variant` makes it another body under the same key. */
export function bodyOf({ handoffs }: Scenario, no: number, projectDir: string, variant = ''): HandoffBody {
  const { hasProject, options } = handoffs[no]!;
  return {
    plan: { text: String(no) },
    ...(hasProject ? { project: projectDir } : {}),
    options,
    idempotencyKey: `key-${no}`,
    digest: sha256(`body ${no}${variant}`),
  };
}

/** The task of an inline hand-off. */
export function inlineTaskOf({ handoffs }: Scenario, no: number): InlineTask {
  const [spec] = handoffs[no]!.tasks;
  return {
    title: 'Inline',
    description: '',
    command: 'make it',
    criteria: spec?.proof === 'auto' ? [{ criterion: 'it works', command: 'check it' }] : [],
    key: `inline-${no}`,
    maxAttempts: 2,
  };
}

/** Reads the text of a body: the number of its hand-off. */
export function readerOf({ handoffs }: Scenario): PlanReader {
  return {
    async examine(input, context) {
      const no = Number('text' in input ? input.text : 0);
      const plan = planOf(handoffs[no]!, context);
      return { reading: { type: 'plan', plan }, notes: [], facts: NO_FACTS } as never;
    },
  };
}

const NO_FACTS = {};

function planOf({ tasks }: Handoff, { planId, conversationId, created, priority }: PlanContext): ExecutionPlan {
  return {
    id: planId,
    conversationId,
    source: 'TASK_LIST',
    title: 'A plan',
    format: 'task-list',
    notes: [],
    metadata: { created, estimatedDuration: tasks.length, contextBudget: 32_000, priority },
    tasks: tasks.map(taskOf),
  };
}

function taskOf({ after, files, isGated, proof }: TaskSpec, no: number): ExecutionTask {
  const auto = { id: 'c1', criterion: 'it works', test: 'auto', command: `check ${no}` } as const;
  const manual = { id: 'c2', criterion: 'it looks right', test: 'manual' } as const;
  return {
    id: asTaskId(`task-${no + 1}`),
    title: `Task ${no + 1}`,
    description: '',
    dependencies: after.map((other) => asTaskId(`task-${other + 1}`)),
    contextTier: 32,
    verification: proof === 'auto' ? [auto] : proof === 'manual' ? [manual] : proof === 'both' ? [auto, manual] : [],
    status: 'pending',
    originalId: String(no + 1),
    where: { line: no + 1, column: 1 },
    files,
    subtasks: [],
    estimateMinutes: 1 + (no % 3),
    ...(proof === 'command' ? { command: `do ${no}` } : {}),
    ...(isGated ? { humanGate: 'May it start?' } : {}),
  };
}
