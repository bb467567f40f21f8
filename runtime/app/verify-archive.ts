import { readEntryName } from '../core/archive/archive-form';
import { archiveRefused } from '../core/archive/archive-refused';
import { ArchiveCheck, type ArchiveFinding } from '../core/archive/check-archive';
import { readHead, readManifest, readRows } from '../core/archive/read-archive-rows';
import type { ArchiveReader } from '../ports/archive';
import { digestOf, textOf } from './read-entry';

export interface VerifiedArchive {
  readonly isClean: boolean;
  readonly executionId: string;
  readonly title: string;
  readonly status: string;
  readonly events: number;
  readonly lastHash: string;
  readonly receipt: string;
  /** SHA-256 in hex of the manifest, as `export` said it. */
  readonly digest: string;
  readonly findings: readonly ArchiveFinding[];
}

/**
 * Checks an archive by itself: its events are folded anew and everything else must follow from them or have its digest.
 * Changes and unpacks nothing. Memory as for one execution, whatever the archive says of itself.
 *
 * @throws {RequestError} `ARCHIVE_REFUSED` when it is none, is cut off, or has what no archive of ours has.
 */
export async function verifyArchive(archive: ArchiveReader): Promise<VerifiedArchive> {
  const check = new ArchiveCheck();
  let digest: string | undefined;
  for await (const entry of archive.entries()) {
    const name = readEntryName(entry.name);
    if (name === undefined) throw archiveRefused(`${JSON.stringify(entry.name.slice(0, 100))} is no entry of ours`);
    if (digest !== undefined) throw archiveRefused(`${entry.name} follows its manifest`);
    if (name.type === 'artifact' || name.type === 'log') {
      check.addEntry(entry.name, entry.size, await digestOf(entry));
      continue;
    }
    const { text, digest: own } = await textOf(entry);
    if (name.type === 'manifest') {
      check.addManifest(readManifest(entry.name, text));
      digest = own;
      continue;
    }
    if (name.type === 'rows') check.addRows(name.kind, readRows(name.kind, entry.name, text));
    else check.addHead(readHead(entry.name, text));
    check.addEntry(entry.name, entry.size, own);
  }
  if (digest === undefined) throw archiveRefused('it ends without its manifest');
  const findings = check.findings();
  const { id, plan, status, lastSeq, lastHash, receipt } = check.execution;
  return {
    isClean: findings.length === 0,
    executionId: id,
    title: String(plan.title),
    status,
    events: lastSeq,
    lastHash,
    receipt,
    digest,
    findings,
  };
}
