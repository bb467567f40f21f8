import type { Findings, ProblemFacts } from '../findings';
import type { Position } from '../plan';
import { quote } from '../text/quote';
import type { OpenNode } from './data-node';

/** Ends the reading after its problem is recorded; caught in `readJson`. */
export class Stop extends Error {}

/** Where the reading of a JSON text stands, and how it ends when something is wrong there. */
export class JsonCursor {
  /** Offset of the next character. */
  at = 0;
  private line = 1;
  private lineStart = 0;

  constructor(
    readonly text: string,
    private readonly findings: Findings,
  ) {}

  skipSpace(): void {
    for (; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 10) {
        this.line++;
        this.lineStart = this.at + 1;
      } else if (code !== 32 && code !== 9 && code !== 13) {
        return;
      }
    }
  }

  takes(character: string): boolean {
    if (this.text.charAt(this.at) !== character) return false;
    this.at++;
    return true;
  }

  here(): Position {
    return { line: this.line, column: this.at - this.lineStart + 1 };
  }

  rest(): string {
    return this.text.slice(this.at, this.at + 20);
  }

  /** @param inside - The map or list that is open here, if one is. */
  expected(what: string, inside: OpenNode | undefined): never {
    if (this.at >= this.text.length) {
      const opened = inside === undefined ? '' : `; line ${inside.where.line} opens what is not closed`;
      return this.syntax(`The text ends where ${what} should stand${opened}`);
    }
    return this.syntax(`Here should stand ${what}, not ${quote(this.rest())}`, this.hintFor());
  }

  private hintFor(): string | undefined {
    const rest = this.text.slice(this.at, this.at + 9);
    if (rest.startsWith('//') || rest.startsWith('/*') || rest.startsWith('#'))
      return 'JSON has no comments; remove it';
    if (rest.startsWith("'")) return 'JSON texts stand in double quotes';
    if (/^[+-]?(?:NaN|Infinity)/.test(rest)) return 'JSON has neither NaN nor Infinity; leave the field out';
    if (/^(?:<<<<<<<|=======|>>>>>>>)/.test(rest)) return 'The file holds an unresolved merge conflict';
    if (/^[A-Za-z_]/.test(rest)) return 'JSON keys and texts stand in double quotes';
    if (rest.startsWith('"') || rest.startsWith('{')) return 'A comma is missing before it';
    return undefined;
  }

  syntax(message: string, hint?: string): never {
    return this.stop('PLAN_SYNTAX', this.here(), message, hint === undefined ? {} : { hint });
  }

  stop(code: string, where: Position, message: string, facts: ProblemFacts = {}): never {
    this.findings.problem(code, where, message, facts);
    throw new Stop();
  }
}
