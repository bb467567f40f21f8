import { access, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes what runs of killed processes left in `folder`: entries called `<prefix><process id>-…` whose process is gone.
 * Control groups are folders that only `rmdir` removes, and only once they are empty.
 *
 * @param before - Awaited for each entry before it is removed.
 */
export async function removeLeftovers(
  folder: string,
  prefix: string,
  kind: 'folders' | 'groups',
  before: (path: string) => Promise<void> = async () => undefined,
): Promise<void> {
  // Without /proc nobody knows who is gone.
  const names = (await isThere('/proc/self')) ? await readdir(folder).catch(() => []) : [];
  await Promise.all(
    names.map(async (name) => {
      const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
      if (pid === undefined || (await isThere(join('/proc', pid)))) return;
      const path = join(folder, name);
      await before(path);
      // Somebody else's, or removed by somebody else in the same moment: not ours to mend.
      await (kind === 'groups' ? rmdir(path) : rm(path, { recursive: true, force: true })).catch(() => undefined);
    }),
  );
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
