import { isCheckpointTitle } from '../../drafting/after-checkpoints';
import { noteHeard } from '../../drafting/running-gates';
import type { Findings } from '../../findings';
import { findHumanGate } from '../../gates/find-human-gate';
import { cut } from '../../text/cut';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';

interface Asked {
  readonly isDone: boolean;
  humanGate?: string | false;
}

/** Checkpoints that are a section between two phases: a person is asked before the one behind. */
export class CheckpointsBetween {
  private isInside = false;
  private readonly asking: Line[] = [];

  /** @param isElsewhere - It stands inside a phase, or above all of them. */
  heading(line: Line, title: string, isElsewhere: boolean): void {
    this.isInside = !isElsewhere && isCheckpointTitle(title);
    this.line(line);
  }

  /** Whether the line stands in a checkpoint. */
  line(line: Line): boolean {
    if (this.isInside && findHumanGate('', line.content.slice(0, 2_000)) !== undefined) this.asking.push(line);
    return this.isInside;
  }

  /** What was asked above is asked before this phase, unless that is done. */
  before(phase: Asked, findings: Findings): void {
    this.isInside = false;
    if (this.asking.length === 0 || phase.isDone) return;
    const text = cut(this.asking.map(({ content }) => plainText(content)).join('; '), 300);
    phase.humanGate ||= text;
    for (const line of this.asking.splice(0)) noteHeard(line, text, findings);
  }
}
