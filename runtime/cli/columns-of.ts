import type { Terminal } from './terminal';

/** How wide a line may be: as the terminal, and without end where lines go to a file or another program. */
export function columnsOf(terminal: Pick<Terminal, 'isInteractive' | 'size'>): number {
  return terminal.isInteractive ? terminal.size().columns : Number.POSITIVE_INFINITY;
}
