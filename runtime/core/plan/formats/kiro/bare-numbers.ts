import type { Line } from '../../text/lines';
import { type NumberedText, numberedText } from '../../text/numbered-text';

/**
 * Reads the number of a box. `6 text` without a dot counts where it is that of the heading above (`## Task 6: …`), or
 * where boxes below one heading count on from 1; else it is text (`3 retries`).
 */
export class BareNumbers {
  private readonly isCounted: boolean;
  /** The number of the heading above. */
  private group = '';
  private last = 0;

  constructor(boxes: readonly Line[]) {
    this.isCounted = boxes.some(({ content }) => content.startsWith('2 '));
  }

  heading(text: string): void {
    this.group = /^\P{N}{0,12}(\d{1,3})(?![\d.]\d)/u.exec(text)?.[1] ?? '';
    this.last = 0;
  }

  read(line: Line): NumberedText {
    const found = numberedText(line.content);
    const bare = found.id === '' && line.indent < 2 ? /^(\d{1,3}) (?=\S)/.exec(line.content) : null;
    if (bare === null) return found;
    const id = bare[1]!;
    const isNext = this.isCounted && Number(id) === this.last + 1;
    if (!isNext && id !== this.group) return found;
    this.last = Number(id);
    return { ...found, id, text: line.content.slice(bare[0].length) };
  }
}
