import { type DataMap, type DataNode, entryOf, textOf } from '../data/data-node';
import type { DraftFile, DraftReference } from '../draft';
import type { Findings } from '../findings';
import type { PlanLimits, Position } from '../plan';
import { append } from '../text/append';
import { cut } from '../text/cut';
import { quote } from '../text/quote';
import { readDuration } from '../text/read-duration';
import { readFiles } from '../text/read-files';
import { statusOf } from '../text/status-words';
import { readDataCriterion } from './data-criterion';
import { dependenciesIn } from './data-dependencies';
import { FIELDS, firstEntry, isYes, textsOf, textsUnder } from './data-fields';
import { gateOfTask } from './data-gate';
import { idIn, moreTitles, titleOf } from './data-title';
import type { OrderedTask } from './document-order';
import { newMarkdownTask } from './markdown-task';
import { UnreadFields } from './unread-fields';

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
  /** It is part of a task. */
  readonly isPart?: true;
}

const BROKEN = 'PLAN_SYNTAX';
/** Characters after which a criterion is cut; the whole stands in the description then. */
const LONGEST_CRITERION = 3_900;

/** Reads tasks of JSON and YAML lists under every key that such lists use, and tells which keys it did not read. */
export class DataTaskReader {
  readonly unread = new UnreadFields();

  constructor(
    readonly findings: Findings,
    readonly limits: PlanLimits,
  ) {}

  read(map: DataMap, place: DataPlace): DataTask {
    this.unread.ofTask(map, new Set(place.known));
    const id = idIn(map);
    const texts = textsUnder(map, FIELDS.description);
    const status = this.status(map);
    const title = titleOf(map, texts[0]?.text ?? '', id) ?? this.nameless(map, id, status, place);
    const gate = gateOfTask(map);
    const rank = Number(textOf(firstEntry(map, FIELDS.priority)?.value)?.replace(/^P(?=\d)/i, '') ?? Number.NaN);
    const phase = textOf(firstEntry(map, FIELDS.phase)?.value) ?? place.phase;
    const task: DataTask = {
      ...newMarkdownTask(id, title, map.where),
      section: place.section,
      isParallel: isYes(firstEntry(map, FIELDS.isParallel)?.value) === true,
      references: [],
      status,
      ...(gate === undefined ? {} : { humanGate: gate }),
      ...(Number.isFinite(rank) ? { rank } : {}),
      ...(phase === undefined || phase.trim() === '' ? {} : { phase: phase.trim() }),
      ...(isYes(firstEntry(map, FIELDS.isOptional)?.value) ? { isOptional: true } : {}),
    };
    for (const { text } of [...moreTitles(map), ...texts])
      if (text !== title && text !== id) task.description.push(text, '');
    for (const { text, where } of dependenciesIn(map)) this.waitsOn(task, text, where);
    if (task.references.length === 0 && firstEntry(map, FIELDS.dependencies) !== undefined) task.waitsOnNothing = true;
    const command = commandOf(map);
    if (command !== undefined) task.command = command;
    this.criteria(task, map);
    append(task.files, filesOf(map));
    const minutes = this.minutes(map);
    if (minutes !== undefined) task.estimateMinutes = minutes;
    return task;
  }

  /** Nobody can do a task that says nothing; one that is done, or part of another, need not say it. */
  private nameless(map: DataMap, id: string, status: DataTask['status'], { isPart }: DataPlace): string {
    // Of a text that is broken nobody knows what it says.
    if (isPart !== true && !this.findings.hasProblemOf([BROKEN]) && status !== 'completed' && status !== 'skipped')
      this.findings.problem('PLAN_MISSING_FIELD', map.where, 'The task does not say what is to be done', {
        hint: 'Add a title, or a description',
      });
    return id === '' ? 'Untitled' : `Task ${id}`;
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

  private criteria(task: DataTask, map: DataMap): void {
    for (const key of FIELDS.criteria) {
      const node = entryOf(map, key)?.value;
      for (const item of node?.type === 'list' ? node.items : node === undefined ? [] : [node])
        this.criterion(task, item);
    }
  }

  /** Adds a criterion: a text, or a map that says what must hold and by which command. */
  criterion(task: DataTask, node: DataNode): void {
    const read = readDataCriterion(node);
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
    if (entry?.value.type !== 'text') return undefined;
    const text = String(entry.value.value).trim();
    const read = readDuration(text);
    if (read === undefined && text !== '' && !SIZE.test(text))
      this.findings.note(
        'NOTE_NOT_UNDERSTOOD',
        entry.value.where,
        `${entry.key}: ${quote(cut(text, 200))} is no duration (45m, 1.5h, 2d); it is left out`,
      );
    return read;
  }
}

/** A size, or that there is none. */
const SIZE =
  /^(?:x{0,3}[sl]|m|small|medium|large|low|high|tiny|huge|trivial|easy|hard|tbd|n\/a|none|unknown|null|[-–—?]|\d{1,3} ?(?:sp|pts?|points?|story points?))$/i;

/** `run: make test`; a yes or no, a number or a list of steps is none. */
function commandOf(map: DataMap): string | undefined {
  const node = firstEntry(map, FIELDS.command)?.value;
  const text = node?.type === 'text' ? String(node.value).trim() : '';
  return text === '' || /^(?:yes|no|true|false|always|never|once|manual|auto)$/i.test(text) ? undefined : text;
}

function filesOf(map: DataMap): readonly DraftFile[] {
  return FIELDS.files.flatMap((key) => {
    const node = entryOf(map, key)?.value;
    if (node === undefined) return [];
    return textsOf(node, ['path', 'file', 'name']).flatMap(({ text, where }) => readFiles(text, where));
  });
}
