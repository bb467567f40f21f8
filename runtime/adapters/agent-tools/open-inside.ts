import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { confinePath } from '../../core/agent/confine-path';
import { isProtectedPath } from '../../core/agent/is-protected-path';
import { UnavailableError } from '../../core/errors';

/** Why a tool does not do what a model asked for. The text is for the model. */
export class ToolRefusal extends Error {}

/** A place in a workspace with all links resolved. */
export interface InsidePath {
  /** The workspace. */
  readonly root: string;
  readonly absolute: string;
  /** Relative to the workspace; empty for the workspace itself. */
  readonly relative: string;
}

/**
 * An existing file or folder of the workspace. No process of the agent may be running: links are resolved first and
 * used then.
 *
 * @throws {ToolRefusal} when it is not there, or it or a link on the way leads out of the workspace.
 */
export async function findInside(workspace: string, path: string): Promise<InsidePath> {
  const root = await realpath(workspace);
  const absolute = await resolved(join(root, lexical(workspace, path)), path);
  return { root, absolute, relative: insideOf(root, absolute, path) };
}

/** Opens a plain file for reading. @throws {ToolRefusal} as `findInside`, and when it is no plain file. */
export async function openInside(workspace: string, path: string): Promise<FileHandle> {
  const { absolute } = await findInside(workspace, path);
  return openPlain(absolute, constants.O_RDONLY, path);
}

/**
 * Opens a plain file for writing, empty, making the folders above it.
 *
 * @throws {ToolRefusal} as `openInside`, and for git's own files.
 */
export async function createInside(workspace: string, path: string): Promise<FileHandle> {
  const root = await realpath(workspace);
  const named = join(root, lexical(workspace, path));
  if (named === root) throw new ToolRefusal(`${path} is the workspace itself`);
  const near = await nearestThere(dirname(named));
  const folder = await resolved(near, path);
  insideOf(root, folder, path);
  // Below `near` nothing exists, so nothing there can be a link.
  const target = join(folder, relative(near, named));
  refuseProtected(insideOf(root, target, path), path);
  await mkdir(dirname(target), { recursive: true }).catch((cause: unknown) => Promise.reject(refusalOf(cause, path)));
  const file = (await isThere(target)) ? await resolved(target, path) : target;
  refuseProtected(insideOf(root, file, path), path);
  return openPlain(file, constants.O_WRONLY | constants.O_CREAT, path, true);
}

function lexical(workspace: string, path: string): string {
  const confined = confinePath(workspace, path);
  if (confined.type === 'refused') throw new ToolRefusal(confined.reason);
  return confined.relative;
}

async function resolved(absolute: string, path: string): Promise<string> {
  try {
    return await realpath(absolute);
  } catch (cause) {
    throw refusalOf(cause, path);
  }
}

function insideOf(root: string, absolute: string, path: string): string {
  if (absolute === root) return '';
  if (!absolute.startsWith(root + sep)) throw new ToolRefusal(`${path} leads outside the workspace`);
  return absolute.slice(root.length + 1);
}

function refuseProtected(inside: string, path: string): void {
  if (isProtectedPath(inside)) throw new ToolRefusal(`${path} belongs to git and may not be written`);
}

async function nearestThere(folder: string): Promise<string> {
  let candidate = folder;
  while (!(await isThere(candidate))) candidate = dirname(candidate);
  return candidate;
}

async function isThere(absolute: string): Promise<boolean> {
  try {
    await lstat(absolute);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

/** Never follows a link at the end, and never waits for the other side of a pipe. */
async function openPlain(absolute: string, flags: number, path: string, isEmptied = false): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(absolute, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o644);
  } catch (cause) {
    throw refusalOf(cause, path);
  }
  try {
    if (!(await file.stat()).isFile()) throw new ToolRefusal(`${path} is not a plain file`);
    if (isEmptied) await file.truncate(0);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What the machine says about a path, for the model; a full disk is nobody's refusal. */
export function refusalOf(cause: unknown, path: string): Error {
  const code = codeOf(cause);
  if (code === undefined) return cause as Error;
  if (FULL_DISK.has(code)) {
    const hint = 'Free space on the disk of the workspaces; the task goes on by itself.';
    return new UnavailableError('disk', `${path} could not be written: ${code}`, { cause, hint });
  }
  return new ToolRefusal(`${path} ${REASONS[code] ?? `could not be accessed (${code})`}`);
}

const FULL_DISK: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: what is above it is not a folder',
  EISDIR: 'is a folder',
  EEXIST: 'lies under something that is not a folder',
  ENXIO: 'is not a plain file',
  ELOOP: 'is a link that cannot be followed',
  ENAMETOOLONG: 'is too long a name',
  EACCES: 'may not be accessed',
  EPERM: 'may not be accessed',
};

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
