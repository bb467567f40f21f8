import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { refusedLimit, refusedStep } from './refused-workspace';
import { makeReadable } from './remove-folder';
import { type GitCall, runGit } from './run-git';

/** Files that are looked at together. */
const TOGETHER = 64;
/** Bytes of the longest path of Linux, with its NUL. */
const LONGEST_PATH = 4096;
/** Bytes of listed paths that are held at most. */
const LISTED_BYTES = 64 * 1024 * 1024;

export interface Room {
  readonly stepTimeMs: number;
  readonly files: number;
  /** Apparent: a sparse file counts whole. */
  readonly bytes: number;
}

/**
 * Counts what a workspace adds to its base (new and changed files, ignored ones apart) before any of it is read.
 * Follows no links.
 *
 * @param git - Adds repository, workspace, index and bounds to a call.
 * @throws {RequestError} `WORKSPACE_REFUSED` naming the limit.
 */
export async function checkRoom(
  dir: string,
  git: (call: GitCall) => GitCall,
  room: Room,
  signal?: AbortSignal,
): Promise<void> {
  const paths = await listMade(git, room).catch(async (error: unknown) => {
    if (!/Permission denied/.test(String(error))) throw error;
    // A folder that took away its own permissions.
    await makeReadable(dir, signal);
    return listMade(git, room);
  });
  if (paths.length > room.files) throw tooMany(room);
  const endMs = performance.now() + room.stepTimeMs;
  let bytes = 0;
  for (let next = 0; next < paths.length; next += TOGETHER) {
    const sizes = await Promise.all(paths.slice(next, next + TOGETHER).map((path) => sizeOf(join(dir, path))));
    for (const size of sizes) bytes += size;
    if (bytes > room.bytes) throw refusedLimit(`more than ${sizeText(room.bytes)} in new or changed files`);
    if (performance.now() > endMs) throw refusedStep('counting its files', room.stepTimeMs);
    signal?.throwIfAborted();
  }
}

async function listMade(git: (call: GitCall) => GitCall, room: Room): Promise<readonly string[]> {
  const bounded = git({ args: [] }).bounds;
  if (bounded === undefined) return [];
  const outputBytes = Math.min(LISTED_BYTES, (room.files + 1) * LONGEST_PATH);
  const refuse: typeof bounded.refuse = (step, past) =>
    past === 'output' ? tooMany(room) : bounded.refuse(step, past);
  const list = async (args: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await runGit(git({ args, bounds: { ...bounded, outputBytes, refuse } }));
    return stdout.split('\0').filter((path) => path !== '');
  };
  const added = await list(['ls-files', '--others', '--exclude-standard', '-z']);
  const changed = await list(['diff-files', '--name-only', '-z', '--diff-filter=d', '--ignore-submodules=all']);
  return [...added, ...changed];
}

const sizeOf = (path: string): Promise<number> =>
  lstat(path).then(
    (facts) => (facts.isFile() ? facts.size : 0),
    () => 0,
  );

function tooMany(room: Room): Error {
  return refusedLimit(`more than ${room.files.toLocaleString('en-US')} new or changed files`);
}

function sizeText(bytes: number): string {
  const gib = bytes / 1024 ** 3;
  return Number.isInteger(gib) ? `${gib} GiB` : `${bytes.toLocaleString('en-US')} bytes`;
}
