import { CST, Lexer } from 'yaml';
import type { Findings } from '../findings';
import type { PlanLimits, Position } from '../plan';
import { quote } from '../text/quote';
import { mostKeysInAll } from './most-keys';

/** Tags that say what the value is anyway. */
const PLAIN_TAGS: readonly string[] = ['!!str', '!!int', '!!float', '!!bool', '!!null', '!!seq', '!!map'];

type TokenType = ReturnType<typeof CST.tokenType>;

/**
 * The tokens of a text of YAML, when it may be composed: counts on them what would make that slow or deep, and refuses
 * tags that make objects, directives and quotes that are never closed. The first problem goes to `findings`; the answer
 * is undefined then. Linear.
 */
export function yamlTokensWithin(
  text: string,
  limits: PlanLimits,
  findings: Findings,
  positionAt: (offset: number) => Position,
): readonly string[] | undefined {
  const tokens: string[] = [];
  const counts = new TokenCounts(limits);
  const depth = new TokenDepth(limits.depth);
  let offset = 0;
  let isScalarNext = false;
  for (const token of new Lexer().lex(text)) {
    tokens.push(token);
    if (token === CST.DOCUMENT || token === CST.FLOW_END) continue;
    if (token === CST.SCALAR) {
      isScalarNext = true;
      continue;
    }
    const type = isScalarNext ? 'scalar' : CST.tokenType(token);
    isScalarNext = false;
    const refusal = counts.take(type, token) ?? depth.take(type, token, offset);
    if (refusal !== undefined) {
      const { code, message, limit, hint } = refusal;
      const facts = { ...(limit === undefined ? {} : { limit }), ...(hint === undefined ? {} : { hint }) };
      findings.problem(code, positionAt(offset), message, facts);
      return undefined;
    }
    offset += token.length;
  }
  return tokens;
}

/** Why a token is refused. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly limit?: number;
  readonly hint?: string;
}

/** Keys, aliases, tags, directives and texts. */
class TokenCounts {
  private keys = 0;
  private aliases = 0;
  private readonly mostKeys: number;

  constructor(private readonly limits: PlanLimits) {
    this.mostKeys = mostKeysInAll(limits);
  }

  take(type: TokenType, token: string): Refusal | undefined {
    const { mostKeys, limits } = this;
    switch (type) {
      case 'map-value-ind':
        if (++this.keys <= mostKeys) return undefined;
        return { code: 'PLAN_KEYS', message: `The plan has more than ${mostKeys} keys`, limit: mostKeys };
      case 'alias': {
        const { aliases } = limits;
        if (++this.aliases <= aliases) return undefined;
        const message = `The plan has more than ${aliases} aliases (*name)`;
        return { code: 'PLAN_ALIASES', message, limit: aliases, hint: 'Write the values out' };
      }
      case 'tag': {
        if (PLAIN_TAGS.includes(token)) return undefined;
        const hint = 'Remove the tag; plans are plain data';
        return { code: 'PLAN_TAG', message: `The tag ${quote(token)} is not allowed`, hint };
      }
      case 'directive-line': {
        if (token.trim() === '%YAML 1.2') return undefined;
        const message = `The directive ${quote(token.trim())} is not supported`;
        return { code: 'PLAN_SYNTAX', message, hint: 'Plans are YAML 1.2; remove the line' };
      }
      default:
        return type === 'scalar' || type?.endsWith('-scalar') ? this.text(type, token) : undefined;
    }
  }

  private text(type: TokenType, token: string): Refusal | undefined {
    const isQuoted = type === 'single-quoted-scalar' || type === 'double-quoted-scalar';
    if (isQuoted && (token.length < 2 || !token.endsWith(token.charAt(0)))) {
      const message = 'The text that opens here is never closed';
      return { code: 'PLAN_SYNTAX', message, hint: `Add the closing ${token.charAt(0)}` };
    }
    const limit = this.limits.stringLength;
    if (token.length <= limit) return undefined;
    const message = `A text has more than ${limit} characters`;
    return { code: 'PLAN_STRING', message, limit, hint: 'Move long texts into files' };
  }
}

/** How deep the blocks and brackets are nested. */
class TokenDepth {
  /** Columns of the blocks that are open. */
  private readonly blocks: number[] = [];
  private flow = 0;
  private lineStart = 0;

  constructor(private readonly most: number) {}

  take(type: TokenType, token: string, offset: number): Refusal | undefined {
    const { blocks, most } = this;
    if (type === 'flow-map-start' || type === 'flow-seq-start') this.flow++;
    else if (type === 'flow-map-end' || type === 'flow-seq-end') this.flow = Math.max(0, this.flow - 1);
    if (type !== 'space' && type !== 'newline' && type !== 'comment' && this.flow === 0) {
      const column = offset - this.lineStart;
      while (blocks.length > 0 && blocks[blocks.length - 1]! >= column) blocks.pop();
      blocks.push(column);
    }
    if (blocks.length + this.flow > most * 2 || this.flow > most)
      return { code: 'PLAN_DEPTH', message: `The plan is nested deeper than ${most} levels`, limit: most };
    const newline = token.lastIndexOf('\n');
    if (newline >= 0) this.lineStart = offset + newline + 1;
    return undefined;
  }
}
