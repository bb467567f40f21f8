import { invalidUtf8 } from '../invalid-utf8';
import { Findings } from './findings';
import { DEFAULT_PLAN_LIMITS, type PlanProblem } from './plan';

export type DecodedPlan =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'problems'; readonly problems: readonly PlanProblem[]; readonly total: number };

/** First bytes of files that are no text, whatever their name says. */
const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['a gzip archive', [0x1f, 0x8b]],
  ['a zip archive (or an Office document)', [0x50, 0x4b, 0x03, 0x04]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['a program (ELF)', [0x7f, 0x45, 0x4c, 0x46]],
  ['a Zstandard archive', [0x28, 0xb5, 0x2f, 0xfd]],
];

const UTF16: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-32LE', [0xff, 0xfe, 0, 0]],
  ['UTF-16LE', [0xff, 0xfe]],
  ['UTF-16BE', [0xfe, 0xff]],
];

/**
 * The text of a plan that came as bytes, or why it is none: too large, another encoding than UTF-8, a binary file.
 * A byte order mark stays (`readPlan` strips it). Nothing is guessed and nothing replaced.
 */
export function decodePlanBytes(bytes: Uint8Array, maxBytes: number = DEFAULT_PLAN_LIMITS.bytes): DecodedPlan {
  const findings = new Findings();
  const start = { line: 1, column: 1 };
  const binary = SIGNATURES.find(([, signature]) => startsWith(bytes, signature));
  const encoding = UTF16.find(([, signature]) => startsWith(bytes, signature))?.[0] ?? unmarkedUtf16(bytes);

  if (bytes.length > maxBytes) {
    findings.problem('PLAN_TOO_LARGE', start, `The plan has ${bytes.length} bytes; ${maxBytes} are allowed`, {
      limit: maxBytes,
      seen: bytes.length,
      hint: 'Split the plan, or move long descriptions into files that the tasks name',
    });
  } else if (binary !== undefined) {
    findings.problem('PLAN_NOT_TEXT', start, `The file is ${binary[0]}, not a text`, {
      hint: 'Send the plan as plain text',
    });
  } else if (encoding !== undefined) {
    findings.problem('PLAN_ENCODING', start, `The file is encoded as ${encoding}`, {
      hint: `Save it as UTF-8: iconv -f ${encoding} -t UTF-8`,
    });
  } else {
    const invalid = invalidUtf8(bytes);
    if (invalid === undefined)
      return { type: 'text', text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
    findings.problem('PLAN_ENCODING', invalid.where, `Byte ${invalid.offset} is not valid UTF-8`, {
      hint: 'Save the file as UTF-8',
    });
  }
  return { type: 'problems', ...findings.report() };
}

/** What a text is called in which bytes that are no UTF-8 were replaced by U+FFFD. */
export const DAMAGED_UTF8 = 'UTF-8 with invalid bytes';

/**
 * The text of a file in UTF-16, or in UTF-8 with a few bytes that are none, with what it is encoded as: plans of other
 * tools are read all the same, ours are refused (`judgeEncoding`). Undefined for all others.
 */
export function decodeOther(
  bytes: Uint8Array,
  maxBytes: number = DEFAULT_PLAN_LIMITS.bytes,
): { readonly text: string; readonly encoding: string } | undefined {
  if (bytes.length > maxBytes || SIGNATURES.some(([, signature]) => startsWith(bytes, signature))) return undefined;
  const encoding = UTF16.find(([, signature]) => startsWith(bytes, signature))?.[0] ?? unmarkedUtf16(bytes);
  if (encoding?.startsWith('UTF-32')) return undefined;
  const text = new TextDecoder(encoding ?? 'utf-8', { ignoreBOM: true }).decode(bytes);
  if (encoding === undefined && (bytes.includes(0) || !isMostlyText(text))) return undefined;
  return { text, encoding: encoding ?? DAMAGED_UTF8 };
}

/** Few of its characters stand for bytes that could not be read. */
function isMostlyText(text: string): boolean {
  let lost = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) lost++;
  return lost * 20 <= text.length;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/** UTF-16 without a mark shows as text in which every other byte is zero. */
function unmarkedUtf16(bytes: Uint8Array): string | undefined {
  if (bytes.length < 4) return undefined;
  if (bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0) return 'UTF-16BE';
  if (bytes[0] !== 0 && bytes[1] === 0 && bytes[3] === 0) return 'UTF-16LE';
  return undefined;
}
