import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ArchiveWriter } from '../../ports/archive';
import { BLOCK, tarHeader } from './tar-header';

/** Writes a `tar.gz` into a stream, waiting where that is slow. Memory: one entry. */
export class TarArchiveWriter implements ArchiveWriter {
  private readonly gzip = createGzip({ level: 6 });
  private readonly written: Promise<void>;

  constructor(sink: Writable) {
    this.written = pipeline(this.gzip, sink);
    // It is reported by `finish` and by the next `add`.
    this.written.catch(() => undefined);
  }

  async add(name: string, bytes: Uint8Array): Promise<void> {
    await this.write(tarHeader(name, bytes.byteLength));
    await this.write(bytes);
    const rest = bytes.byteLength % BLOCK;
    if (rest > 0) await this.write(Buffer.alloc(BLOCK - rest));
  }

  /** Everything has reached the stream, and that is closed. Rejects with the stream's error. */
  async finish(): Promise<void> {
    await this.write(Buffer.alloc(2 * BLOCK));
    this.gzip.end();
    await this.written;
  }

  /** Ends it unfinished. */
  async discard(): Promise<void> {
    this.gzip.destroy();
    await this.written.catch(() => undefined);
  }

  private async write(bytes: Uint8Array): Promise<void> {
    if (this.gzip.destroyed) return this.written;
    if (this.gzip.write(bytes)) return;
    await Promise.race([once(this.gzip, 'drain'), this.written]);
  }
}
