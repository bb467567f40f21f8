import fc from 'fast-check';
import { decodePlanBytes } from '../../../runtime/core/plan/decode-plan-bytes';
import { verifies } from '../../support/verifies';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

describe('decodePlanBytes', () => {
  it.each<[string, Uint8Array, string, string]>([
    ['17 gzip', bytes([0x1f, 0x8b, 8, 0]), 'PLAN_NOT_TEXT', 'gzip'],
    ['17 PDF', bytes('%PDF-1.7'), 'PLAN_NOT_TEXT', 'PDF'],
    ['17 PNG', bytes([0x89, 0x50, 0x4e, 0x47]), 'PLAN_NOT_TEXT', 'PNG'],
    ['17 ELF', bytes([0x7f, 0x45, 0x4c, 0x46]), 'PLAN_NOT_TEXT', 'ELF'],
    ['5 UTF-16LE', bytes([0xff, 0xfe], Buffer.from('- [ ] a', 'utf16le').toJSON().data), 'PLAN_ENCODING', 'UTF-16LE'],
    ['5 UTF-16BE', bytes([0xfe, 0xff, 0, 0x2d]), 'PLAN_ENCODING', 'UTF-16BE'],
    ['5 UTF-16LE without a mark', Buffer.from('- [ ] a', 'utf16le'), 'PLAN_ENCODING', 'UTF-16LE'],
    ['6 an invalid byte', bytes('ab\nc', [0xff], 'd'), 'PLAN_ENCODING', 'Byte 4'],
    ['7 an overlong form', bytes('a', [0xc0, 0xaf]), 'PLAN_ENCODING', 'Byte 1'],
    ['8 a surrogate', bytes([0xed, 0xa0, 0x80]), 'PLAN_ENCODING', 'Byte 0'],
    ['a cut character', bytes('a', [0xe2, 0x82]), 'PLAN_ENCODING', 'Byte 1'],
    ['19 too many bytes', new Uint8Array(2 * 1024 * 1024 + 1), 'PLAN_TOO_LARGE', '2097153'],
  ])(`refuses %s${verifies('R-4')}`, (_, input, code, words) => {
    expect(decodePlanBytes(input)).toMatchObject({
      type: 'problems',
      total: 1,
      problems: [{ code, message: expect.stringContaining(words) }],
    });
  });

  it('says in which line an invalid byte stands', () => {
    expect(decodePlanBytes(bytes('ab\nc', [0xff]))).toMatchObject({
      problems: [{ line: 2, column: 2, message: 'Byte 4 is not valid UTF-8' }],
    });
  });

  it('decodes every text, byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (text) => {
        fc.pre(!/^(?:PK|\u001f|%PDF)/.test(text) && !text.includes('\0'));
        expect(decodePlanBytes(new TextEncoder().encode(text))).toEqual({ type: 'text', text });
      }),
    );
    expect(decodePlanBytes(bytes([0xef, 0xbb, 0xbf], 'a'))).toEqual({ type: 'text', text: '\ufeffa' });
  });

  it('accepts exactly what the platform accepts', () => {
    const strict = new TextDecoder('utf-8', { fatal: true });
    const accepts = (input: Uint8Array): boolean => {
      try {
        strict.decode(input);
        return true;
      } catch {
        return false;
      }
    };
    const byte = fc.constantFrom(
      0x41,
      0x7f,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc0,
      0xc2,
      0xdf,
      0xe0,
      0xe1,
      0xed,
      0xef,
      0xf0,
      0xf1,
      0xf4,
      0xf5,
      0xff,
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 6 }), (tail) => {
        const input = Uint8Array.from([0x41, ...tail]);
        expect(decodePlanBytes(input).type === 'text').toBe(accepts(input));
      }),
      { numRuns: 3_000 },
    );
  });
});
