import { counted } from '../../../counted';
import { type DataMap, type DataNode, fieldOf, itemsOf, textOf } from '../../data/data-node';
import type { DraftPlan } from '../../draft';
import { FIELDS, textsUnder } from '../../drafting/data-fields';
import { gateOf, gateOfGroup } from '../../drafting/data-gate';
import { follow, followAll } from '../../drafting/follow-all';
import { leaveOutGroup } from '../../drafting/leave-out-group';
import { finishMarkdownTask, type MarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import type { Findings } from '../../findings';
import type { PlanLimits, Position } from '../../plan';
import { append } from '../../text/append';
import { quote } from '../../text/quote';
import { statusOf } from '../../text/status-words';
import { type Entry, entriesOf, itemsIn, type Named, namesIn, numbers, withoutOrder } from './batches';
import { askedByGate, withoutGate } from './gates';

/** Tasks up to which what waits on a group is written of each; of more, one waits, and the others wait for that one. */
const MOST_WRITTEN = 32;

interface BatchTask extends MarkdownTask {
  readonly phase: string;
  readonly isParallel: boolean;
  readonly on: { readonly target: string; readonly where: Position }[];
}

/** A phase or batch by what others call it: the numbers of its tasks. */
type Groups = Map<string, readonly number[]>;

/** Reads phases of batches of tasks. What waits on a phase or batch waits on each of its tasks. */
export class ExecutionReader {
  private readonly tasks: BatchTask[] = [];
  private readonly groups: Groups = new Map();
  private readonly ids = new Set<string>();
  private readonly phases: string[] = [];
  private readonly waiting: { readonly tasks: readonly number[]; readonly target: string; readonly where: Position }[] =
    [];

  constructor(
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
  ) {}

  read(root: DataNode, name: string): DraftPlan {
    let before: readonly number[] = [];
    for (const { key, value } of entriesOf(fieldOf(root, 'phases'))) {
      const phase = textOf(fieldOf(value, 'name', 'title')) ?? key;
      this.phases.push(phase);
      const first = this.tasks.length;
      const on = namesIn(value);
      let last = on.length > 0 ? [] : before;
      // Tasks that stand in the phase itself are a batch of their own.
      for (const batch of [
        ...(itemsIn(value).length > 0 ? [{ key, value: withoutOrder(value) }] : []),
        ...entriesOf(fieldOf(value, 'batches')),
      ])
        last = this.batch(batch, phase, last, on);
      const all = numbers(first, this.tasks.length);
      this.group(value, all);
      for (const id of [key, textOf(fieldOf(value, 'id')), phase])
        if (id !== undefined) this.groups.set(id.toLowerCase(), all);
      if (all.length > 0) before = last;
    }
    this.settle();
    const where = root.where;
    const implied = this.tasks.filter(({ follows }) => follows.length > 0).length;
    if (implied > 0)
      this.findings.note(
        'NOTE_DOCUMENT_ORDER',
        where,
        `${counted(implied, 'task follows', 'tasks follow')} the batch before`,
      );
    return {
      title: textOf(fieldOf(root, 'feature', 'name', 'title')) ?? (name || 'Execution'),
      source: 'TASK_LIST',
      where,
      ...(root.type === 'map' ? planGate(root) : {}),
      phases: this.phases,
      tasks: this.tasks.map(({ on, isParallel, phase, ...task }) => ({
        ...finishMarkdownTask(task, on),
        phase,
        ...(isParallel ? { isParallel: true as const } : {}),
      })),
    };
  }

  /** The numbers that what comes next waits on. */
  private batch(
    { key, value }: Entry,
    phase: string,
    before: readonly number[],
    phaseOn: readonly Named[],
  ): readonly number[] {
    const isParallel = textOf(fieldOf(value, 'parallel')) === 'true';
    const items = itemsIn(value);
    const first = this.tasks.length;
    for (const item of items.length > 0 ? items : [value])
      this.task(item, phase, isParallel, items.length > 0 ? undefined : key);
    const all = numbers(first, this.tasks.length);
    const own = namesIn(value);
    const starts = isParallel ? all : all.slice(0, 1);
    for (const { target, where } of [...own, ...phaseOn]) this.waiting.push({ tasks: starts, target, where });
    if (own.length === 0) followAll(this.tasks, starts, before);
    if (!isParallel) for (const no of all.slice(1)) this.tasks[no]!.follows.push(no - 1);
    this.group(value, all);
    for (const id of [key, textOf(fieldOf(value, 'id', 'name'))])
      if (id !== undefined && id !== '') this.groups.set(id.toLowerCase(), all);
    return isParallel ? all : all.slice(-1);
  }

  private task(node: DataNode, phase: string, isParallel: boolean, batch: string | undefined): void {
    const text = textOf(node);
    const written = text === undefined ? textOf(fieldOf(node, 'id', 'task', 'task_id')) : /^\S{1,40}/.exec(text)?.[0];
    const id = batch ?? written ?? `#${this.tasks.length + 1}`;
    const title = text ?? textOf(fieldOf(node, 'title', 'description', 'name')) ?? id;
    const isTaken = this.ids.has(id);
    this.ids.add(id);
    if (isTaken)
      this.findings.note('NOTE_DUPLICATE_ID', node.where, `The id ${quote(id)} stands in an earlier batch already`);
    const base = newMarkdownTask(isTaken ? `${id}#${this.tasks.length + 1}` : id, title, node.where);
    const task: BatchTask = { ...base, phase, isParallel, on: [] };
    const status = textOf(fieldOf(node, 'status'));
    if (status !== undefined) task.status = statusOf(status) ?? 'pending';
    if (node.type === 'map') {
      const asked = batch === undefined ? (askedByGate(node, [task]) ?? gateOf(withoutGate(node))) : undefined;
      if (asked !== undefined) task.humanGate = asked;
      for (const { text: said } of textsUnder(node, FIELDS.description))
        if (said !== title) task.description.push(said, '');
    }
    for (const file of itemsOf(fieldOf(node, 'files', 'paths'))) {
      const path = textOf(file);
      if (path !== undefined) task.files.push({ path, where: file.where });
    }
    const no = this.tasks.length;
    if (batch === undefined)
      for (const { target, where } of namesIn(node)) this.waiting.push({ tasks: [no], target, where });
    this.tasks.push(task);
    if (!this.groups.has(id.toLowerCase())) this.groups.set(id.toLowerCase(), [no]);
  }

  /** What a phase or batch says of its tasks. */
  private group(node: DataNode, nos: readonly number[]): void {
    if (node.type !== 'map' || nos.length === 0) return;
    const tasks = nos.map((no) => this.tasks[no]!);
    const asked = askedByGate(node, tasks) ?? gateOfGroup(withoutGate(node));
    if (asked !== undefined) for (const task of tasks) task.humanGate ??= asked;
    leaveOutGroup(node, tasks, this.findings);
  }

  private settle(): void {
    for (const { tasks, target, where } of this.waiting) {
      const on = this.groups.get(target.toLowerCase());
      const isMuch = on !== undefined && on.length > Math.min(MOST_WRITTEN, this.limits.dependenciesPerTask);
      if (isMuch)
        followAll(
          this.tasks,
          tasks.filter((no) => !on.includes(no)),
          on,
        );
      else for (const no of tasks) this.waitsOn(no, on, target, where);
    }
  }

  private waitsOn(no: number, on: readonly number[] | undefined, target: string, where: Position): void {
    const task = this.tasks[no]!;
    const others = on?.filter((other) => other !== no) ?? [];
    if (on === undefined) task.on.push({ target, where });
    else if (others.length + task.on.length > this.limits.dependenciesPerTask) follow(task, others);
    else
      append(
        task.on,
        others.map((other) => ({ target: this.tasks[other]!.originalId, where })),
      );
  }
}

function planGate(root: DataMap): Pick<DraftPlan, 'humanGate'> {
  const humanGate = gateOfGroup(root);
  return humanGate === undefined ? {} : { humanGate };
}
