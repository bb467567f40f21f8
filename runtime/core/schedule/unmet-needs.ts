import type { ExecutionOptions } from '../execution/execution';
import type { ExecutionPlan, ExecutionTask, PlanProblem } from '../plan/plan';
import { chooseAgent, neededCapabilities } from './choose-agent';

/** Capability of workers whose processes are confined, or whose operator decided that they need not be. */
export const SANDBOX_CAPABILITY = 'sandbox';

/** The next step for whoever runs the workers. */
const NEXT_STEP: Readonly<Record<string, string>> = {
  [SANDBOX_CAPABILITY]:
    "Install bubblewrap on the worker's host (`apt-get install bubblewrap`) and start nightshift again.",
  'claude-code':
    "Install Claude Code on the worker's host (`npm install -g @anthropic-ai/claude-code`), set ANTHROPIC_API_KEY, and start nightshift again; or name another agent.",
  anthropic: 'Set ANTHROPIC_API_KEY and start nightshift again; or name another agent.',
  openai:
    'Set OPENAI_API_KEY (and NIGHTSHIFT_OPENAI_BASE_URL for another server) and start nightshift again; or name another agent.',
};

/**
 * What tasks of a plan need and no worker has, one problem for each need, at the first task that needs it.
 * Empty when there are no workers at all: then nobody can tell, and the plan waits for one.
 */
export function unmetNeeds(
  plan: ExecutionPlan,
  options: Pick<ExecutionOptions, 'agent' | 'origin'>,
  workers: readonly { readonly capabilities: readonly string[] }[],
): readonly PlanProblem[] {
  if (workers.length === 0) return [];
  const offered = new Set(workers.flatMap(({ capabilities }) => capabilities));
  const problems = new Map<string, PlanProblem>();
  for (const task of plan.tasks) {
    if (task.status === 'completed' || task.status === 'skipped') continue;
    for (const need of neededCapabilities(task, options)) {
      if (!offered.has(need) && !problems.has(need)) problems.set(need, problemOf(need, task, options));
    }
  }
  return [...problems.values()];
}

function problemOf(need: string, task: ExecutionTask, options: Pick<ExecutionOptions, 'agent'>): PlanProblem {
  const isSandbox = need === SANDBOX_CAPABILITY;
  const step = NEXT_STEP[need] ?? `Start a worker with the capability ${need}.`;
  const isUnnamed = need === chooseAgent(task, options) && task.agent === undefined && options.agent === undefined;
  const lacksCommand = isUnnamed && task.command === undefined;
  return {
    ...task.where,
    code: isSandbox ? 'SANDBOX_MISSING' : 'CAPABILITY_MISSING',
    message: isSandbox
      ? 'No worker can confine what it runs, and nothing runs unconfined'
      : `${task.id} (${task.title}) ${lacksCommand ? `has no command, so it needs ${need}` : `needs ${need}`}, and no worker has it`,
    path: task.id,
    hint: lacksCommand ? `${step.slice(0, -1)}, or give the task a command.` : step,
  };
}
