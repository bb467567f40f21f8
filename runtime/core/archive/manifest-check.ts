import { ARCHIVE_FORMAT, type Manifest } from './archive-form';
import { archiveRefused } from './archive-refused';

/** Holds what was read of a backup to its manifest. */
export class ManifestCheck {
  private readonly seen = new Map<string, string>();

  /** @throws {RequestError} `ARCHIVE_REFUSED` for a name that comes twice. */
  add(name: string, size: number, digest: string): void {
    if (this.seen.has(name)) throw archiveRefused(`${name} stands in it twice`);
    this.seen.set(name, `${size} ${digest}`);
  }

  /** @throws {RequestError} `ARCHIVE_REFUSED` where an entry is missing, is another one, or is not listed. */
  finish({ format, entries }: Manifest): void {
    if (format !== ARCHIVE_FORMAT)
      throw archiveRefused(`it has form ${format}, and this version reads ${ARCHIVE_FORMAT}`);
    for (const { name, size, digest } of entries) {
      if (this.seen.get(name) !== `${size} ${digest}`) throw archiveRefused(`${name} is not what its manifest says`);
      this.seen.delete(name);
    }
    for (const name of this.seen.keys()) throw archiveRefused(`its manifest does not list ${name}`);
  }
}
