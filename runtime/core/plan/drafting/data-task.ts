import { type DataMap, type DataNode, entryOf, textOf } from '../data/data-node';
import type { DraftCriterion, DraftFile, DraftReference } from '../draft';
import type { Findings } from '../findings';
import type { PlanLimits, Position } from '../plan';
import { append } from '../text/append';
import { cut } from '../text/cut';
import { quote } from '../text/quote';
import { readCriterion } from '../text/read-criterion';
import { readDuration } from '../text/read-duration';
import { readFiles } from '../text/read-files';
import { statusOf } from '../text/status-words';
import { FIELDS, firstEntry, GATES, isYes, textsOf, textsUnder } from './data-fields';
import { gateOf, isGateKey } from './data-gate';
import type { OrderedTask } from './document-order';
import { newMarkdownTask } from './markdown-task';

/** A task of a JSON or YAML list while the list is still being read. */
export interface DataTask extends OrderedTask {
  /** What it says that it waits on. */
  readonly references: DraftReference[];
  /** It has a field for that, and it is empty. */
  waitsOnNothing?: true;
  /** Its place in the order that priorities give: 1 before 2. */
  rank?: number;
  isOptional?: true;
  phase?: string;
  parent?: string;
}

/** Where a task stands in its document. */
export interface DataPlace {
  /** Number of its group; see `orderByDocument`. */
  readonly section: number;
  readonly phase?: string;
  /** Keys that this format reads by itself, besides those of `FIELDS`. */
  readonly known?: readonly string[];
}

/** Characters after which a criterion is cut; the whole stands in the description then. */
const LONGEST_CRITERION = 3_900;
const READ: ReadonlySet<string> = new Set([...Object.values(FIELDS).flat(), ...Object.values(GATES).flat()]);

/** Reads tasks of JSON and YAML lists under every key that such lists use, and tells which keys it did not read. */
export class DataTaskReader {
  private readonly unread = new Map<string, Position>();

  constructor(
    readonly findings: Findings,
    readonly limits: PlanLimits,
  ) {}

  read(map: DataMap, place: DataPlace): DataTask {
    const known = new Set(place.known);
    for (const { key, where } of map.entries)
      if (!READ.has(key) && !known.has(key) && !this.unread.has(key) && !isGateKey(key)) this.unread.set(key, where);
    const id = textOf(firstEntry(map, FIELDS.id)?.value)?.trim() ?? '';
    const texts = textsUnder(map, FIELDS.description);
    const title = titleOf(map, texts[0]?.text ?? '', id);
    const gate = gateOf(map);
    const rank = Number(textOf(firstEntry(map, FIELDS.priority)?.value)?.replace(/^P(?=\d)/i, '') ?? Number.NaN);
    const phase = textOf(firstEntry(map, FIELDS.phase)?.value) ?? place.phase;
    const task: DataTask = {
      ...newMarkdownTask(id, title, map.where),
      section: place.section,
      isParallel: isYes(firstEntry(map, FIELDS.isParallel)?.value) === true,
      references: [],
      status: this.status(map),
      ...(gate === undefined ? {} : { humanGate: gate }),
      ...(Number.isFinite(rank) ? { rank } : {}),
      ...(phase === undefined || phase.trim() === '' ? {} : { phase: phase.trim() }),
      ...(isYes(firstEntry(map, FIELDS.isOptional)?.value) ? { isOptional: true } : {}),
    };
    for (const { text } of texts) if (text !== title) task.description.push(text, '');
    for (const { text, where } of this.dependencies(map)) this.waitsOn(task, text, where);
    if (task.references.length === 0 && firstEntry(map, FIELDS.dependencies) !== undefined) task.waitsOnNothing = true;
    const command = commandOf(map);
    if (command !== undefined) task.command = command;
    this.criteria(task, map);
    append(task.files, filesOf(map));
    const minutes = this.minutes(map);
    if (minutes !== undefined) task.estimateMinutes = minutes;
    return task;
  }

  /** Adds a dependency as written. */
  waitsOn(task: DataTask, target: string, where: Position): void {
    task.references.push({ target, where });
    task.dependsOn.push({ expression: target, where });
  }

  /** What a task, subtask or group says of its status; nothing means pending. */
  status(map: DataMap): DataTask['status'] {
    const entry = firstEntry(map, FIELDS.status);
    const word = textOf(entry?.value);
    const said = word === undefined ? undefined : statusOf(word);
    if (entry !== undefined && word !== undefined && said === undefined)
      this.findings.note(
        'NOTE_NOT_UNDERSTOOD',
        entry.value.where,
        `${entry.key}: ${quote(word)} is no status that nightshift knows; it counts as pending`,
      );
    const flag = firstEntry(map, FIELDS.isDone);
    const isDone = isYes(flag?.value);
    if (said !== undefined && flag !== undefined && isDone !== undefined && isDone !== (said === 'completed')) {
      this.findings.note(
        'NOTE_PARTS_DISAGREE',
        flag.where,
        `${entry!.key} says ${quote(word!)}, ${flag.key} says ${isDone}; ${entry!.key} is believed`,
      );
    }
    if (said !== undefined) return said;
    if (isDone === true) return 'completed';
    return isYes(firstEntry(map, FIELDS.isStarted)?.value) === true ? 'in_progress' : 'pending';
  }

