import type { DraftTask } from '../../draft';
import { applyMarks } from '../../drafting/apply-marks';
import type { Placed } from '../../drafting/document-order';
import type { OpenTask } from '../../drafting/markdown-task';
import { settleStanding, strikeOut } from '../../drafting/settle-standings';
import type { Findings } from '../../findings';
import type { Position, Subtask } from '../../plan';
import { at } from '../../text/at';
import { holdByMark, isHoldingMark } from '../../text/held-status';
import { isStruck } from '../../text/is-struck';
import { leadingId, mayHaveId } from '../../text/leading-id';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import { isDoneMark } from '../../text/status-words';
import { takeMarks } from '../../text/take-marks';
import { BRACKET, MARK, type Traits, traitsOf } from '../../text/traits';

const NONE: readonly never[] = [];

/** A box as a task. There may be a million of them, most without any list: all have one shape, and the empty list is one. */
export class BoxTask implements OpenTask, Placed {
  aliases: OpenTask['aliases'] = NONE;
  description: OpenTask['description'] = NONE;
  dependsOn: OpenTask['dependsOn'] = NONE;
  criteria: OpenTask['criteria'] = NONE;
  files: OpenTask['files'] = NONE;
  subtasks: OpenTask['subtasks'] = NONE;
  follows: OpenTask['follows'] = NONE;
  /** What it becomes when it is finished. */
  readonly dependencies: DraftTask['dependencies'] = NONE;
  status: DraftTask['status'] = 'pending';
  traits: Traits;
  declare phase?: string;
  declare isOptional?: true;
  declare humanGate?: string | false;
  declare estimateMinutes?: number;

  constructor(
    public originalId: string,
    public title: string,
    readonly where: Position,
    readonly section: number,
    readonly isParallel: boolean,
    readonly indent: number,
    traits?: Traits,
  ) {
    this.traits = traitsOf(title, traits);
  }
}

/** Where a box stands. */
export interface Place {
  /** Tasks of one section follow each other. */
  readonly section: number;
  readonly phase: string | undefined;
  /** What the section says of all its tasks: `Done`, `进行中`. */
  readonly status: DraftTask['status'] | undefined;
  readonly gate: string | undefined;
}

const OPTIONAL = /\(optional\)/i;

/** A box as a task, with what its own line says. */
export function boxTask(line: Line, place: Place, findings: Findings): BoxTask {
  const { id, text } = mayHaveId(line) ? leadingId(line) : { id: undefined, text: line.content };
  const traits = traitsOf(text, line.traits);
  const marked = traits.may(BRACKET) ? takeMarks(text) : undefined;
  // A title that is nothing but fields stays as it is written.
  const title = traits.may(BRACKET | MARK) ? plainText(marked?.text ?? text) || plainText(text) : text.trim();
  const task = new BoxTask(id ?? '', title, at(line), place.section, marked?.isParallel === true, line.indent, traits);
  if (place.phase !== undefined) task.phase = place.phase;
  if (line.isOptional || (traits.may(BRACKET) && OPTIONAL.test(line.content))) task.isOptional = true;
  if (isTicked(line)) task.status = 'completed';
  else if (isStruck(line.content)) strikeOut(task, line.content, findings);
  else if (isDropped(line)) settleStanding(task, { said: '❌', means: 'skipped' }, findings);
  else if (line.mark === '-' || line.mark === '/') task.status = 'in_progress';
  else if (isHoldingMark(line.mark))
    findings.note('NOTE_HUMAN_GATE', at(line), `A person is asked before it, for it is marked [${line.mark}]`);
  else if (line.mark !== ' ') findings.note('NOTE_NOT_UNDERSTOOD', at(line), `The mark [${line.mark}] is read as open`);
  bySection(task, place.status, line, findings);
  if (marked !== undefined) applyMarks(task, marked, task.where, findings);
  if (place.gate !== undefined) task.humanGate ??= place.gate;
  holdByMark(task, line.mark);
  return task;
}

/** `- [-] Lid ❌ 2026-01-09`: Obsidian's way to say that it was cancelled. */
function isDropped({ mark, content }: Line): boolean {
  return mark === '-' && content.includes('❌') && /❌ ?\d{4}-\d\d-\d\d/.test(content);
}

/** Where sections are columns of a board, the column says how far a task is, also when its box says otherwise. */
function bySection(task: BoxTask, status: Place['status'], line: Line, findings: Findings): void {
  if (status === undefined || status === task.status) return;
  const isConflict = isTicked(line) || (status === 'completed' && line.mark === ' ');
  if (isConflict)
    findings.note(
      'NOTE_STATUS_CONFLICT',
      at(line),
      `The section says ${status}, the box says ${task.status}; the section counts`,
    );
  task.status = status;
}

/** A box as a part of a task. */
export function boxSubtask(line: Line): Subtask {
  const { id, text } = leadingId(line);
  return {
    originalId: id ?? '',
    title: plainText(text),
    isDone: isTicked(line) || isStruck(line.content),
    ...(line.isOptional ? { isOptional: true } : {}),
    where: at(line),
  };
}

export function isTicked(line: Line): boolean {
  return isDoneMark(line.mark);
}
