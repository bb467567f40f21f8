import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LOG_TAIL_BYTES, type LogPiece, logTail } from '../../core/execution/log-tail';
import type { AttemptLog, AttemptLogs, LogBounds, StoredLogs } from '../../ports/attempt-logs';
import type { AttemptKey } from '../../ports/repositories';

/** Takes secrets out of a text that comes in pieces. */
export interface StreamRedactor {
  push(chunk: string): string;
  end(): string;
}

/** An execution's id: nothing else in that folder is ours. */
const EXECUTION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Bytes of one log that are kept; then a line says that the rest is not. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Logs of attempts as files below one folder: `<execution>/<epoch>-<task>-<token>.log`, readable by their owner only. */
export class FileAttemptLogs implements AttemptLogs, StoredLogs {
  constructor(
    private readonly folder: string,
    private readonly redactor: () => StreamRedactor,
  ) {}

  open(key: AttemptKey): AttemptLog {
    const path = this.pathOf(key);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return new FileAttemptLog(openSync(path, 'w', 0o600), this.redactor());
  }

  async read(key: AttemptKey, most?: LogBounds): Promise<string | undefined> {
    for (let { epoch } = key; epoch > 0; epoch--) {
      const path = this.pathOf({ ...key, epoch });
      try {
        return await (most === undefined ? readFile(path, 'utf8') : readEnds(path, most));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    return undefined;
  }

  async executions(): Promise<readonly { readonly execution: string; readonly changedAt: string }[]> {
    const names = existsSync(this.folder) ? await readdir(this.folder) : [];
    const all = names
      .filter((name) => EXECUTION.test(name))
      .map(async (execution) => {
        const { mtime } = await stat(join(this.folder, execution));
        return { execution, changedAt: mtime.toISOString() };
      });
    return Promise.all(all);
  }

  async size(execution: string): Promise<number> {
    const folder = join(this.folder, execution);
    const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  remove(execution: string): Promise<void> {
    return rm(join(this.folder, execution), { recursive: true, force: true });
  }

  private pathOf({ execution, epoch, task, token }: AttemptKey): string {
    return join(this.folder, execution, `${epoch}-${task}-${token}.log`);
  }
}

/** Whole lines only where something is left out: half a line says nothing, and half a secret is not known again. */
async function readEnds(path: string, { first, last }: LogBounds): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size <= first + last) return await file.readFile('utf8');
    const part = async (length: number, position: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
      return buffer.toString('utf8', 0, bytesRead);
    };
    const begun = await part(first, 0);
    const beginning = begun.slice(0, begun.lastIndexOf('\n') + 1);
    const end = (await part(last, size - last)).replace(/^[^\n]*\n?/, '');
    return `${beginning}[${size - Buffer.byteLength(beginning) - Buffer.byteLength(end)} bytes are left out here]\n${end}`;
  } finally {
    await file.close();
  }
}

class FileAttemptLog implements AttemptLog {
  private readonly decoder = new TextDecoder('utf-8');
  private readonly hash = createHash('sha256');
  private newest = '';
  /** Of all that came, kept or not. */
  private length = 0;
  private bytes = 0;
  private digest: string | undefined;

  constructor(
    private readonly file: number,
    private readonly redactor: StreamRedactor,
  ) {}

  write(chunk: Uint8Array): void {
    if (this.digest === undefined) this.store(this.redactor.push(this.decoder.decode(chunk, { stream: true })));
  }

  tail(): LogPiece {
    return logTail({ text: this.newest, offset: this.length - Buffer.byteLength(this.newest) });
  }

  async close(): Promise<{ readonly digest: string; readonly bytes: number }> {
    if (this.digest === undefined) {
      this.store(this.redactor.push(this.decoder.decode()) + this.redactor.end());
      closeSync(this.file);
      this.digest = this.hash.digest('hex');
    }
    return { digest: this.digest, bytes: this.bytes };
  }

  private store(redacted: string): void {
    if (redacted === '') return;
    // Postgres holds no U+0000, and the tail that it holds must be a piece of what is kept here.
    const text = redacted.replaceAll('\u0000', '\ufffd');
    const data = Buffer.from(text);
    this.newest = (this.newest + text).slice(-LOG_TAIL_BYTES);
    this.length += data.length;
    if (this.bytes >= MAX_BYTES) return;
    const kept =
      this.bytes + data.length <= MAX_BYTES
        ? data
        : Buffer.concat([
            data.subarray(0, MAX_BYTES - this.bytes),
            Buffer.from('\n[the rest of this log is not kept]\n'),
          ]);
    this.append(kept);
  }

  /** A full disk costs the log, not the attempt. */
  private append(data: Buffer): void {
    try {
      writeSync(this.file, data);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      this.bytes = MAX_BYTES;
      return;
    }
    this.hash.update(data);
    this.bytes += data.length;
  }
}
