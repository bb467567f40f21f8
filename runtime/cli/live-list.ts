import type { Terminal } from './terminal';

/** Lines that are written again in place on a terminal. */
export class LiveList {
  private drawn = 0;
  private size = '';

  constructor(private readonly terminal: Pick<Terminal, 'out' | 'size'>) {}

  /** Replaces the lines drawn last. Each must fit into one row, all of them onto the screen. */
  draw(lines: readonly string[]): void {
    const { columns, rows } = this.terminal.size();
    const size = `${columns}x${rows}`;
    // Nobody knows how many rows the old lines take after a resize: they stay, and the list goes on below them.
    if (size !== this.size) this.drawn = 0;
    this.size = size;
    this.terminal.out(`${this.upward()}${lines.map((line) => `\r\u001b[2K${line}\n`).join('')}\u001b[J`);
    this.drawn = lines.length;
  }

  /** Writes `text` where the list was; the next drawing stands below it. */
  writeAbove(text: string): void {
    this.terminal.out(`${this.upward()}\r\u001b[J${text}`);
    this.drawn = 0;
  }

  private upward(): string {
    return this.drawn === 0 ? '' : `\u001b[${this.drawn}A`;
  }
}
