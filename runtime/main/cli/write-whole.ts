import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { TarArchiveWriter } from '../../adapters/tar/tar-archive-writer';
import { fileReason } from '../../cli/file-reason';
import { isNightshiftError, RequestError } from '../../core/errors';

/** Writes an archive that is whole or not there, readable by its owner only. @throws {RequestError} `ARCHIVE_TARGET`. */
export async function writeWhole<T>(path: string, write: (archive: TarArchiveWriter) => Promise<T>): Promise<T> {
  const draft = `${path}.${process.pid}.new`;
  const archive = new TarArchiveWriter(createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }));
  try {
    const result = await write(archive);
    await archive.finish();
    renameSync(draft, path);
    return result;
  } catch (error) {
    await archive.discard();
    rmSync(draft, { force: true });
    if (isNightshiftError(error)) throw error;
    throw archiveTarget(path, fileReason(error), error);
  }
}

/** The refusal of a place for an archive. */
export function archiveTarget(path: string, reason: string, cause?: unknown): RequestError {
  return new RequestError('ARCHIVE_TARGET', `${path} cannot be written: ${reason}`, {
    hint: 'Name another file, in a folder that you can write to.',
    cause,
  });
}
