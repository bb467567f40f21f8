import { Transform, type TransformCallback } from 'node:stream';
import { type Refusal, refuseMessage } from '../refuse-message';
import { refuseLongLine } from './refuse-long-line';
import { TopLevelId } from './top-level-id';

const NEWLINE = 0x0a;

export interface LineGateOptions {
  /** Longer lines are dropped while they come in, and answered when they end. */
  readonly mostBytes: number;
  /** Sends the answer to a line that is refused; nothing more is read until it has gone. */
  readonly answer: (refusal: Refusal) => Promise<void>;
}

/**
 * Standard input of an MCP server: passes on whole lines that are messages of the protocol, answers every other one, and goes
 * on. The SDK behind it would drop them without a word, and end at a long one.
 *
 * Keeps at most one line, and of one that is too long only its id. Empty lines are nothing. Source: D4.
 */
export class LineGate extends Transform {
  private pieces: Buffer[] = [];
  private size = 0;
  /** While a line is too long. */
  private long: TopLevelId | undefined;

  constructor(private readonly settings: LineGateOptions) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.readChunk(chunk).then(
      () => done(),
      (error: Error) => done(error),
    );
  }

  private async readChunk(chunk: Buffer): Promise<void> {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.keep(chunk.subarray(from, end));
      await this.endLine();
      from = end + 1;
    }
    this.keep(chunk.subarray(from));
  }

  private keep(piece: Buffer): void {
    if (this.long !== undefined) {
      this.long.read(piece);
      return;
    }
    this.pieces.push(piece);
    this.size += piece.length;
    if (this.size <= this.settings.mostBytes) return;
    this.long = new TopLevelId();
    for (const kept of this.pieces) this.long.read(kept);
    this.pieces = [];
  }

  private async endLine(): Promise<void> {
    const { long } = this;
    const line = Buffer.concat(this.pieces);
    this.long = undefined;
    this.pieces = [];
    this.size = 0;
    if (long !== undefined) return this.settings.answer(refuseLongLine(long.id(), this.settings.mostBytes));
    if (line.toString('latin1').trim() === '') return;
    const refusal = refuseMessage(line, 'line');
    if (refusal !== undefined) await this.settings.answer(refusal);
    else this.push(Buffer.concat([line, Buffer.of(NEWLINE)]));
  }
}
