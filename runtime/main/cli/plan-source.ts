import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanSourceActions } from '../../cli/cli-deps';
import { readRegularFile } from './read-regular-file';

/** Files that may belong to a plan. */
const KINDS = /\.(?:md|markdown|txt|json|jsonl|ya?ml)$/i;
const OTHERS: ReadonlySet<string> = new Set(['node_modules', '.git', 'dist', '.nightshift']);
/** Files of one folder that are looked at; more is no plan. */
const MOST_FILES = 2_000;

/** Reads plans from the disk. Links are not followed. */
export function planSourceActions(input: NodeJS.ReadStream): PlanSourceActions {
  return {
    read: readRegularFile,
    write: (path, text) => writeFile(path, text),
    filesIn,
    readInput: async () => {
      const pieces: Buffer[] = [];
      for await (const piece of input) pieces.push(Buffer.from(piece));
      return Buffer.concat(pieces);
    },
  };
}

async function filesIn(path: string): Promise<readonly string[] | undefined> {
  if (!(await stat(path)).isDirectory()) return undefined;
  const files: string[] = [];
  const folders = [path];
  for (let at = 0; at < folders.length && files.length < MOST_FILES; at++) {
    for (const entry of await readdir(folders[at]!, { withFileTypes: true })) {
      const full = join(folders[at]!, entry.name);
      if (entry.isDirectory() && !OTHERS.has(entry.name)) folders.push(full);
      if (entry.isFile() && KINDS.test(entry.name)) files.push(full);
    }
  }
  return files.sort();
}
