import { type DataEntry, type DataMap, entryOf, textOf } from './data/data-node';
import { readJson } from './data/read-json';
import { FIELDS, firstEntry } from './drafting/data-fields';
import { partsIn } from './drafting/data-parts';
import { Findings } from './findings';
import { findTags } from './formats/task-master/find-tags';
import { DEFAULT_PLAN_LIMITS, type ExecutionTask, type PlanLimits, type PlanProblem, type Position } from './plan';
import { isBlank } from './text/is-blank';
import { statusOf } from './text/status-words';

type Status = ExecutionTask['status'];

/** A file of Task Master with other statuses, or why it cannot be written. */
export type StatusWriting =
  | {
      readonly type: 'text';
      /** The same file but for the statuses. */
      readonly text: string;
      /** Ids whose status is another now, in document order. */
      readonly changed: readonly string[];
      /** Ids that the file does not have, or has twice: nothing is written for them. */
      readonly unknown: readonly string[];
    }
  | { readonly type: 'problems'; readonly problems: readonly PlanProblem[]; readonly total: number };

/** Task Master's own words. */
const WORDS: Readonly<Record<Status, string>> = {
  pending: 'pending',
  in_progress: 'in-progress',
  completed: 'done',
  failed: 'blocked',
  skipped: 'cancelled',
};

const START = { line: 1, column: 1 };
const NAME_THE_FILE = 'Name the file that the plan was read from';

/**
 * Writes statuses into the text of a Task Master file, in all three of its shapes: each is one word in another place, and
 * every other character stays, with byte order mark, line ends, indentation and the order of keys. A task without a
 * status gets the field behind its first one, written like that.
 *
 * A word that means the status already stays (`review` is in progress); where a file has a word of its own for it
 * (`completed`), that one is used. Safe to repeat: the second time nothing changes. A file that cannot be read is not
 * written.
 *
 * @param statuses - By original id as the plan has it: `3`, `5.2` for a subtask, `tag/3` in a file of several tags.
 *
 * Cost: linear. Source: R-7.
 */
export function writeTaskMasterStatus(
  text: string,
  statuses: ReadonlyMap<string, Status>,
  limits: PlanLimits = DEFAULT_PLAN_LIMITS,
): StatusWriting {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const body = text.slice(start);
  const findings = new Findings();
  if (isBlank(body)) findings.problem('PLAN_EMPTY', START, 'The file is empty', { hint: NAME_THE_FILE });
  const root = findings.hasProblems ? undefined : readJson(body, limits, findings);
  const tags = root === undefined ? [] : findTags(root);
  if (!findings.hasProblems && tags.length === 0)
    findings.problem('PLAN_SHAPE', START, "This is no tasks.json of Task Master's", { hint: NAME_THE_FILE });
  if (findings.hasProblems) return { type: 'problems', ...findings.report() };

  const places = new Map<string, DataMap | 'twice'>();
  for (const { name, list } of tags) {
    const tag = tags.length > 1 && name !== undefined ? `${name}/` : '';
    place(
      list.items.filter((item) => item.type === 'map'),
      tag,
      places,
    );
  }
  const offsetOf = offsets(body);
  const words = wordsOf(places);
  const edits: Edit[] = [];
  const changed: string[] = [];
  for (const [id, map] of places) {
    const status = statuses.get(id);
    if (status === undefined || map === 'twice') continue;
    const edit = editOf(map, status, words, body, offsetOf);
    if (edit === undefined) continue;
    edits.push(edit);
    changed.push(id);
  }
  const unknown = [...statuses.keys()].filter((id) => (places.get(id) ?? 'twice') === 'twice');
  return { type: 'text', text: text.slice(0, start) + withEdits(body, edits), changed, unknown };
}

