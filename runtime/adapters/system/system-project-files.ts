import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { confinePath } from '../../core/agent/confine-path';
import { isNightshiftError, messageOf, RequestError } from '../../core/errors';
import type { ProjectFiles } from '../../ports/project-files';

/** Reads from this machine's disk. */
export class SystemProjectFiles implements ProjectFiles {
  async read(dir: string, path: string, maxBytes: number): Promise<Uint8Array> {
    const confined = confinePath(dir, path);
    if (path.startsWith('/') || confined.type === 'refused' || confined.relative === '') {
      throw unreadable(path, 'it must be a relative path inside the project');
    }
    const segments = confined.relative.toLowerCase().split('/');
    if (segments.some((segment) => segment.trim() === '.git')) throw unreadable(path, 'it lies in .git');
    try {
      return await readInside(dir, confined.relative, path, maxBytes);
    } catch (error) {
      if (isNightshiftError(error)) throw error;
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      throw unreadable(path, isMissing ? 'there is no such file in the project' : codeOf(error), error);
    }
  }
}

/** Opens where the path leads, and reads only if that is the file that lies inside. */
async function readInside(dir: string, relative: string, path: string, maxBytes: number): Promise<Uint8Array> {
  const [root, target] = await Promise.all([realpath(dir), realpath(join(dir, relative))]);
  if (!target.startsWith(`${root}/`) || target.startsWith(`${root}/.git/`)) {
    throw unreadable(path, 'it leads out of the project');
  }
  // A FIFO must not be waited for, and the last step may not have become a link meanwhile.
  const file = await open(target, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw unreadable(path, 'it is no regular file');
    if (facts.size > maxBytes) throw unreadable(path, `it has ${facts.size} bytes; ${maxBytes} are allowed`);
    const [again, named] = await Promise.all([realpath(target), stat(target)]);
    if (again !== target || named.ino !== facts.ino || named.dev !== facts.dev) {
      throw unreadable(path, 'it was replaced while it was read');
    }
    return await readBounded(file, maxBytes);
  } finally {
    await file.close();
  }
}

/** A file may grow while it is read. */
async function readBounded(file: FileHandle, maxBytes: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(maxBytes);
  let length = 0;
  while (length < maxBytes) {
    const { bytesRead } = await file.read(bytes, length, maxBytes - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.slice(0, length);
}

/** Never with a path of this machine. */
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? messageOf(error).slice(0, 40);

function unreadable(path: string, why: string, cause?: unknown): RequestError {
  return new RequestError('PLAN_FILE_UNREADABLE', `${path.slice(0, 120)} cannot be read: ${why}`, {
    hint: 'Give the path of the plan as it lies in the repository, such as docs/PLAN.md',
    cause,
  });
}