  /** Says which fields no one read. Once, at the end. */
  noteUnread(): void {
    const [first] = this.unread;
    if (first === undefined) return;
    const names = [...this.unread.keys()].map((key) => quote(key));
    const shown = names.length > 12 ? [...names.slice(0, 12), `and ${names.length - 12} more`] : names;
    this.findings.note('NOTE_FIELDS_LEFT_OUT', first[1], `Fields that are not read: ${shown.join(', ')}`);
  }

  private dependencies(map: DataMap): readonly { readonly text: string; readonly where: Position }[] {
    return FIELDS.dependencies.flatMap((key) => {
      const node = entryOf(map, key)?.value;
      if (node === undefined) return [];
      const isOneText = node.type !== 'list';
      return textsOf(node, ['id', 'task', 'task_id', 'depends_on_id', 'ref', 'target']).flatMap(({ text, where }) =>
        (isOneText ? text.split(/[,;]/) : [text])
          .map((piece) => piece.trim())
          .filter((piece) => piece !== '' && !/^(?:none|n\/a|null|nothing|-|—|无)$/i.test(piece))
          .map((piece) => ({ text: piece, where })),
      );
    });
  }

  private criteria(task: DataTask, map: DataMap): void {
    for (const key of FIELDS.criteria) {
      const node = entryOf(map, key)?.value;
      for (const item of node?.type === 'list' ? node.items : node === undefined ? [] : [node])
        this.criterion(task, item);
    }
  }

  /** Adds a criterion: a text, or a map that says what must hold and by which command. */
  criterion(task: DataTask, node: DataNode): void {
    const read = node.type === 'map' ? criterionOf(node) : textCriterion(node);
    if (read === undefined) return;
    if (read.criterion.length > LONGEST_CRITERION) {
      task.description.push(read.criterion, '');
      this.findings.note(
        'NOTE_SHORTENED',
        node.where,
        'The criterion is long; it is cut, and the whole stands in the description',
      );
      task.criteria.push({ ...read, criterion: `${cut(read.criterion, LONGEST_CRITERION)}…` });
      return;
    }
    task.criteria.push(read);
  }

  private minutes(map: DataMap): number | undefined {
    const minutes = Number(textOf(firstEntry(map, FIELDS.minutes)?.value) ?? Number.NaN);
    if (minutes > 0) return minutes;
    const hours = Number(textOf(firstEntry(map, FIELDS.hours)?.value) ?? Number.NaN);
    if (hours > 0) return hours * 60;
    const entry = firstEntry(map, FIELDS.duration);
    // A bare number has no unit, and `estimate: M` is a size.
    return entry?.value.type === 'text' ? readDuration(String(entry.value.value)) : undefined;
  }
}

/** `run: make test`; a yes or no, a number or a list of steps is none. */
function commandOf(map: DataMap): string | undefined {
  const node = firstEntry(map, FIELDS.command)?.value;
  const text = node?.type === 'text' ? String(node.value).trim() : '';
  return text === '' || /^(?:yes|no|true|false|always|never|once|manual|auto)$/i.test(text) ? undefined : text;
}

function titleOf(map: DataMap, description: string, id: string): string {
  for (const key of FIELDS.title) {
    const text = textOf(entryOf(map, key)?.value)?.trim();
    if (text !== undefined && /[\p{L}\p{N}]/u.test(text)) return text;
  }
  return /[\p{L}\p{N}]/u.test(description) ? firstSentence(description) : id === '' ? 'Untitled' : `Task ${id}`;
}

/** The first sentence or line of a text. */
function firstSentence(text: string): string {
  const line = text.split('\n', 1)[0]!.trim();
  const end = line.slice(0, 200).search(/[.!?] |[。！？]/);
  return end > 10 ? line.slice(0, end) : line;
}

function textCriterion(node: DataNode): DraftCriterion | undefined {
  const text = textOf(node)?.trim();
  if (text === undefined || text === '' || /^(?:none|n\/a|null)$/i.test(text)) return undefined;
  return { ...(text.includes('\n') ? { criterion: text } : readCriterion(text)), where: node.where };
}

function criterionOf(map: DataMap): DraftCriterion | undefined {
  const kind = textOf(firstEntry(map, ['type', 'kind', 'method'])?.value)?.toLowerCase() ?? '';
  if (kind === 'none') return undefined;
  const said = textOf(
    firstEntry(map, [
      'criterion',
      'description',
      'text',
      'title',
      'name',
      'expected',
      'scenario',
      'instructions',
      'statement',
      'then',
    ])?.value,
  );
  const isForPerson = /manual|human|visual|browser/.test(kind);
  const command = isForPerson ? undefined : textOf(firstEntry(map, ['command', 'run', 'cmd', 'script'])?.value)?.trim();
  const words = said?.trim() || command || otherTexts(map);
  if (words === '') return undefined;
  return {
    criterion: words,
    where: map.where,
    ...(command === undefined || command === '' ? {} : { command }),
  };
}

/** `{ type: browser, url, checks: […] }`: all that it says, but for its kind. */
function otherTexts(map: DataMap): string {
  const told = map.entries.filter(({ key }) => !/^(?:type|kind|method)$/.test(key));
  return told.flatMap(({ value }) => textsOf(value).map(({ text }) => text)).join('; ');
}

function filesOf(map: DataMap): readonly DraftFile[] {
  return FIELDS.files.flatMap((key) => {
    const node = entryOf(map, key)?.value;
    if (node === undefined) return [];
    return textsOf(node, ['path', 'file', 'name']).flatMap(({ text, where }) => readFiles(text, where));
  });
}
