import { BoundedLines } from '../../../runtime/core/agent/bounded-lines';
import { OutputTail } from '../../../runtime/core/agent/output-tail';
import { truncateMiddle } from '../../../runtime/core/agent/truncate-middle';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('lines of a stream', () => {
  it('are the same wherever the stream is cut', () => {
    const whole = bytes('{"a":"ä€😀"}\n\nsecond\r\nthird');
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const lines = new BoundedLines(100);
      const got = [...lines.push(whole.subarray(0, cut)), ...lines.push(whole.subarray(cut)), ...lines.end()];
      expect(got).toEqual(['{"a":"ä€😀"}', 'second\r', 'third']);
    }
  });

  it('that are too long are skipped and counted, and the next is read', () => {
    const lines = new BoundedLines(1000);
    const before = process.memoryUsage().arrayBuffers;
    const chunk = new Uint8Array(1024 * 1024).fill(120);
    for (let i = 0; i < 50; i += 1) expect(lines.push(chunk)).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5_000_000);
    expect(lines.push(bytes('x\nnext\n'))).toEqual(['next']);
    expect(lines.skippedLines).toBe(1);
  });

  it('survive bytes that are not UTF-8', () => {
    expect(new BoundedLines(10).push(Uint8Array.of(0xff, 0x00, 0x61, 0x0a))).toEqual(['\ufffd\0a']);
  });
});

describe('the output of a command', () => {
  it('keeps beginning and end, and says what is missing', () => {
    const tail = new OutputTail(10);
    for (let i = 0; i < 1000; i += 1) tail.push(bytes(`${i}\n`));
    expect(tail.text()).toMatch(/^0\n1\n2\n3\n4\n\n\[… \d+ bytes left out …\]\n[\d\n]*998\n999\n$/);
  });

  it('is whole when it is short', () => {
    const tail = new OutputTail(10);
    tail.push(bytes('0123456'));
    tail.push(bytes('789abcdefg'));
    expect(tail.text()).toBe('0123456789abcdefg');
  });

  it('is cut in the middle for a model', () => {
    expect(truncateMiddle('a'.repeat(100), 100)).toHaveLength(100);
    expect(truncateMiddle(`${'a'.repeat(100)}${'b'.repeat(200)}`, 30)).toBe(
      `${'a'.repeat(10)}\n[… 270 characters left out …]\n${'b'.repeat(20)}`,
    );
  });
});
