import type { ExecutionPlan, ExecutionTask, PlanLimits } from '../plan';
import { readPlan } from '../read-plan';
import { type Extras, isNothing, untold } from './roadmap-extras';
import { frontmatterOf, phaseLines, titleLine } from './roadmap-lines';
import { type RoadmapNames, roadmapNames } from './roadmap-names';
import { checklistLine } from './roadmap-words';

/** What is printed may be longer than what may be handed over. */
const NO_LIMITS: PlanLimits = {
  bytes: Number.POSITIVE_INFINITY,
  depth: 64,
  keys: Number.POSITIVE_INFINITY,
  stringLength: Number.POSITIVE_INFINITY,
  aliases: 100,
  tasks: Number.POSITIVE_INFINITY,
  dependenciesPerTask: Number.POSITIVE_INFINITY,
  edges: Number.POSITIVE_INFINITY,
  chain: Number.POSITIVE_INFINITY,
  filesPerTask: Number.POSITIVE_INFINITY,
  titleLength: 200,
  descriptionLength: Number.POSITIVE_INFINITY,
  checksPerTask: Number.POSITIVE_INFINITY,
};

/** How often what is printed is read back: what a line `**Also**` says may change what other lines are heard to say. */
const MOST_READINGS = 5;

/**
 * A plan as GSD's ROADMAP.md: each task a phase, its subtasks the plans of the phase, in GSD's own words as far as they
 * go. What they cannot say stands in a line `**Also**` of its phase. To know what that is, the text is read back: what
 * comes out differently is said there, until nothing does.
 */
export function printRoadmap(plan: ExecutionPlan): string {
  const names = roadmapNames(plan.tasks);
  let rendering: Rendering = { extras: [], hasTitle: true, isOrderSaid: false };
  let text = render(plan, names, rendering);
  for (let reading = 0; reading < MOST_READINGS; reading++) {
    const more = withUntold(rendering, readBack(text, plan), plan, names);
    if (more === undefined) break;
    rendering = more;
    text = render(plan, names, rendering);
  }
  return text;
}

/** The rendering with what was read back differently; undefined where nothing was. */
function withUntold(
  { extras, hasTitle, isOrderSaid }: Rendering,
  read: ExecutionPlan | undefined,
  plan: ExecutionPlan,
  names: RoadmapNames,
): Rendering | undefined {
  const more = plan.tasks.map((task, no) => untold(task, plan, names, read?.tasks[no], read));
  const isTitleRead = !hasTitle || read?.title === plan.title;
  if (isTitleRead && more.every(isNothing)) return undefined;
  // An order that is not the one of the phases is said of all of them: what one says decides what those behind it follow.
  if (!isOrderSaid && more.some(({ impliedDependencies }) => impliedDependencies !== undefined))
    return { extras: [], hasTitle: true, isOrderSaid: true };
  return {
    extras: more.map((each, no) => ({ ...extras[no], ...each })),
    hasTitle: hasTitle && isTitleRead,
    isOrderSaid,
  };
}

interface Rendering {
  readonly extras: readonly Extras[];
  /** The title line is read as the plan's title. */
  readonly hasTitle: boolean;
  /** Each phase says what it waits on, also where that is the phase before it. */
  readonly isOrderSaid: boolean;
}

function render(plan: ExecutionPlan, names: RoadmapNames, { extras, hasTitle, isOrderSaid }: Rendering): string {
  const nameOf = (no: number): string => names.ids[no]!;
  const lines = [
    ...frontmatterOf(plan, hasTitle),
    titleLine(plan),
    '',
    '## Phases',
    '',
    ...plan.tasks.map((task, no) => checklistLine(task, nameOf(no))),
    '',
    '## Phase Details',
    ...plan.tasks.flatMap((task: ExecutionTask, no) => ['', ...phaseLines(task, no, names, extras[no], isOrderSaid)]),
  ];
  return `${lines.join('\n')}\n`;
}

function readBack(text: string, { id, conversationId, metadata }: ExecutionPlan): ExecutionPlan | undefined {
  const { created, priority } = metadata;
  const context = { planId: id, conversationId, created, priority, limits: NO_LIMITS };
  const reading = readPlan({ text, fileName: 'ROADMAP.md', format: 'gsd-roadmap' }, context);
  return reading.type === 'plan' ? reading.plan : undefined;
}
