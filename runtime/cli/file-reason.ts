import { messageOf } from '../core/errors';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8',
};

/** Why a file cannot be read, in words; the system's own where there are none. */
export function fileReason(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return (typeof code === 'string' ? REASONS[code] : undefined) ?? messageOf(error);
}
