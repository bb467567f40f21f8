import type { DraftTask } from '../../draft';
import { type MarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import type { Findings } from '../../findings';
import { at } from '../../text/at';
import type { Ledger } from '../../text/ledger';
import type { Line } from '../../text/lines';
import { quote } from '../../text/quote';
import { sameText, type TaskLine, taskKey } from './task-line';

export interface SpecTask extends MarkdownTask {
  readonly no: number;
  readonly indent: number;
  /** What tells it from another task with its id. */
  readonly text: string;
  isParallel: boolean;
  phase: string | undefined;
}

/** Shortest text of which a longer one may be the full form. */
const SHORTEST = 12;

/** The tasks of a document, each under an id of its own. */
export class TaskBook {
  readonly tasks: SpecTask[] = [];
  /** The first task of each id, and how many have it. */
  private readonly byKey = new Map<string, { readonly first: SpecTask; count: number }>();
  private readonly byText = new Map<string, SpecTask>();

  constructor(
    private readonly ledger: Ledger,
    private readonly findings: Findings,
  ) {}

  /** Undefined when the line only says again what an earlier one says; that one then has the status of both. */
  add(line: Line, found: TaskLine, status: DraftTask['status'], indent: number): SpecTask | undefined {
    const written = found.id === '' ? `#${this.tasks.length + 1}` : found.id;
    const key = taskKey(written);
    const twins = this.byKey.get(key);
    const text = sameText(found.text);
    const isFull = twins !== undefined && isSame(twins.first.text, text);
    const same = isFull ? twins.first : this.byText.get(`${key} ${text}`);
    if (same !== undefined) {
      this.repeat(line, same, status);
      return undefined;
    }
    const where = at(line);
    const name = twins === undefined ? written : `${written}#${twins.count + 1}`;
    if (twins !== undefined) {
      const message = `The id ${quote(written)} stands in line ${twins.first.where.line} already, for another task; here it is read as ${name}`;
      this.findings.note('NOTE_DUPLICATE_ID', where, message);
    }
    this.ledger.mark(line, 'task');
    const story = found.tags.filter((tag) => tag !== 'P' && tag !== 'PARALLEL');
    const task: SpecTask = {
      ...newMarkdownTask(name, found.text === '' ? written : found.text, where),
      no: this.tasks.length,
      indent,
      text,
      isParallel: story.length < found.tags.length,
      phase: undefined,
      status,
    };
    if (story.length > 0) task.description.push(`Tags: ${story.join(', ')}`);
    this.tasks.push(task);
    if (twins === undefined) this.byKey.set(key, { first: task, count: 1 });
    else twins.count++;
    this.byText.set(`${key} ${text}`, task);
    return task;
  }

  /** The first task with this id, in whatever spelling. */
  find(id: string): SpecTask | undefined {
    return this.byKey.get(taskKey(id))?.first;
  }

  private repeat(line: Line, task: SpecTask, status: DraftTask['status']): void {
    this.ledger.mark(line, 'repeat');
    if (status === task.status) return;
    const isOpen = status !== 'completed' || task.status !== 'completed';
    const message = `${task.originalId} has another status in line ${task.where.line}; it counts as not done`;
    this.findings.note('NOTE_STATUS_CONFLICT', at(line), message);
    if (isOpen && task.status === 'completed') task.status = status;
  }
}

function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= SHORTEST && long.startsWith(short);
}
