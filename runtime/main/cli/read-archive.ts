import { createReadStream } from 'node:fs';
import { TarArchiveReader } from '../../adapters/tar/tar-archive-reader';
import { fileReason } from '../../cli/file-reason';
import { RequestError } from '../../core/errors';

/** Reads an archive from a file. @throws {RequestError} `ARCHIVE_UNREADABLE`. */
export function readArchive<T>(path: string, read: (archive: TarArchiveReader) => Promise<T>): Promise<T> {
  const source = createReadStream(path);
  const failed = new Promise<never>((_, reject) => {
    source.once('error', (cause) =>
      reject(
        new RequestError('ARCHIVE_UNREADABLE', `${path} cannot be read: ${fileReason(cause)}`, {
          hint: 'Name an archive that nightshift wrote.',
          cause,
        }),
      ),
    );
  });
  return Promise.race([failed, read(new TarArchiveReader(source))]);
}
