import type { ExecutionOptions } from '../execution/execution';
import type { ExecutionPlan, ExecutionTask, PlanProblem } from '../plan/plan';
import { nearest } from '../plan/text/nearest';
import { chooseAgent, neededCapabilities } from './choose-agent';
import { commandlessProblems } from './commandless-tasks';

/** Capability of workers whose processes are confined, or whose operator decided that they need not be. */
export const SANDBOX_CAPABILITY = 'sandbox';

/** Of other tasks with the same need. */
const MOST_NAMED = 10;

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
 * What tasks of a plan need and no worker has, or take and the operator has not set up, one problem for each need, at the first
 * task that has it, with how many others have it too: what no worker anywhere could do, a command for the agent `shell`, is one of
 * them. Without any worker nobody can tell what they can do, and the plan waits for one.
 *
 * @param resources - How much there is of each shared resource. Absent: nobody knows.
 */
export function unmetNeeds(
  plan: ExecutionPlan,
  options: Pick<ExecutionOptions, 'agent' | 'origin'>,
  workers: readonly { readonly capabilities: readonly string[] }[],
  resources?: ReadonlyMap<string, number>,
): readonly PlanProblem[] {
  return [
    ...commandlessProblems(plan.tasks, options),
    ...unmetCapabilities(plan, options, workers),
    ...(resources ? unmetResources(plan, resources) : []),
  ];
}

function unmetCapabilities(
  plan: ExecutionPlan,
  options: Pick<ExecutionOptions, 'agent' | 'origin'>,
  workers: readonly { readonly capabilities: readonly string[] }[],
): readonly PlanProblem[] {
  if (workers.length === 0) return [];
  const offered = new Set(workers.flatMap(({ capabilities }) => capabilities));
  const lacking = new Map<string, ExecutionTask[]>();
  for (const task of plan.tasks) {
    if (task.status === 'completed' || task.status === 'skipped') continue;
    for (const need of neededCapabilities(task, options)) {
      if (offered.has(need)) continue;
      const others = lacking.get(need);
      if (others === undefined) lacking.set(need, [task]);
      else others.push(task);
    }
  }
  return [...lacking].map(([need, tasks]) => problemOf(need, tasks, options));
}

function unmetResources(plan: ExecutionPlan, limits: ReadonlyMap<string, number>): readonly PlanProblem[] {
  const problems = new Map<string, PlanProblem>();
  for (const task of plan.tasks) {
    if (task.status === 'completed' || task.status === 'skipped') continue;
    for (const [name, amount] of Object.entries(task.resources ?? {})) {
      const limit = limits.get(name) ?? 0;
      if (limit >= amount || problems.has(name)) continue;
      const meant = limit > 0 ? undefined : nearest(name, limits.keys());
      const step = `${limit > 0 ? 'Say' : 'Add'} ${name}=${amount} in NIGHTSHIFT_RESOURCES and start nightshift again.`;
      problems.set(name, {
        ...task.where,
        code: 'RESOURCE_MISSING',
        message: `${task.id} (${task.title}) takes ${amount === 1 ? name : `${amount} of ${name}`}, and ${limit === 0 ? 'nobody has set that up' : `there are ${limit}`}`,
        path: task.id,
        hint: meant === undefined ? step : `Did you mean ${meant}? Else: ${step}`,
      });
    }
  }
  return [...problems.values()];
}

function problemOf(
  need: string,
  tasks: readonly ExecutionTask[],
  options: Pick<ExecutionOptions, 'agent'>,
): PlanProblem {
  const task = tasks[0]!;
  const isSandbox = need === SANDBOX_CAPABILITY;
  const step = NEXT_STEP[need] ?? `Start a worker with the capability ${need}.`;
  const isUnnamed = need === chooseAgent(task, options) && task.agent === undefined && options.agent === undefined;
  const lacksCommand = isUnnamed && task.command === undefined;
  return {
    ...task.where,
    code: isSandbox ? 'SANDBOX_MISSING' : 'CAPABILITY_MISSING',
    message: isSandbox
      ? 'No worker can confine what it runs, and nothing runs unconfined'
      : `${task.id} (${task.title}) ${lacksCommand ? `has no command, so it needs ${need}` : `needs ${need}`}, and no worker has it${alsoOf(tasks)}`,
    path: task.id,
    hint: lacksCommand ? `${step.slice(0, -1)}, or give the task a command.` : step,
  };
}

/** The others that need the same. */
function alsoOf([, ...others]: readonly ExecutionTask[]): string {
  if (others.length === 0) return '';
  const named = others.slice(0, MOST_NAMED).map(({ id }) => id);
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return `; nor can anybody do ${named.join(', ')}${more}`;
}
