import { type DataMap, type DataNode, fieldOf, textOf } from '../data/data-node';
import type { Findings } from '../findings';
import { cut } from '../text/cut';
import { quote } from '../text/quote';
import { FIELDS, firstEntry, textsOf } from './data-fields';
import { gateOf } from './data-gate';
import type { DataTask } from './data-task';

/** Keys beside the tasks under which gates stand. */
const LISTS = ['gates', 'human_gates', 'humanGates', 'approval_gates', 'approvalGates', 'approvals', 'checkpoints'];
const BEFORE = ['before', 'blocks', 'task', 'tasks', 'task_id', 'taskId', 'for', 'target', 'targets', 'applies_to'];
const WORDS = ['question', 'message', 'reason', ...FIELDS.description, 'title', 'name', 'approver', 'approvers'];
/** What opens without a person. */
const AUTOMATIC = /^(?:auto\w{0,8}|commands?|ci|tests?|checks?|metrics?|scripts?|quality|lint)$/i;
/** Characters of a question that are kept. */
const LONGEST = 300;

/** What became of the gates that stand in a list beside the tasks. */
export interface ListedGates {
  /** Asked before anything starts: of gates that name no task. */
  readonly ofPlan?: string;
  /** The entries that were read. */
  readonly read: readonly DataNode[];
}

/**
 * Has the tasks wait for a person that a list beside them says so of: `gates: [{ before: t1, type: human }]`. `after: t1`
 * holds for all that wait on t1, and where none does, t1 is judged when it is done. Each is noted. Linear but for a look at
 * all tasks for each gate.
 */
export function applyListedGates(
  root: DataNode | undefined,
  tasks: readonly DataTask[],
  findings: Findings,
): ListedGates {
  const items = LISTS.flatMap((key) => entriesOf(fieldOf(root, key)));
  const gates = items.filter(({ map }) => !isAutomatic(map));
  const unplaced: string[] = [];
  for (const { map, item } of gates) {
    const text = questionOf(map);
    const note = (whom: string): void =>
      findings.note('NOTE_HUMAN_GATE', item.where, `A person is asked ${whom}: the plan says ${quote(text)}`);
    const held = heldBy(map, tasks);
    for (const task of held) {
      task.humanGate ||= text;
      note(`before ${quote(task.title)}`);
    }
    const last = held.length > 0 ? [] : named(tasks, map, ['after']);
    for (const task of last) {
      task.criteria.push({ criterion: text, where: item.where, isExtra: true });
      note(`behind ${quote(task.title)}`);
    }
    if (held.length + last.length > 0) continue;
    unplaced.push(text);
    note('before anything starts');
  }
  const read = gates.map(({ item }) => item);
  return unplaced.length === 0 ? { read } : { read, ofPlan: cut([...new Set(unplaced)].join('; '), LONGEST) };
}

interface Gate {
  readonly map: DataMap;
  readonly item: DataNode;
}

/** Of a map each key is the task before which the gate stands. */
function entriesOf(node: DataNode | undefined): readonly Gate[] {
  if (node?.type === 'list') return node.items.flatMap((item) => (item.type === 'map' ? [{ map: item, item }] : []));
  if (node?.type !== 'map') return [];
  return node.entries.flatMap(({ key, where, value }) => {
    if (value.type !== 'map' && value.type !== 'text') return [];
    const before = { key: 'before', where, value: { type: 'text', where, value: key, source: key } as const };
    const own = value.type === 'map' ? value.entries : [{ key: 'type', where, value }];
    return [{ map: { type: 'map', where, entries: [before, ...own] } as DataMap, item: value }];
  });
}

const heldBy = (map: DataMap, tasks: readonly DataTask[]): readonly DataTask[] => {
  const before = named(tasks, map, BEFORE);
  const after = new Set(named(tasks, map, ['after']).map(({ originalId }) => originalId));
  return [...before, ...tasks.filter(({ references }) => references.some(({ target }) => after.has(target)))];
};

/** The tasks with such an id, title or phase. */
function named(tasks: readonly DataTask[], map: DataMap, keys: readonly string[]): readonly DataTask[] {
  const names = new Set(
    keys.flatMap((key) => {
      const node = fieldOf(map, key);
      return node === undefined ? [] : textsOf(node, ['id', 'task', 'name']).map(({ text }) => text.toLowerCase());
    }),
  );
  if (names.size === 0) return [];
  return tasks.filter(({ originalId, title, phase, status }) =>
    status === 'completed' ? false : [originalId, title, phase ?? ''].some((name) => names.has(name.toLowerCase())),
  );
}

function isAutomatic(map: DataMap): boolean {
  const kind = textOf(fieldOf(map, 'type', 'kind', 'mode'))?.trim() ?? '';
  const isCommand = firstEntry(map, FIELDS.command) !== undefined && kind === '';
  return gateOf(map) === undefined && (AUTOMATIC.test(kind) || isCommand);
}

function questionOf(map: DataMap): string {
  const words = textOf(firstEntry(map, WORDS)?.value)?.trim() ?? '';
  return words === '' ? (gateOf(map) ?? 'A person must approve') : cut(words, LONGEST);
}
