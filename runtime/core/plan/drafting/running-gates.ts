import type { Findings } from '../findings';
import { at } from '../text/at';
import { readAttribute } from '../text/attributes';
import { findHumanGate } from '../text/find-human-gate';
import type { Line } from '../text/lines';
import { quote } from '../text/quote';
import { OpenGates } from './open-gates';

/**
 * Keeps what the prose of a document says about people who must say yes: it holds for all tasks that stand later in the
 * same section, for those of the next one where none does, and above the first heading for the whole plan.
 */
export class RunningGates {
  /** Words above the first heading. */
  planGate: string | undefined;
  private readonly open = new OpenGates();

  constructor(private readonly findings: Findings) {}

  /** What a person is asked before a task that stands here. */
  before(): string | undefined {
    return this.open.before();
  }

  heading(line: Line): void {
    this.open.enter(line.level);
    this.look(line, undefined);
  }

  /** A line that is neither a heading nor about one task. */
  prose(line: Line): void {
    const attribute = readAttribute(line.content);
    this.look(line, attribute?.name === 'gate' && isHuman(attribute.value) ? attribute.value : undefined);
  }

  private look(line: Line, said: string | undefined): void {
    const gate = said ?? findHumanGate('', line.content.slice(0, 2_000));
    if (gate === undefined) return;
    if (!this.open.ask(gate, true)) {
      this.planGate ??= gate;
      return;
    }
    this.findings.note(
      'NOTE_HUMAN_GATE',
      at(line),
      `A person is asked before each task that stands below in this section, or else in the next: ${quote(gate)}`,
    );
  }
}

/** `Checkpoint: the story works alone` is a criterion; a gate speaks of people. */
function isHuman(value: string): boolean {
  return /\b(?:approv|human|person|sign|manager|user|owner|stakeholder|lead\b|review|confirm|yes\b|blocking)/i.test(
    value.slice(0, 500),
  );
}
