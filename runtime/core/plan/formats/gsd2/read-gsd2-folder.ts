import type { DraftCriterion, DraftPlan, DraftTask } from '../../draft';
import { frontmatterGate } from '../../drafting/frontmatter-gate';
import { compareIds } from '../../drafting/gsd/compare-ids';
import { Findings } from '../../findings';
import { findHumanGate } from '../../gates/find-human-gate';
import type { PlanLimits, Subtask } from '../../plan';
import { append } from '../../text/append';
import { cut } from '../../text/cut';
import { noteFrontmatter } from '../../text/frontmatter';
import { inFile, placeIn } from '../../text/in-file';
import type { PlanDocument } from '../../text/plan-document';
import { draftUnits } from './draft-units';
import { gsd2Kind, placeOf } from './gsd2-files';
import { readTaskPlan } from './task-plan';
import { newUnit, type Unit } from './unit';
import { UnitReader, type Units } from './unit-reader';

interface Slice {
  readonly id: string;
  readonly document?: PlanDocument;
  readonly tasks: readonly DraftTask[];
  readonly criteria: readonly DraftCriterion[];
  readonly title: string;
}

interface Milestone {
  readonly id: string;
  readonly roadmap?: PlanDocument;
  readonly slices: readonly Slice[];
}

/**
 * Reads a folder of GSD-2. With a roadmap, or with several slices, a slice is a task and its tasks are subtasks; of one
 * slice alone, its tasks are the tasks. Milestones follow each other.
 */
export function readGsd2Folder(documents: readonly PlanDocument[], limits: PlanLimits, findings: Findings): DraftPlan {
  const milestones = milestonesOf(documents, limits, findings);
  const isOneSlice =
    milestones.length === 1 && milestones[0]!.roadmap === undefined && milestones[0]!.slices.length === 1;
  const where = { line: 1, column: 1 };
  if (isOneSlice) {
    const [slice] = milestones[0]!.slices;
    return {
      title: slice!.title || slice!.id,
      source: 'ROADMAP',
      tasks: slice!.tasks,
      criteria: slice!.criteria,
      where,
    };
  }
  const tasks: DraftTask[] = [];
  const criteria: DraftCriterion[] = [];
  const titles: string[] = [];
  let ends: readonly number[] = [];
  for (const milestone of milestones) {
    const prefix = milestones.length > 1 && milestone.id !== '' ? `${milestone.id}/` : '';
    const read = sliceTasks(milestone, limits, findings);
    const first = tasks.length;
    const waitedOn = new Set(read.tasks.flatMap((task) => [...task.follows, ...numbersOf(task, read.tasks)]));
    read.tasks.forEach((task) => {
      const isFirst = task.follows.length === 0 && numbersOf(task, read.tasks).length === 0;
      tasks.push({
        ...task,
        originalId: `${prefix}${task.originalId}`,
        aliases: prefix === '' ? task.aliases : [],
        dependencies: task.dependencies.map((on) => ({
          ...on,
          target: on.isExternal ? on.target : `${prefix}${on.target}`,
        })),
        follows: [...task.follows.map((no) => no + first), ...(isFirst ? ends : [])],
      });
    });
    ends = read.tasks.flatMap((_, no) => (waitedOn.has(no) ? [] : [no + first]));
    append(criteria, read.criteria);
    titles.push(read.title);
  }
  return {
    title: cut(titles.join(', '), 200),
    source: 'ROADMAP',
    tasks,
    criteria,
    where,
  };
}

function numbersOf({ dependencies }: DraftTask, tasks: readonly DraftTask[]): readonly number[] {
  const targets = new Set(dependencies.map(({ target }) => target.toLowerCase()));
  return tasks.flatMap(({ originalId }, no) => (targets.has(originalId.toLowerCase()) ? [no] : []));
}

