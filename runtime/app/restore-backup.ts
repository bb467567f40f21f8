import { BACKUP_ENTRY, MANIFEST_ENTRY, tableOfEntry } from '../core/archive/archive-form';
import { archiveRefused } from '../core/archive/archive-refused';
import { ManifestCheck } from '../core/archive/manifest-check';
import { readBackupHead, readManifest } from '../core/archive/read-archive-rows';
import type { ArchiveEntry, ArchiveReader } from '../ports/archive';
import type { Replaced, TableCopies, TableCopy } from '../ports/table-copies';
import { textOf } from './read-entry';

export interface Restored extends Replaced {
  /** When the backup was made. ISO 8601. */
  readonly at: string;
}

/**
 * Puts everything back as a backup has it, and makes everybody of before stale. All of it or nothing: what is wrong with the backup
 * shows before anything counts. Memory: a page of rows.
 *
 * @throws {RequestError} `ARCHIVE_REFUSED`.
 * @throws {ConfigError} `RESTORE_BUSY`, `RESTORE_VERSION`.
 */
export async function restoreBackup(tables: Pick<TableCopies, 'replace'>, archive: ArchiveReader): Promise<Restored> {
  const entries = archive.entries()[Symbol.asyncIterator]();
  try {
    const first = await entries.next();
    if (first.done || first.value.name !== BACKUP_ENTRY) throw archiveRefused('it is no backup');
    const { text, digest } = await textOf(first.value);
    const check = new ManifestCheck();
    check.add(BACKUP_ENTRY, first.value.size, digest);
    const { at, migrations } = readBackupHead(BACKUP_ENTRY, text);
    const replaced = await tables.replace({ migrations, pages: () => pagesOf(entries, check) });
    return { at, ...replaced };
  } finally {
    await entries.return?.();
  }
}

/** Ends only after a manifest that fits. */
async function* pagesOf(entries: AsyncIterator<ArchiveEntry>, check: ManifestCheck): ReturnType<TableCopy['pages']> {
  for (;;) {
    const next = await entries.next();
    if (next.done) throw archiveRefused('it ends without its manifest');
    const { name, size } = next.value;
    const { text, digest } = await textOf(next.value);
    if (name === MANIFEST_ENTRY) {
      check.finish(readManifest(name, text));
      return;
    }
    const table = tableOfEntry(name);
    if (table === undefined) throw archiveRefused(`${JSON.stringify(name.slice(0, 100))} is no entry of a backup`);
    check.add(name, size, digest);
    yield { table, rows: text.split('\n').filter((line) => line !== '') };
  }
}
