import type { Findings } from '../findings';
import { findHumanGate } from '../gates/find-human-gate';
import { gateField } from '../gates/gate-field';
import { at } from '../text/at';
import type { Line } from '../text/lines';
import { plainText } from '../text/plain-text';
import { quote } from '../text/quote';
import { headingStanding } from '../text/take-standing';
import { manualGate } from './manual-gate';
import type { OpenTask } from './markdown-task';
import { OpenGates } from './open-gates';
import { settleStanding } from './settle-standings';

/**
 * Keeps what the prose of a document says about people who must say yes: it holds for all tasks that stand later in the
 * same section, for those of the next one where none does, and above the first heading for the whole plan.
 */
export class RunningGates {
  /** Words above the first heading. */
  private above: string | undefined;
  private readonly open = new OpenGates();
  /** Asked, and no task came behind yet. */
  private pending: { readonly line: Line; readonly gate: string; readonly isField: boolean }[] = [];

  /** Headings that say that nothing below them is to be done, outermost first. */
  private readonly leftOut: { readonly level: number; readonly said: string }[] = [];

  constructor(private readonly findings: Findings) {}

  /** What is said above a task that stands here holds for it: it is not run, or a person is asked before it. */
  hold(task: OpenTask): void {
    const asked = this.before();
    if (asked !== undefined) task.humanGate ??= asked;
    const said = this.leftOut.at(-1)?.said;
    if (said !== undefined && task.status !== 'completed' && task.status !== 'skipped')
      settleStanding(task, { said, means: 'skipped' }, this.findings);
  }

  /** What is asked before anything starts; sentences that no task heard come from `unheard-gates.ts`. */
  get planGate(): string | undefined {
    return this.above ?? this.pending.find(({ isField }) => isField)?.gate;
  }

  /** What a person is asked before a task that stands here. */
  before(): string | undefined {
    const gate = this.open.before();
    if (gate !== undefined && this.pending.length > 0) this.note(gate);
    return gate;
  }

  heading(line: Line): void {
    this.open.enter(line.level);
    while (this.leftOut.length > 0 && this.leftOut.at(-1)!.level >= line.level) this.leftOut.pop();
    const standing = line.level < 2 ? undefined : headingStanding(plainText(line.content));
    if (standing?.means === 'skipped') this.leftOut.push({ level: line.level, said: standing.said });
    const byHand = line.level < 2 ? undefined : manualGate(plainText(line.content));
    if (byHand !== undefined && this.open.ask(byHand)) this.pending.push({ line, gate: byHand, isField: false });
    else this.look(line, standing?.means === 'held' ? `The plan says "${standing.said}"` : undefined);
  }

  /** A line that is neither a heading nor about one task; `words`: only these of it. */
  prose(line: Line, words?: string): void {
    const said = words === undefined ? gateField(line.content) : undefined;
    if (said !== false) this.look(line, said, words);
  }

  private look(line: Line, said: string | undefined, words = line.content): void {
    const gate = said ?? findHumanGate('', words.slice(0, 2_000));
    if (gate === undefined) return;
    if (!this.open.ask(gate, true)) {
      this.above ??= gate;
      return;
    }
    this.pending.push({ line, gate, isField: said !== undefined });
  }

  /** Notes what is asked before a task; what no task hears is asked before all (`unheard-gates.ts`). */
  private note(heard: string): void {
    this.pending = this.pending.filter(({ line, gate }) => {
      if (gate === heard) noteHeard(line, gate, this.findings);
      return gate !== heard;
    });
  }
}

/** Says that the tasks below a line wait for a person because of it. */
export function noteHeard(line: Line, gate: string, findings: Findings): void {
  findings.note(
    'NOTE_HUMAN_GATE',
    at(line),
    `A person is asked before each task that stands below in this section, or else in the next: ${quote(gate)}`,
  );
}
