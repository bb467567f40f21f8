/** Takes the entries of one archive, one after the other. */
export interface ArchiveWriter {
  add(name: string, bytes: Uint8Array): Promise<void>;
}

/** Gives the entries of one archive in their order. Names and bytes are a stranger's: believe nothing. */
export interface ArchiveReader {
  /** @throws {RequestError} `ARCHIVE_REFUSED` when it is no archive, is damaged, or has more than is read. */
  entries(): AsyncIterable<ArchiveEntry>;
}

export interface ArchiveEntry {
  readonly name: string;
  readonly size: number;
  /** Once, and before the next entry is asked for. What is not read is skipped. */
  bytes(): AsyncIterable<Uint8Array>;
}
