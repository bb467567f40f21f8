const KEPT_BYTES = 8 * 1024;
const LINES = 20;
const SUMMARY_LINES = 3;
const SUMMARY_CHARACTERS = 300;

/** The end of what a command printed, in bounded memory. Colours and other control sequences are taken out. */
export class OutputTail {
  private bytes = Buffer.alloc(0);

  add(chunk: Uint8Array): void {
    const all = Buffer.concat([this.bytes, chunk.subarray(-KEPT_BYTES)]);
    this.bytes = all.subarray(-KEPT_BYTES);
  }

  /** The last 20 lines that are not empty. */
  lastLines(): string {
    return this.lines().slice(-LINES).join('\n');
  }

  /** The last 3 lines that are not empty, in one, at most 300 characters. */
  summary(): string {
    const text = this.lines().slice(-SUMMARY_LINES).join(' · ');
    return text.length > SUMMARY_CHARACTERS ? `…${text.slice(1 - SUMMARY_CHARACTERS)}` : text;
  }

  private lines(): readonly string[] {
    const plain = this.bytes
      .toString('utf8')
      .replace(/\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])/g, '')
      .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '');
    return plain
      .split(/[\r\n]+/)
      .map((line) => line.trimEnd())
      .filter((line) => line.trim() !== '');
  }
}
