import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** Reads what is written to a log from now on, a whole line at a time; what stands in it already is of an earlier run. */
export class LogReader {
  private at: number;
  private rest = '';

  constructor(private readonly path: string) {
    this.at = existsSync(path) ? statSync(path).size : 0;
  }

  /** The lines that were finished since the last call. */
  next(): readonly string[] {
    if (!existsSync(this.path)) return [];
    const lines = (this.rest + this.read()).split('\n');
    this.rest = lines.pop() ?? '';
    return lines;
  }

  private read(): string {
    const file = openSync(this.path, 'r');
    try {
      const { size } = fstatSync(file);
      // It was put aside because it had grown large: this is a new one.
      if (size < this.at) this.at = 0;
      const buffer = Buffer.alloc(size - this.at);
      this.at += readSync(file, buffer, 0, buffer.length, this.at);
      return buffer.toString('utf8');
    } finally {
      closeSync(file);
    }
  }
}