function milestonesOf(
  documents: readonly PlanDocument[],
  limits: PlanLimits,
  findings: Findings,
): readonly Milestone[] {
  const ids = [
    ...new Set(documents.flatMap((each) => (gsd2Kind(each) === undefined ? [] : [placeOf(each).milestone]))),
  ];
  return ids.sort(compareIds).map((id) => {
    const own = documents.filter((document) => placeOf(document).milestone === id);
    const roadmap = own.find((document) => gsd2Kind(document) === 'roadmap');
    const summaries = new Set(own.filter(({ name }) => /-summary\.md$/.test(name)).map(keyOf));
    for (const document of own)
      if (/-summary\.md$/.test(document.name))
        document.ledger.leaveOutAll(document.markdown().lines, 'of a summary, which only says that its unit is done');
    const sliceIds = [
      ...new Set(
        own.flatMap((document) => {
          const kind = gsd2Kind(document);
          return kind === 'slice' || kind === 'task' ? [placeOf(document).slice] : [];
        }),
      ),
    ].sort(compareIds);
    const slices = sliceIds.map((slice) => readSlice(slice, own, summaries, limits, findings));
    return { id, slices, ...(roadmap === undefined ? {} : { roadmap }) };
  });
}

const keyOf = (document: PlanDocument): string => {
  const { slice, task } = placeOf(document);
  return `${slice}/${task}`;
};

/** A slice plan with the task plans beside it. */
function readSlice(
  id: string,
  documents: readonly PlanDocument[],
  summaries: ReadonlySet<string>,
  limits: PlanLimits,
  findings: Findings,
): Slice {
  const own = documents.filter((document) => placeOf(document).slice === id);
  const document = own.find((each) => gsd2Kind(each) === 'slice');
  const found = document === undefined ? undefined : readUnits(document, 'T', findings);
  const units: Unit[] = [...(found?.units ?? [])];
  const files = new Map<Unit, string>(units.map((unit) => [unit, document!.path]));
  for (const plan of own.filter((each) => gsd2Kind(each) === 'task')) {
    const notes = new Findings();
    noteFrontmatter(plan.frontmatter(), notes);
    const unit = readTaskPlan(plan, notes);
    findings.absorb(notes, plan.path);
    const listed = units.find(({ originalId }) => originalId === unit.originalId);
    if (listed === undefined) {
      units.push(unit);
      files.set(unit, plan.path);
    } else enrich(listed, unit, plan.path);
  }
  units.sort((a, b) => (document === undefined ? compareIds(a.originalId, b.originalId) : 0));
  for (const unit of units) if (summaries.has(`${id}/${unit.originalId}`)) unit.status = 'completed';
  const places = units.map((unit) => files.get(unit)!);
  const notes = new Findings();
  const phase = [id, found?.title ?? ''].filter((part) => part !== '').join(': ') || 'Slice';
  const purpose = cut((found?.purpose ?? []).join('\n'), 1_200);
  const tasks = draftUnits({ units, phase, purpose, limits }, notes).map((task, no) => inFile(places[no]!, task));
  findings.absorb(notes, document?.path ?? own[0]!.path);
  const gate = document === undefined ? undefined : frontmatterGate(document.frontmatter().fields);
  return {
    id,
    tasks: gate === undefined ? tasks : tasks.map((task) => ({ ...task, humanGate: task.humanGate || gate })),
    criteria: (found?.criteria ?? []).map((each) => ({ ...each, where: placeIn(document!.path, each.where) })),
    title: found?.title ?? '',
    ...(document === undefined ? {} : { document }),
  };
}

/** What a task's own plan says beyond its line in the slice plan. */
function enrich(listed: Unit, own: Unit, path: string): void {
  listed.description.push(`Its plan: ${path}`, ...own.description);
  append(listed.files, own.files);
  append(
    listed.criteria,
    own.criteria.map((each) => ({ ...each, isExtra: true as const })),
  );
  if (typeof own.humanGate === 'string') listed.humanGate = own.humanGate;
}

function readUnits(document: PlanDocument, kind: 'S' | 'T', findings: Findings): Units {
  const notes = new Findings();
  noteFrontmatter(document.frontmatter(), notes);
  const units = new UnitReader(kind, document.ledger, notes).read(document.markdown().lines);
  findings.absorb(notes, document.path);
  return units;
}

