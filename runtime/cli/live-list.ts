import type { Terminal } from './terminal';

/** Lines that are written again in place on a terminal. */
export class LiveList {
  private drawn = 0;

  constructor(private readonly terminal: Pick<Terminal, 'out'>) {}

  /** Replaces the lines drawn last. Each must fit into one row, all of them onto the screen. */
  draw(lines: readonly string[]): void {
    const up = this.drawn === 0 ? '' : `\u001b[${this.drawn}A`;
    this.terminal.out(`${up}${lines.map((line) => `\r\u001b[2K${line}\n`).join('')}\u001b[J`);
    this.drawn = lines.length;
  }

  /** Leaves the lines where they are; the next drawing begins below. */
  leave(): void {
    this.drawn = 0;
  }
}
