import { ARCHIVE_FORMAT, BACKUP_ENTRY, tableEntry } from '../core/archive/archive-form';
import type { ArchiveWriter } from '../ports/archive';
import type { TableCopies } from '../ports/table-copies';
import { ArchivePages } from './archive-pages';

export interface BackedUp {
  readonly rows: number;
  /** SHA-256 in hex of the manifest. */
  readonly digest: string;
}

/** Writes everything that the database holds, as of one moment, while all goes on. Memory: a page of rows. */
export function backUp(tables: Pick<TableCopies, 'read'>, at: string, archive: ArchiveWriter): Promise<BackedUp> {
  return tables.read(async ({ migrations, pages }) => {
    const written = new ArchivePages<string>(archive, tableEntry);
    await written.document(BACKUP_ENTRY, { backup: ARCHIVE_FORMAT, at, migrations });
    let rows = 0;
    let before: string | undefined;
    for await (const { table, rows: lines } of pages()) {
      if (before !== undefined && before !== table) await written.close(before);
      before = table;
      for (const line of lines) await written.line(table, line);
      rows += lines.length;
    }
    if (before !== undefined) await written.close(before);
    return { rows, digest: await written.finish() };
  });
}
