import { archiveRefused } from '../../core/archive/archive-refused';

export const BLOCK = 512;
const MOST_NAME = 100;

/** The header of a plain file in the ustar form. Owner, time and mode are the same for all: an archive depends on its content alone. */
export function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, MOST_NAME, 'utf8');
  header.write('0000600\0', 100, 'latin1');
  header.write('0000000\0', 108, 'latin1');
  header.write('0000000\0', 116, 'latin1');
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write(`${'0'.repeat(11)}\0`, 136, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/**
 * Name and size of a plain file; undefined for the zeros that end an archive.
 * @throws {RequestError} `ARCHIVE_REFUSED` for everything else: links, folders, devices, extended headers.
 */
export function readTarHeader(header: Buffer): { readonly name: string; readonly size: number } | undefined {
  if (header.every((byte) => byte === 0)) return undefined;
  if (octal(header, 148, 8) !== checksum(header)) throw archiveRefused('it is no tar archive, or damaged');
  const name = text(header, 0, MOST_NAME);
  const kind = header[156];
  if (kind !== 0x30 && kind !== 0) throw archiveRefused(`${JSON.stringify(name)} is no plain file`);
  if (text(header, 345, 155) !== '') throw archiveRefused(`${JSON.stringify(name)} has a longer name than any of ours`);
  const size = octal(header, 124, 12);
  if (size === undefined) throw archiveRefused(`${JSON.stringify(name)} has no size`);
  return { name, size };
}

/** The sum of all bytes, those of the sum itself counted as spaces. */
function checksum(header: Buffer): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : header[at]!;
  return sum;
}

function octal(header: Buffer, at: number, length: number): number | undefined {
  const digits = /^ *([0-7]{1,11})[ \0]*$/.exec(header.toString('latin1', at, at + length))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}

function text(header: Buffer, at: number, length: number): string {
  const field = header.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}
