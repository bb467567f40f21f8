import { type Readable, Transform } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { archiveRefused } from '../../core/archive/archive-refused';
import { isNightshiftError, messageOf } from '../../core/errors';
import type { ArchiveEntry, ArchiveReader } from '../../ports/archive';
import { BLOCK, readTarHeader } from './tar-header';

/** Bytes that are unpacked at most, and entries that are looked at. */
export interface TarBounds {
  readonly bytes: number;
  readonly entries: number;
}

export const TAR_BOUNDS: TarBounds = { bytes: 16 * 1024 ** 3, entries: 1_000_000 };

/** Reads a `tar.gz` from a stream, once. Nothing is written anywhere; memory: a few blocks, whatever the archive says of itself. */
export class TarArchiveReader implements ArchiveReader {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private rest: Buffer = Buffer.alloc(0);
  private unpacked = 0;
  /** Bytes that came, packed. */
  private received = 0;
  private readonly gunzip: Gunzip = createGunzip();

  constructor(
    source: Readable,
    private readonly bounds: TarBounds = TAR_BOUNDS,
  ) {
    const { gunzip } = this;
    const counted = new Transform({
      transform: (chunk: Uint8Array, _, done) => {
        this.received += chunk.byteLength;
        done(null, chunk);
      },
    });
    // Both ends of a pipe know the other's error.
    source.on('error', (error) => gunzip.destroy(error));
    gunzip.on('close', () => source.destroy());
    // What follows its end may break it after the last byte was read; that something follows is found by counting.
    gunzip.on('error', () => undefined);
    this.chunks = (source.pipe(counted).pipe(gunzip) as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  }

  async *entries(): AsyncIterable<ArchiveEntry> {
    try {
      for (let seen = 0; ; seen++) {
        const header = readTarHeader(await this.block());
        if (header === undefined) return await this.end();
        if (seen >= this.bounds.entries) throw archiveRefused(`it has more than ${this.bounds.entries} entries`);
        if (header.size > this.bounds.bytes - this.unpacked) throw this.tooLarge();
        let left = header.size;
        const take = async function* (this: TarArchiveReader): AsyncIterable<Uint8Array> {
          while (left > 0) {
            const piece = await this.piece(left);
            left -= piece.byteLength;
            yield piece;
          }
        }.bind(this);
        yield { ...header, bytes: take };
        while (left > 0) left -= (await this.piece(left)).byteLength;
        const padding = (BLOCK - (header.size % BLOCK)) % BLOCK;
        for (let gap = padding; gap > 0; ) gap -= (await this.piece(gap)).byteLength;
      }
    } finally {
      await this.chunks.return?.();
    }
  }

  /** Reads the second block of zeros. @throws {RequestError} `ARCHIVE_REFUSED` when anything else follows, packed or not. */
  private async end(): Promise<void> {
    const isEmpty = (await this.block()).every((byte) => byte === 0);
    const isOver = await this.next().then(
      ({ done }) => done === true,
      () => false,
    );
    if (!isEmpty || this.rest.byteLength > 0 || !isOver || this.gunzip.bytesWritten !== this.received)
      throw archiveRefused('bytes follow its end');
  }

  private async block(): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let left = BLOCK; left > 0; ) {
      const piece = await this.piece(left);
      pieces.push(piece);
      left -= piece.byteLength;
    }
    return Buffer.concat(pieces);
  }

  /** Between 1 and `most` bytes. */
  private async piece(most: number): Promise<Buffer> {
    if (this.rest.byteLength === 0) this.rest = await this.unpack();
    const piece = this.rest.subarray(0, most);
    this.rest = this.rest.subarray(piece.byteLength);
    return piece;
  }

  private async unpack(): Promise<Buffer> {
    const next = await this.next();
    if (next.done) throw archiveRefused('it ends too early');
    this.unpacked += next.value.byteLength;
    if (this.unpacked > this.bounds.bytes) throw this.tooLarge();
    return Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
  }

  private async next(): Promise<IteratorResult<Uint8Array>> {
    try {
      return await this.chunks.next();
    } catch (cause) {
      if (isNightshiftError(cause)) throw cause;
      const words = messageOf(cause);
      // What stands where another packed part could begin: at the very start, or behind the end.
      throw archiveRefused(
        words.endsWith('incorrect header check') ? 'it is not packed by gzip, or bytes follow its end' : words,
        cause,
      );
    }
  }

  private tooLarge() {
    return archiveRefused(`it unpacks to more than ${this.bounds.bytes} bytes`);
  }
}