/** What stands from `from` to `to` becomes `text`. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Each task and subtask of a list by its original id; a second task of an id is `5#2`, as in the plan. */
function place(tasks: readonly DataMap[], tag: string, places: Map<string, DataMap | 'twice'>): void {
  const copies = new Map<string, number>();
  tasks.forEach((map, no) => {
    const own = textOf(firstEntry(map, FIELDS.id)?.value)?.trim() || String(no + 1);
    let name = `${tag}${own}`;
    let copy = copies.get(own) ?? 1;
    while (places.has(name)) name = `${tag}${own}#${++copy}`;
    copies.set(own, copy);
    places.set(name, map);
  });
  tasks.forEach((map, no) => {
    const own = textOf(firstEntry(map, FIELDS.id)?.value)?.trim() || String(no + 1);
    for (const { node, originalId } of partsIn(map, own)) {
      const name = `${tag}${originalId}`;
      if (node.type === 'map') places.set(name, places.has(name) ? 'twice' : node);
    }
  });
}

/** For each status the word that this file uses: Task Master's own, unless only another one occurs. */
function wordsOf(places: ReadonlyMap<string, DataMap | 'twice'>): ReadonlyMap<Status, string> {
  const seen = new Map<Status, Set<string>>();
  for (const map of places.values()) {
    const word = map === 'twice' ? undefined : textOf(statusEntry(map)?.value);
    const status = word === undefined ? undefined : statusOf(word);
    if (status === undefined || word === undefined) continue;
    seen.set(status, (seen.get(status) ?? new Set()).add(word));
  }
  return new Map(
    (Object.entries(WORDS) as [Status, string][]).map(([status, word]) => {
      const [only, ...others] = seen.get(status) ?? [];
      const isOwn = only !== undefined && others.length === 0 && SYNONYMS.has(only.toLowerCase());
      return [status, isOwn ? only : word];
    }),
  );
}

/** Words that mean the same as Task Master's own, and nothing more. */
const SYNONYMS = new Set([
  'completed',
  'complete',
  'done',
  'todo',
  'to-do',
  'pending',
  'in_progress',
  'in progress',
  'in-progress',
  'canceled',
  'cancelled',
]);

function statusEntry(map: DataMap): DataEntry | undefined {
  return firstEntry(map, FIELDS.status) ?? entryOf(map, 'status') ?? entryOf(map, 'state');
}

function editOf(
  map: DataMap,
  status: Status,
  words: ReadonlyMap<Status, string>,
  body: string,
  offsetOf: (where: Position) => number,
): Edit | undefined {
  const word = JSON.stringify(words.get(status));
  const entry = statusEntry(map);
  if (entry !== undefined) {
    const { value } = entry;
    if (value.type === 'map' || value.type === 'list') return undefined;
    const said = textOf(value);
    if (said !== undefined && statusOf(said) === status) return undefined;
    const from = offsetOf(value.where);
    return { from, to: from + value.source.length, text: word };
  }
  // Without a status it is pending.
  const first = map.entries.find(({ value }) => value.type !== 'map' && value.type !== 'list');
  if (status === 'pending' || first === undefined || first.value.type === 'map' || first.value.type === 'list')
    return undefined;
  const key = offsetOf(first.where);
  const value = offsetOf(first.value.where);
  const end = value + first.value.source.length;
  let before = key;
  while (before > 0 && ' \t\r\n'.includes(body.charAt(before - 1))) before--;
  const colon = body.slice(key + JSON.stringify(first.key).length, value);
  const between = /^\s{0,8}:\s{0,8}$/.test(colon) ? colon : ': ';
  return { from: end, to: end, text: `,${body.slice(before, key)}"status"${between}${word}` };
}

function withEdits(body: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { from, to, text } of edits.toSorted((a, b) => a.from - b.from)) {
    pieces.push(body.slice(at, from), text);
    at = to;
  }
  pieces.push(body.slice(at));
  return pieces.join('');
}

/** The offset of a line and column, as `readJson` counts them. */
function offsets(body: string): (where: Position) => number {
  const starts = [0];
  for (let at = body.indexOf('\n'); at >= 0; at = body.indexOf('\n', at + 1)) starts.push(at + 1);
  return ({ line, column }) => starts[line - 1]! + column - 1;
}
