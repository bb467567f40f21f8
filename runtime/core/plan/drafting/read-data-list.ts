import { type DataMap, type DataNode, fieldOf, textOf } from '../data/data-node';
import type { DraftCriterion, DraftPlan } from '../draft';
import type { Findings } from '../findings';
import { lastToRun } from '../last-to-run';
import type { PlanLimits, Position } from '../plan';
import { append } from '../text/append';

import { FIELDS, firstEntry, isYes, textsOf } from './data-fields';
import { gateOfGroup } from './data-gate';
import { askForParts, readParts, subtaskOf } from './data-parts';
import { type DataTask, DataTaskReader } from './data-task';
import { finishDataTasks } from './finish-data-tasks';
import { leaveOutGroup } from './leave-out-group';
import { applyListedGates, type ListedGates } from './listed-gates';
import { newMarkdownTask } from './markdown-task';
import { type DataGroup, orderGroups } from './order-groups';
import { placeOf } from './unread-fields';

export interface DataListSource {
  readonly groups: readonly DataGroup[];
  readonly title: string;
  readonly where: Position;
  /** What the list says of the whole plan. */
  readonly root?: DataNode;
  /** Tasks run by their priorities, not as they stand. */
  readonly isRanked?: boolean;
  /** Keys of this format that hold criteria, besides those that all have. */
  readonly criteriaKeys?: readonly string[];
  /** Keys that the format reads by itself. */
  readonly known?: readonly string[];
  /** Names of the groups, where they are others than those of `groups`. */
  readonly phases?: readonly string[];
  /** Criteria of the whole plan. */
  readonly criteria?: readonly DraftCriterion[];
  readonly limits: PlanLimits;
  readonly findings: Findings;
}

/**
 * A plan from a list of tasks in JSON or YAML. Tasks without an id get their position; a group's criteria are proven by
 * its last task; a group waits on those that it names, else on the one before.
 */
export function readDataList(source: DataListSource): DraftPlan {
  const { groups, findings, limits } = source;
  const reader = new DataTaskReader(findings, limits);
  const tasks: DataTask[] = [];
  const members: number[][] = [];
  for (const [section, group] of groups.entries()) {
    const from = tasks.length;
    for (const item of group.items) {
      const task =
        item.type === 'map' ? readItem(item, section, group, source, reader) : textItem(item, section, group);
      if (task !== undefined) tasks.push(task);
      else findings.note('NOTE_LEFT_OUT', item.where, 'An entry of the list is no task; it is left out');
    }
    const own = tasks.slice(from);
    members.push(own.map((_, at) => from + at));
    for (const map of group.maps ?? []) applyGroup(map, own, reader);
  }
  const listed = applyListedGates(source.root, tasks, findings);
  noteAround(source, listed, reader);
  reader.unread.say(findings);
  // More tasks than are allowed are refused, in whatever order.
  const areGroupsFree = tasks.length <= limits.tasks && orderGroups(groups, members, tasks, findings);
  const isRanked = source.isRanked === true;
  const drafts = finishDataTasks(tasks, { isRanked, areGroupsFree }, findings);
  const named = groups.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const phases = source.phases ?? (named.length > 0 ? [...new Set(named)] : undefined);
  const gate = (source.root?.type === 'map' ? gateOfGroup(source.root) : undefined) ?? listed.ofPlan;
  return {
    title: source.title === '' ? 'Task list' : source.title,
    source: 'TASK_LIST',
    tasks: drafts,
    where: source.where,
    ...(phases === undefined ? {} : { phases }),
    ...(gate === undefined ? {} : { humanGate: gate }),
    ...(source.criteria === undefined || source.criteria.length === 0 ? {} : { criteria: source.criteria }),
  };
}

function readItem(
  map: DataMap,
  section: number,
  group: DataGroup,
  { criteriaKeys = [], known = [] }: DataListSource,
  reader: DataTaskReader,
): DataTask {
  const task = reader.read(map, {
    section,
    known: [...criteriaKeys, ...known],
    ...(group.name === undefined ? {} : { phase: group.name }),
  });
  if (group.name !== undefined) task.phase = group.name;
  for (const key of criteriaKeys) {
    const node = fieldOf(map, key);
    for (const item of node?.type === 'list' ? node.items : []) reader.criterion(task, item);
  }
  append(task.subtasks, askForParts(task, readParts(task, map, reader), reader.findings).map(subtaskOf));
  return task;
}

/** What stands around the tasks and is not read: another list beside theirs, fields of a phase. */
function noteAround(
  { groups, root, criteria = [], known = [] }: DataListSource,
  { read: gates }: ListedGates,
  reader: DataTaskReader,
): void {
  const maps = groups.flatMap((group) => group.maps ?? []);
  const read = new Set([...groups.flatMap(({ items }) => items), ...maps, ...criteria, ...gates].map(placeOf));
  const names = new Set([...AROUND, ...known]);
  const isSeen = new Set<DataNode>();
  for (const map of [...(root?.type === 'map' ? [root] : []), ...maps]) {
    // What a map around others is read for is theirs: `{ "plan": { "steps": … } }`.
    if (!isSeen.has(map)) reader.unread.around(map, names, read);
    isSeen.add(map);
  }
}

/** Fields around tasks that describe the plan. */
const AROUND = ['metadata', 'meta', 'tags', 'project', 'plan', 'depends_on', 'milestone_ids', 'milestoneIds'];

/** A task that is a text only. */
function textItem(node: DataNode, section: number, group: DataGroup): DataTask | undefined {
  const text = textOf(node)?.trim() ?? '';
  if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
  const originalId = /^[A-Za-z]{1,10}-?\d{1,6}[a-z]?$/.test(text) ? text : '';
  return {
    ...newMarkdownTask(originalId, text, node.where),
    section,
    isParallel: false,
    references: [],
    ...(group.name === undefined ? {} : { phase: group.name }),
  };
}

/** What a group says holds for its tasks: that a person is asked, that they are parallel, what must hold at its end. */
function applyGroup(map: DataMap, tasks: readonly DataTask[], reader: DataTaskReader): void {
  const gate = gateOfGroup(map);
  leaveOutGroup(map, tasks, reader.findings);
  const isParallel = isYes(firstEntry(map, FIELDS.isParallel)?.value) === true;
  for (const task of tasks) {
    if (gate !== undefined) task.humanGate ||= gate;
    if (isParallel && !task.isParallel) Object.assign(task, { isParallel });
  }
  const last = lastToRun(tasks);
  if (last === undefined) return;
  for (const key of [...FIELDS.criteria, 'gate']) {
    const node = fieldOf(map, key);
    if (key === 'gate' && fieldOf(node, 'command') === undefined) continue;
    for (const item of node?.type === 'list' ? node.items : node === undefined ? [] : [node])
      reader.criterion(last, item);
  }
}

/** Texts of the whole plan that say what must hold. */
export function planCriteria(node: DataNode | undefined): readonly DraftCriterion[] {
  if (node === undefined) return [];
  return textsOf(node, ['criterion', 'description', 'text', 'title', 'name']).map(({ text, where }) => ({
    criterion: text,
    where,
  }));
}
