import { added } from '../../drafting/markdown-task';
import { plain } from '../../drafting/phase-list';
import type { Findings } from '../../findings';
import type { Position } from '../../plan';
import { at } from '../../text/at';
import { leadingId, mayHaveId } from '../../text/leading-id';
import type { Line } from '../../text/lines';
import { numberedTitle } from '../../text/numbered-title';
import type { Section } from '../../text/outline';
import { plainText } from '../../text/plain-text';
import { quote } from '../../text/quote';
import { type BoxTask, isTicked } from './box-task';
import { isOwnId, repeatedBoxes } from './same-list-twice';

/** A heading `Step 3: Boil` above boxes of its own. */
interface NumberedHeading {
  readonly title: string;
  boxes: number;
}

/** Knows which work was named already, so that what names it again is no other work. */
export class KnownWork {
  private readonly byId = new Map<string, BoxTask>();
  private readonly byLine = new Map<number, BoxTask>();
  private readonly headings = new Map<string, NumberedHeading>();
  private lastHeading: NumberedHeading | undefined;
  private readonly repeats: ReadonlyMap<number, number>;

  constructor(
    sections: readonly Section[],
    private readonly findings: Findings,
  ) {
    this.repeats = repeatedBoxes(sections);
  }

  /** The task that a heading `Step 3: Boil` names again. */
  heading(text: string): BoxTask | undefined {
    this.lastHeading = undefined;
    const found = numberedTitle(text);
    if (found === undefined || found.title === '') return undefined;
    const task = this.byId.get(found.id.toLowerCase());
    if (task !== undefined && isSame(task.title, found.title)) return task;
    this.lastHeading = { title: found.title, boxes: 0 };
    this.headings.set(found.id.toLowerCase(), this.lastHeading);
    return undefined;
  }

  add(line: Line, task: BoxTask): void {
    if (this.lastHeading !== undefined) this.lastHeading.boxes++;
    const id = task.originalId.toLowerCase();
    if (id !== '' && !this.byId.has(id)) this.byId.set(id, task);
    if (this.repeats.size > 0) this.byLine.set(line.no, task);
  }

  /** A list that stands a second time, or sums up headings whose boxes are the tasks. When marks differ, it is open. */
  isRepeat(line: Line): boolean {
    const first = this.repeats.get(line.no);
    const task = first === undefined ? undefined : this.byLine.get(first);
    if (task === undefined) return this.sumsUp(line);
    this.settleMarks(task, isTicked(line), at(line));
    return true;
  }

  /** The task that has the same id and title: one line that stands twice is one task. When marks differ, it is open. */
  sameAs(task: BoxTask): BoxTask | undefined {
    if (task.originalId === '' || !isOwnId(task.originalId)) return undefined;
    const first = this.byId.get(task.originalId.toLowerCase());
    if (first === undefined || plain(first.title) !== plain(task.title)) return undefined;
    this.settleMarks(first, task.status === 'completed', task.where);
    for (const said of task.dependsOn) first.dependsOn = added(first.dependsOn, said);
    return first;
  }

  private settleMarks(task: BoxTask, isDone: boolean, where: Position): void {
    if ((task.status === 'completed') === isDone) return;
    this.findings.note(
      'NOTE_STATUS_CONFLICT',
      where,
      `${quote(task.title)} is marked otherwise in line ${task.where.line}; it counts as open`,
    );
    if (task.status === 'completed') task.status = 'pending';
  }

  private sumsUp(line: Line): boolean {
    if (this.headings.size === 0 || !mayHaveId(line)) return false;
    const { id, text } = leadingId(line);
    const heading = id === undefined ? undefined : this.headings.get(id.toLowerCase());
    return heading !== undefined && heading.boxes > 0 && isSame(plainText(text), heading.title);
  }
}

/** Two titles of one thing: equal, or one is the beginning of the other. */
function isSame(a: string, b: string): boolean {
  const [one, other] = [plain(a), plain(b)];
  return one !== '' && other !== '' && (one.startsWith(other) || other.startsWith(one));
}
