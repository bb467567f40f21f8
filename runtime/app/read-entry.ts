import { MOST_DOCUMENT_BYTES } from '../core/archive/archive-form';
import { archiveRefused } from '../core/archive/archive-refused';
import { createDigest } from '../core/archive/create-digest';
import type { ArchiveEntry } from '../ports/archive';

/** SHA-256 in hex of an entry of any size. */
export async function digestOf(entry: ArchiveEntry): Promise<string> {
  const digest = createDigest();
  for await (const piece of entry.bytes()) digest.update(piece);
  return digest.hex();
}

/** Text and SHA-256 of an entry that is read whole. @throws {RequestError} `ARCHIVE_REFUSED` when it is larger than any of ours. */
export async function textOf(entry: ArchiveEntry): Promise<{ readonly text: string; readonly digest: string }> {
  if (entry.size > MOST_DOCUMENT_BYTES) throw archiveRefused(`${entry.name} is larger than any of ours`);
  const digest = createDigest();
  const decoder = new TextDecoder('utf-8');
  let text = '';
  for await (const piece of entry.bytes()) {
    digest.update(piece);
    text += decoder.decode(piece, { stream: true });
  }
  return { text: text + decoder.decode(), digest: digest.hex() };
}
