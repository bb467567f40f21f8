import { RequestError } from '../errors';

/** The refusal of an archive that is not read to its end. */
export function archiveRefused(why: string, cause?: unknown): RequestError {
  return new RequestError('ARCHIVE_REFUSED', `This archive is not read: ${why}`, {
    hint: 'Use an archive as `nightshift export` wrote it, copied whole.',
    cause,
  });
}
