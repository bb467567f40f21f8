/** The form that is written and read. */
export const ARCHIVE_FORMAT = 1;

/** The kinds of rows that come in pages, `events/000001.ndjson` …, in the order in which they stand. */
export const ROW_KINDS = ['events', 'tasks', 'attempts', 'messages', 'leases'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** Bytes that an entry with rows or a document may have; beyond, it is no archive of ours. */
export const MOST_DOCUMENT_BYTES = 64 * 1024 * 1024;
/** A page is closed once it has so many bytes. */
export const PAGE_BYTES = 2 * 1024 * 1024;

export const HEAD_ENTRY = 'execution.json';
/** The last entry: what every other one holds. */
export const MANIFEST_ENTRY = 'manifest.json';

export type EntryName =
  | { readonly type: 'head' | 'manifest' }
  | { readonly type: 'rows'; readonly kind: RowKind }
  | { readonly type: 'artifact'; readonly digest: string }
  | { readonly type: 'log'; readonly task: number; readonly token: number };

export const pageEntry = (kind: RowKind, page: number): string => `${kind}/${String(page).padStart(6, '0')}.ndjson`;
export const artifactEntry = (digest: string): string => `artifacts/${digest}`;
export const logEntry = (task: number, token: number): string => `logs/${task}-${token}.log`;

/** What an entry is by its name; undefined for every name that an archive of ours does not have. */
export function readEntryName(name: string): EntryName | undefined {
  if (name === HEAD_ENTRY) return { type: 'head' };
  if (name === MANIFEST_ENTRY) return { type: 'manifest' };
  const artifact = /^artifacts\/([0-9a-f]{64})$/.exec(name)?.[1];
  if (artifact !== undefined) return { type: 'artifact', digest: artifact };
  const log = /^logs\/(\d{1,9})-(\d{1,9})\.log$/.exec(name);
  if (log) return { type: 'log', task: Number(log[1]), token: Number(log[2]) };
  const kind = /^([a-z]+)\/\d{6}\.ndjson$/.exec(name)?.[1];
  const known = ROW_KINDS.find((one) => one === kind);
  return known && { type: 'rows', kind: known };
}

/** What the manifest says of an entry. */
export interface ManifestEntry {
  readonly name: string;
  readonly size: number;
  /** SHA-256 in hex. */
  readonly digest: string;
}

export interface Manifest {
  readonly format: number;
  readonly entries: readonly ManifestEntry[];
}

/** The first entry of a backup. */
export const BACKUP_ENTRY = 'backup.json';
export const tableEntry = (table: string, page: number): string =>
  `tables/${table}/${String(page).padStart(6, '0')}.ndjson`;

/** The table that an entry of a backup has rows of; undefined for every other name. */
export function tableOfEntry(name: string): string | undefined {
  return /^tables\/([a-z_]{1,40})\/\d{6}\.ndjson$/.exec(name)?.[1];
}
