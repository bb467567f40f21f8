import type { Findings } from '../../findings';
import { findHumanGate } from '../../gates/find-human-gate';
import type { Position } from '../../plan';
import { at } from '../../text/at';
import { isStruck } from '../../text/is-struck';
import type { Ledger } from '../../text/ledger';
import type { Line } from '../../text/lines';
import type { NumberedText } from '../../text/numbered-text';
import { plainText } from '../../text/plain-text';
import { quote } from '../../text/quote';
import { statusOfMark } from '../../text/status-words';
import { takeMarks } from '../../text/take-marks';
import type { KiroTask } from './finish-kiro-tasks';

/** The numbered parts of all tasks. */
export class TaskParts {
  /** The place of each part in its task, by the task's id and its own. */
  private readonly places = new Map<string, number>();

  constructor(
    private readonly ledger: Ledger,
    private readonly findings: Findings,
  ) {}

  /** Whether the task has a part of this number. */
  has(task: KiroTask, id: string): boolean {
    return this.places.has(`${task.originalId} ${id}`);
  }

  /** A numbered part; its title, when it has been added or says again what one says that is there. */
  add(task: KiroTask, line: Line, numbered: NumberedText): string {
    const { id } = numbered;
    const title = titleOf(numbered) || id;
    const key = `${task.originalId} ${id}`;
    const twin = this.places.get(key) ?? -1;
    const isDone = statusOfMark(line.mark) === 'completed' || isStruck(line.content);
    if (twin >= 0 && task.subtasks[twin]!.title === title) {
      this.ledger.mark(line, 'repeat');
      if (task.subtasks[twin]!.isDone !== isDone) noteConflict(line, id, task.subtasks[twin]!.where, this.findings);
      task.subtasks[twin] = { ...task.subtasks[twin]!, isDone: task.subtasks[twin]!.isDone && isDone };
    } else {
      this.ledger.mark(line, 'subtask');
      const isOptional = numbered.isOptional || line.isOptional;
      const name = twin < 0 ? id : `${id}#2`;
      if (twin >= 0)
        this.findings.note(
          'NOTE_DUPLICATE_ID',
          at(line),
          `The number ${quote(id)} stands twice; here it is read as ${name}`,
        );
      if (twin < 0) this.places.set(key, task.subtasks.length);
      task.subtasks.push({ originalId: name, title, isDone, where: at(line), ...(isOptional ? { isOptional } : {}) });
    }
    gatePart(task, title, isDone);
    return title;
  }
}

/** A part that asks for a person makes its task wait for one. */
export function gatePart(task: KiroTask, title: string, isDone: boolean): void {
  const gate = isDone ? undefined : findHumanGate(title, '');
  if (gate === undefined || task.humanGate !== undefined) return;
  task.humanGate = `A part of it says "${gate}"`;
}

/** Notes that a box that stands twice has two marks. */
export function noteConflict(line: Line, id: string, first: Position | undefined, findings: Findings): void {
  const message = `${quote(id)} has another mark in line ${first?.line ?? 0}; it counts as not done`;
  findings.note('NOTE_STATUS_CONFLICT', at(line), message);
}

/** What a numbered box says, without number and marks. */
export function titleOf({ text }: NumberedText): string {
  return plainText(takeMarks(text).text);
}
