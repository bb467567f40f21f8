import type { ExecutionEvent } from '../execution/event';
import type { StoredAttempt, StoredHead, StoredLease, StoredMessage, StoredTask } from '../execution/stored-execution';
import type { Manifest } from './archive-form';
import { archiveRefused } from './archive-refused';

/** The rows of each kind of page. */
export interface RowsOf {
  readonly events: ExecutionEvent;
  readonly tasks: StoredTask;
  readonly attempts: StoredAttempt;
  readonly messages: StoredMessage;
  readonly leases: StoredLease;
}

type Fields = Readonly<Record<string, 'number' | 'string' | 'object' | 'boolean'>>;

const FIELDS: { readonly [K in keyof RowsOf]: Fields } = {
  events: { seq: 'number', at: 'string', actor: 'string', hash: 'string', body: 'object' },
  tasks: { task: 'number', status: 'string', token: 'number', state: 'string' },
  attempts: { task: 'number', token: 'number', kind: 'string', worker: 'string', assignedAt: 'string' },
  messages: { seq: 'number', topic: 'string', key: 'string' },
  leases: { task: 'number', token: 'number', worker: 'string' },
};

const HEAD: Fields = {
  id: 'string',
  plan: 'object',
  options: 'object',
  digest: 'string',
  idempotencyKey: 'string',
  receipt: 'string',
  submittedAt: 'string',
  status: 'string',
  epoch: 'number',
  lastSeq: 'number',
  lastHash: 'string',
  completedTasks: 'number',
  failedTasks: 'number',
  state: 'string',
  isInputIntact: 'boolean',
};

/** @throws {RequestError} `ARCHIVE_REFUSED` where a line is no row of this kind. */
export function readRows<K extends keyof RowsOf>(kind: K, name: string, text: string): readonly RowsOf[K][] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line, at) => checked<RowsOf[K]>(`line ${at + 1} of ${name}`, line, FIELDS[kind]));
}

/** @throws {RequestError} `ARCHIVE_REFUSED`. */
export function readHead(name: string, text: string): StoredHead {
  return checked<StoredHead>(name, text, HEAD);
}

/** @throws {RequestError} `ARCHIVE_REFUSED`. */
export function readManifest(name: string, text: string): Manifest {
  const manifest = checked<Manifest>(name, text, { format: 'number', entries: 'object' });
  if (!Array.isArray(manifest.entries)) throw archiveRefused(`${name} lists no entries`);
  return manifest;
}

/** What a backup says of itself. @throws {RequestError} `ARCHIVE_REFUSED`. */
export function readBackupHead(
  name: string,
  text: string,
): { readonly at: string; readonly migrations: readonly string[] } {
  const head = checked<{ readonly backup: number; readonly at: string; readonly migrations: readonly string[] }>(
    name,
    text,
    { backup: 'number', at: 'string', migrations: 'object' },
  );
  if (Array.isArray(head.migrations) && head.migrations.every((one) => typeof one === 'string')) return head;
  throw archiveRefused(`${name} lists no migrations`);
}

/** Of the fields that everything else goes by, each is of its kind; the fold refuses the rest. */
function checked<T>(where: string, text: string, fields: Fields): T {
  const value = parsed(where, text);
  for (const [name, kind] of Object.entries(fields)) {
    const field = value[name];
    if (typeof field !== kind || field === null) throw archiveRefused(`${where} has no ${name}, or a wrong one`);
  }
  return value as T;
}

function parsed(where: string, text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw archiveRefused(`${where} is no JSON`, cause);
  }
  if (typeof value !== 'object' || value === null) throw archiveRefused(`${where} is no object`);
  return value as Readonly<Record<string, unknown>>;
}
