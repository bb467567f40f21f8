import { mkdir, open, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RequestError } from '../../core/errors';

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes files into a folder, all of them or none: what is there under their names stays until all new ones are written.
 * Folders that are missing are made, and are gone again when it fails.
 *
 * @returns the paths.
 * @throws {RequestError} `TEMPLATE_TARGET` when the folder cannot be made or written.
 */
export async function writeTogether(dir: string, files: readonly NamedText[]): Promise<readonly string[]> {
  const made = await makeFolder(dir);
  const drafts = files.map(({ name, text }) => {
    const path = join(dir, name);
    return { path, text, draft: `${path}.${process.pid}.new` };
  });
  try {
    for (const { path } of drafts) await refuseFolder(path);
    for (const { draft, text } of drafts) await writeNew(draft, text);
    for (const { draft, path } of drafts) await rename(draft, path);
  } catch (cause) {
    for (const { draft } of drafts) await rm(draft, { force: true });
    await removeAgain(made);
    throw refusal(dir, cause);
  }
  return drafts.map(({ path }) => path);
}

/**
 * Makes a folder and those above it, and names those that it made, outermost first. One by one: a folder in which none
 * can be made, such as /proc, ends `mkdir` with `recursive` never.
 */
async function makeFolder(dir: string): Promise<readonly string[]> {
  const missing: string[] = [];
  let at = dir;
  try {
    while (!(await isThere(at))) {
      missing.unshift(at);
      at = dirname(at);
    }
  } catch (cause) {
    throw refusal(dir, cause);
  }
  const made: string[] = [];
  try {
    for (const folder of missing) {
      await mkdir(folder);
      made.push(folder);
    }
  } catch (cause) {
    await removeAgain(made);
    throw refusal(dir, cause);
  }
  return made;
}

async function isThere(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
    throw target(`${path} is a file, not a folder`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function refuseFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found?.isDirectory()) throw target(`${path} is a folder, and a file is to be written there`);
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

/** Innermost first; one that somebody else has put something into stays. */
async function removeAgain(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) await rmdir(folder).catch(() => undefined);
}

function refusal(dir: string, cause: unknown): RequestError {
  if (cause instanceof RequestError) return cause;
  const reason = (cause as NodeJS.ErrnoException).code ?? 'it was refused';
  return target(`Nothing can be written into ${dir}: ${WORDS[reason] ?? reason}`, cause);
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'you have no right to',
  EPERM: 'you have no right to',
  EROFS: 'it is read-only',
  ENOSPC: 'no space is left',
  ENOENT: 'no folder can be made there',
  ENOTDIR: 'a part of the path is a file',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the path is too long',
  EEXIST: 'a part of the path is no folder',
};

function target(message: string, cause?: unknown): RequestError {
  const hint = 'Name a folder that you can write to; one that is not there is made.';
  return new RequestError('TEMPLATE_TARGET', message, { hint, cause });
}
