import { type DataMap, type DataNode, fieldOf, itemsOf, textOf } from '../../data/data-node';
import type { DraftPlan } from '../../draft';
import { type DataTask, DataTaskReader } from '../../drafting/data-task';
import { finishDataTasks } from '../../drafting/finish-data-tasks';
import type { Findings } from '../../findings';
import type { PlanLimits, Position } from '../../plan';
import { quote } from '../../text/quote';

export interface Issues {
  readonly list: DataNode;
  /** Links that stand in a file of their own. */
  readonly links: readonly DataMap[];
  readonly limits: PlanLimits;
  readonly findings: Findings;
}

/** Kinds of issues that are work for an agent. A person looks at the others first. */
const WORK = new Set([
  'task',
  'feature',
  'bug',
  'epic',
  'chore',
  'story',
  'spike',
  'docs',
  'question',
  'enhancement',
  'test',
  'decision',
]);
/** Kinds of links by which an issue waits on another one. */
const ORDERS = new Set(['blocks', 'blocked-by', 'depends-on', 'conditional-blocks', 'waits-for']);
const KNOWN = ['dependencies', 'issue_type', 'close_reason', 'closed_at', 'created_at', 'updated_at', 'created_by'];

/** Reads issues and their links. Those without links run by priority, 0 first. */
export function readIssues({ list, links, limits, findings }: Issues): DraftPlan {
  const reader = new DataTaskReader(findings, limits);
  const tasks: DataTask[] = [];
  const written: { readonly task: DataTask; readonly map: DataMap }[] = [];
  for (const item of itemsOf(list)) {
    if (item.type !== 'map') {
      findings.note('NOTE_LEFT_OUT', item.where, 'A line is no issue; it is left out');
      continue;
    }
    if (isDeleted(item)) {
      findings.note(
        'NOTE_DELETED',
        item.where,
        `${quote(textOf(fieldOf(item, 'id')) ?? '')} is deleted; it is dropped`,
      );
      continue;
    }
    const task = issueOf(item, reader);
    tasks.push(task);
    for (const link of itemsOf(fieldOf(item, 'dependencies')))
      if (link.type === 'map') written.push({ task, map: link });
      else waitsOn(reader, task, link);
  }
  const byId = new Map(tasks.map((task) => [task.originalId.toLowerCase(), task]));
  for (const map of links) {
    const task = byId.get((textOf(fieldOf(map, 'issue_id')) ?? '').toLowerCase());
    if (task !== undefined) written.push({ task, map });
    else findings.note('NOTE_LEFT_OUT', map.where, 'A link of an issue that is not there is left out');
  }
  const others = new Map<string, Position>();
  for (const { task, map } of written) link(reader, task, map, others);
  for (const [kind, where] of others)
    findings.note('NOTE_RELATED', where, `Links of the kind ${quote(kind)} order no work; they are left out`);
  followParts(tasks, byId, limits.dependenciesPerTask);
  reader.unread.say(findings);
  return {
    title: 'beads',
    source: 'TASK_LIST',
    tasks: finishDataTasks(tasks, { isRanked: true, isGraph: true }, findings),
    where: list.where,
  };
}

function isDeleted(map: DataMap): boolean {
  return (
    textOf(fieldOf(map, 'status'))?.toLowerCase() === 'tombstone' || textOf(fieldOf(map, 'deleted_at')) !== undefined
  );
}

function issueOf(map: DataMap, reader: DataTaskReader): DataTask {
  const links = fieldOf(map, 'dependencies');
  const withoutLinks =
    links === undefined ? map : { ...map, entries: map.entries.filter(({ key }) => key !== 'dependencies') };
  const task = reader.read(withoutLinks, { section: 0, known: KNOWN });
  const kind = textOf(fieldOf(map, 'issue_type'))?.toLowerCase() ?? 'task';
  if (task.humanGate === undefined && !WORK.has(kind)) task.humanGate = `issue_type: ${kind}`;
  return task;
}

/** Hierarchical ids (`bd-a.1`) are not read as links: the file writes those. */
function link(reader: DataTaskReader, task: DataTask, map: DataMap, others: Map<string, Position>): void {
  const target = textOf(fieldOf(map, 'depends_on_id', 'depends_on', 'target', 'id'))?.trim();
  const kind = (textOf(fieldOf(map, 'type', 'dep_type', 'dependency_type')) ?? 'blocks')
    .toLowerCase()
    .replaceAll('_', '-');
  if (target === undefined || target === '') return;
  if (kind === 'parent-child' || kind === 'parent' || kind === 'child-of') task.parent ??= target;
  else if (!ORDERS.has(kind)) others.set(kind, others.get(kind) ?? map.where);
  else if (target.toLowerCase().startsWith('external:')) {
    task.references.push({ target, where: map.where, isExternal: true });
    task.dependsOn.push({ expression: target, where: map.where });
  } else reader.waitsOn(task, target, map.where);
}

function waitsOn(reader: DataTaskReader, task: DataTask, node: DataNode): void {
  const target = textOf(node)?.trim() ?? '';
  if (target !== '') reader.waitsOn(task, target, node.where);
}

/** An epic is done after its parts, and parts start when what their epic waits on is done. */
function followParts(tasks: readonly DataTask[], byId: ReadonlyMap<string, DataTask>, most: number): void {
  const numbers = new Map(tasks.map((task, no) => [task, no]));
  tasks.forEach((task, no) => {
    const parent = task.parent === undefined ? undefined : byId.get(task.parent.toLowerCase());
    if (parent === undefined || parent === task) return;
    parent.follows.push(no);
    for (const { target } of parent.references.slice(0, most)) {
      const other = byId.get(target.toLowerCase());
      if (other !== undefined && other !== task) task.follows.push(numbers.get(other)!);
    }
  });
}