/** The slices of a milestone as tasks; those without a line in the roadmap come last. */
function sliceTasks(
  { id, roadmap, slices }: Milestone,
  limits: PlanLimits,
  findings: Findings,
): { readonly tasks: readonly DraftTask[]; readonly criteria: readonly DraftCriterion[]; readonly title: string } {
  const found = roadmap === undefined ? undefined : readUnits(roadmap, 'S', findings);
  const units: Unit[] = [...(found?.units ?? [])];
  const listed = new Set(units.map(({ originalId }) => originalId));
  const fallback = roadmap?.path ?? slices[0]!.document?.path ?? '';
  for (const { id: slice, title, document } of slices) {
    if (listed.has(slice)) continue;
    units.push(newUnit({ id: slice, title: title || slice }, 'heading', { line: 1, column: 1 }, findings));
    if (roadmap !== undefined)
      findings.note(
        'NOTE_NOT_LISTED',
        placeIn(document?.path ?? fallback, { line: 1, column: 1 }),
        `The slice ${slice} has a plan and stands in no roadmap; it is run last`,
      );
  }
  const notes = new Findings();
  const phase = [id, found?.title ?? ''].filter((part) => part !== '').join(': ') || 'Milestone';
  const purpose = cut((found?.purpose ?? []).join('\n'), 1_200);
  const gate = roadmap === undefined ? undefined : frontmatterGate(roadmap.frontmatter().fields);
  const drafts = draftUnits({ units, phase, purpose, limits }, notes);
  findings.absorb(notes, fallback);
  const tasks = drafts.map((task) => {
    const slice = slices.find((each) => each.id === task.originalId.toUpperCase());
    const file = listed.has(task.originalId) || slice?.document === undefined ? fallback : slice.document.path;
    const placed = inFile(file, task);
    const whole = slice === undefined ? placed : withTasks(openWhereAsked(placed, slice, findings), slice);
    return gate === undefined ? whole : { ...whole, humanGate: whole.humanGate || gate };
  });
  const criteria = (found?.criteria ?? []).map((each) => ({ ...each, where: placeIn(roadmap!.path, each.where) }));
  return { tasks, criteria, title: found?.title || id || 'Milestone' };
}

/** A slice that is marked done, and holds an open task that asks for a person, is open. */
function openWhereAsked(task: DraftTask, { tasks }: Slice, findings: Findings): DraftTask {
  if (task.status !== 'completed') return task;
  const open = tasks.find(
    ({ status, humanGate, title, description }) =>
      status !== 'completed' &&
      status !== 'skipped' &&
      humanGate !== false &&
      (humanGate ?? findHumanGate(title, description)) !== undefined,
  );
  if (open === undefined) return task;
  const message = `${task.originalId} is marked done, and ${open.originalId}, which asks for a person, is not; it counts as open`;
  findings.note('NOTE_STATUS_CONFLICT', task.where, message);
  return { ...task, status: 'pending' };
}

/** A slice with the tasks of its plan; whatever asks a person in one of them asks before the slice. */
function withTasks(task: DraftTask, { id, tasks, criteria, document }: Slice): DraftTask {
  const asked = tasks.flatMap(({ humanGate, title, description }) => {
    const gate = humanGate === undefined ? findHumanGate(title, description) : humanGate;
    return gate === undefined || gate === false ? [] : [`${title}: ${gate}`];
  });
  if (typeof task.humanGate === 'string') asked.unshift(task.humanGate);
  const minutes = tasks.reduce((sum, { estimateMinutes = 0 }) => sum + estimateMinutes, 0);
  const isDone = tasks.length > 0 && tasks.every(({ status }) => status === 'completed');
  const outline = tasks.map(({ originalId, title }) => `${originalId}: ${title}`).join('\n');
  const text = document === undefined ? outline : `Do what ${document.path} says, task by task.\n${outline}`;
  return {
    ...task,
    status:
      isDone && task.status === 'pending' && document !== undefined && task.where.file === document.path
        ? 'completed'
        : task.status,
    description: `${text}\n\n${task.description}`,
    criteria: [...task.criteria, ...tasks.flatMap((each) => each.criteria), ...criteria],
    files: [...task.files, ...tasks.flatMap(({ files }) => files)],
    subtasks: [...task.subtasks, ...tasks.map((each) => partOf(id, each))],
    ...(minutes === 0 ? {} : { estimateMinutes: minutes }),
    ...(asked.length === 0 ? {} : { humanGate: cut([...new Set(asked)].join('; '), 1_500) }),
  };
}

function partOf(slice: string, { originalId, title, status, where }: DraftTask): Subtask {
  return { originalId: `${slice}/${originalId}`, title, isDone: status === 'completed', where };
}
