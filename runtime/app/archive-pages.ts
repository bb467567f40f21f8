import { ARCHIVE_FORMAT, MANIFEST_ENTRY, type ManifestEntry, PAGE_BYTES } from '../core/archive/archive-form';
import { canonicalJson } from '../core/execution/canonical-json';
import { sha256 } from '../core/execution/hash-event';
import type { ArchiveWriter } from '../ports/archive';

/** Writes rows into pages of an archive, files as they are, and at the end what all of them hold. Memory: the open pages. */
export class ArchivePages<Kind extends string> {
  private readonly entries: ManifestEntry[] = [];
  private readonly open = new Map<Kind, { page: number; bytes: number; lines: string[] }>();

  constructor(
    private readonly archive: ArchiveWriter,
    private readonly entryOf: (kind: Kind, page: number) => string,
  ) {}

  document(name: string, value: unknown): Promise<void> {
    return this.file(name, Buffer.from(`${canonicalJson(value)}\n`));
  }

  row(kind: Kind, row: unknown): Promise<void> {
    return this.line(kind, canonicalJson(row));
  }

  /** A row that is one line of JSON already. */
  async line(kind: Kind, row: string): Promise<void> {
    const page = this.open.get(kind) ?? { page: 1, bytes: 0, lines: [] };
    this.open.set(kind, page);
    page.lines.push(`${row}\n`);
    page.bytes += row.length + 1;
    if (page.bytes >= PAGE_BYTES) await this.close(kind);
  }

  async close(kind: Kind): Promise<void> {
    const page = this.open.get(kind);
    if (page === undefined || page.lines.length === 0) return;
    const { lines } = page;
    this.open.set(kind, { page: page.page + 1, bytes: 0, lines: [] });
    await this.file(this.entryOf(kind, page.page), Buffer.from(lines.join('')));
  }

  async file(name: string, bytes: Uint8Array): Promise<void> {
    this.entries.push({ name, size: bytes.byteLength, digest: sha256(bytes) });
    await this.archive.add(name, bytes);
  }

  /** Writes the manifest, and answers with its SHA-256 in hex. */
  async finish(): Promise<string> {
    const manifest = Buffer.from(`${canonicalJson({ format: ARCHIVE_FORMAT, entries: this.entries })}\n`);
    await this.archive.add(MANIFEST_ENTRY, manifest);
    return sha256(manifest);
  }
}
