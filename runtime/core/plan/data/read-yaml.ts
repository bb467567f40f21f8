import { type Alias, Composer, CST, isAlias, isMap, isScalar, isSeq, Lexer, type Node, Parser } from 'yaml';
import type { Findings } from '../findings';
import type { PlanLimits, Position } from '../plan';
import { lineIndex } from '../text/line-index';
import { quote } from '../text/quote';
import { type DataNode, type OpenNode, placeOfKey } from './data-node';

/** Tags that say what the value is anyway. */
const PLAIN_TAGS: readonly string[] = ['!!str', '!!int', '!!float', '!!bool', '!!null', '!!seq', '!!map'];

/**
 * Reads one YAML 1.2 document with the line and column of every part. Aliases become copies, within the limits; tags
 * that make objects, merge keys, cyclic aliases, keys that are no text and a key twice are refused. Problems go to
 * `findings`; when there are any, the answer is undefined.
 *
 * The `yaml` package is quadratic in the keys of a map when it checks them, and recursive: so depth, keys, tags and
 * aliases are counted on its tokens before it composes anything, and keys are compared here.
 */
export function readYaml(text: string, limits: PlanLimits, findings: Findings): DataNode | undefined {
  const positionAt = lineIndex(text);
  const tokens = tokensWithin(text, limits, findings, positionAt);
  if (tokens === undefined) return undefined;

  const documents = [
    ...new Composer({
      uniqueKeys: false,
      version: '1.2',
      schema: 'core',
      stringKeys: false,
      logLevel: 'silent',
    }).compose(parsed(tokens)),
  ];
  const [document] = documents;
  for (const found of documents) {
    for (const error of found.errors) {
      findings.problem('PLAN_SYNTAX', positionAt(error.pos[0]), firstLine(error.message), hintOf(error.code));
    }
  }
  if (documents.length > 1) {
    findings.problem('PLAN_SYNTAX', positionAt(documents[1]!.range[0]), 'The file holds several YAML documents', {
      hint: 'Send one document: remove the line --- between them',
    });
  }
  if (findings.hasProblems || document === undefined || document.contents === null) return undefined;
  const targets = new Map<Alias, Node | undefined>();
  const resolve = (alias: Alias): Node | undefined => {
    if (!targets.has(alias)) targets.set(alias, alias.resolve(document));
    return targets.get(alias);
  };
  const node = toData(document.contents as Node, resolve, limits, findings, positionAt);
  return findings.hasProblems ? undefined : node;
}

function* parsed(tokens: readonly string[]): Generator<CST.Token> {
  const parser = new Parser();
  for (const token of tokens) yield* parser.next(token);
  yield* parser.end();
}

/** The tokens of a text, unless what would make composing slow or deep is counted on them. Linear. */
function tokensWithin(
  text: string,
  limits: PlanLimits,
  findings: Findings,
  positionAt: (offset: number) => Position,
): readonly string[] | undefined {
  const tokens: string[] = [];
  const blocks: number[] = [];
  let flowDepth = 0;
  let keys = 0;
  let aliases = 0;
  let offset = 0;
  let lineStart = 0;
  let isScalarNext = false;
  const refuse = (code: string, message: string, limit?: number, hint?: string): undefined => {
    findings.problem(code, positionAt(offset), message, {
      ...(limit === undefined ? {} : { limit }),
      ...(hint === undefined ? {} : { hint }),
    });
    return undefined;
  };

  for (const token of new Lexer().lex(text)) {
    tokens.push(token);
    if (token === CST.DOCUMENT || token === CST.FLOW_END) continue;
    if (token === CST.SCALAR) {
      isScalarNext = true;
      continue;
    }
    const type = isScalarNext ? 'scalar' : CST.tokenType(token);
    isScalarNext = false;
    switch (type) {
      case 'flow-map-start':
      case 'flow-seq-start':
        flowDepth++;
        break;
      case 'flow-map-end':
      case 'flow-seq-end':
        flowDepth = Math.max(0, flowDepth - 1);
        break;
      case 'map-value-ind':
        if (++keys > limits.keys) return refuse('PLAN_KEYS', `The plan has more than ${limits.keys} keys`, limits.keys);
        break;
      case 'alias':
        if (++aliases > limits.aliases) {
          return refuse(
            'PLAN_ALIASES',
            `The plan has more than ${limits.aliases} aliases (*name)`,
            limits.aliases,
            'Write the values out',
          );
        }
        break;
      case 'tag':
        if (!PLAIN_TAGS.includes(token))
          return refuse(
            'PLAN_TAG',
            `The tag ${quote(token)} is not allowed`,
            undefined,
            'Remove the tag; plans are plain data',
          );
        break;
      case 'directive-line':
        if (token.trim() !== '%YAML 1.2') {
          return refuse(
            'PLAN_SYNTAX',
            `The directive ${quote(token.trim())} is not supported`,
            undefined,
            'Plans are YAML 1.2; remove the line',
          );
        }
        break;
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        if (token.length < 2 || !token.endsWith(token.charAt(0))) {
          return refuse(
            'PLAN_SYNTAX',
            'The text that opens here is never closed',
            undefined,
            `Add the closing ${token.charAt(0)}`,
          );
        }
        break;
      default:
        break;
    }
    if (token.length > limits.stringLength && (type === 'scalar' || type?.endsWith('-scalar'))) {
      return refuse(
        'PLAN_STRING',
        `A text has more than ${limits.stringLength} characters`,
        limits.stringLength,
        'Move long texts into files',
      );
    }
    if (type !== 'space' && type !== 'newline' && type !== 'comment' && flowDepth === 0) {
      const column = offset - lineStart;
      while (blocks.length > 0 && blocks[blocks.length - 1]! >= column) blocks.pop();
      blocks.push(column);
    }
    if (blocks.length + flowDepth > limits.depth * 2 || flowDepth > limits.depth) {
      return refuse('PLAN_DEPTH', `The plan is nested deeper than ${limits.depth} levels`, limits.depth);
    }
    const newline = token.lastIndexOf('\n');
    if (newline >= 0) lineStart = offset + newline + 1;
    offset += token.length;
  }
  return tokens;
}

/** Turns the package's nodes into ours, over an explicit stack; copies of aliases count towards a limit. */
function toData(
  root: Node,
  resolve: (alias: Alias) => Node | undefined,
  limits: PlanLimits,
  findings: Findings,
  positionAt: (offset: number) => Position,
): DataNode | undefined {
  const most = limits.keys * 4;
  const open: (OpenNode & { readonly node: Node; next: number; key?: { name: string; where: Position } })[] = [];
  let count = 0;
  let current: unknown = root;
  let around = positionAt(0);

  while (true) {
    let node = current as Node | null | undefined;
    const where: Position = node?.range ? positionAt(node.range[0]) : around;
    if (isAlias(node)) {
      const name = node.source;
      node = resolve(node);
      if (node === undefined) {
        findings.problem('PLAN_SYNTAX', where, `The alias *${name} names no anchor`);
        return undefined;
      }
      if (open.some((outer) => outer.node === node)) {
        findings.problem('PLAN_ALIAS_CYCLE', where, `The alias *${name} holds itself`, { hint: 'Write the value out' });
        return undefined;
      }
    }
    if (++count > most) {
      findings.problem('PLAN_ALIASES', where, 'The aliases of the plan grow into too many values', {
        limit: most,
        hint: 'Write the values out',
      });
      return undefined;
    }

    let value: DataNode | undefined;
    if (isMap(node)) open.push({ type: 'map', where, entries: [], node, next: 0 });
    else if (isSeq(node)) open.push({ type: 'list', where, items: [], node, next: 0 });
    else value = scalarOf(node, where);
    if (open.length > limits.depth) {
      findings.problem('PLAN_DEPTH', where, `The plan is nested deeper than ${limits.depth} levels`, {
        limit: limits.depth,
      });
      return undefined;
    }

    while (true) {
      const parent = open[open.length - 1];
      if (value !== undefined) {
        if (parent === undefined) return value;
        if (parent.type === 'list') parent.items.push(value);
        else parent.entries.push({ key: parent.key!.name, where: parent.key!.where, value });
        value = undefined;
      }
      const inside = parent!;
      around = inside.where;
      if (inside.type === 'list' && isSeq(inside.node) && inside.next < inside.node.items.length) {
        current = inside.node.items[inside.next++];
        break;
      }
      if (inside.type === 'map' && isMap(inside.node) && inside.next < inside.node.items.length) {
        const pair = inside.node.items[inside.next++]!;
        const key = keyOf(pair.key, inside, findings, positionAt);
        if (key === undefined) continue;
        inside.key = key;
        around = key.where;
        current = pair.value;
        break;
      }
      open.pop();
      value =
        inside.type === 'map'
          ? { type: 'map', where: inside.where, entries: inside.entries }
          : { type: 'list', where: inside.where, items: inside.items };
    }
  }
}

function keyOf(
  key: unknown,
  map: OpenNode & { readonly type: 'map' },
  findings: Findings,
  positionAt: (offset: number) => Position,
): { name: string; where: Position } | undefined {
  const range = (key as Node | null)?.range;
  const where = range ? positionAt(range[0]) : map.where;
  if (!isScalar(key) || key.value === null) {
    findings.problem('PLAN_KEY', where, 'A key must be a text', { hint: 'Put the key in quotes' });
    return undefined;
  }
  const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
  if (name === '<<' && key.type === 'PLAIN') {
    findings.problem('PLAN_KEY', where, 'Merge keys (<<) are not allowed', { hint: 'Write the fields out' });
    return undefined;
  }
  const first = placeOfKey(map, name);
  if (first !== undefined) {
    findings.problem('PLAN_DUPLICATE_KEY', where, `The key ${quote(name)} stands here and in line ${first.line}`, {
      hint: 'Keep one of them',
    });
  }
  return { name, where };
}

function scalarOf(node: unknown, where: Position): DataNode {
  if (!isScalar(node)) return { type: 'null', where, value: null, source: '' };
  const { value } = node;
  const source = node.source ?? String(value);
  if (typeof value === 'string') return { type: 'text', where, value, source };
  if (typeof value === 'number') return { type: 'number', where, value, source };
  if (typeof value === 'boolean') return { type: 'boolean', where, value, source };
  return { type: 'null', where, value: null, source };
}

function firstLine(message: string): string {
  const line = message.split('\n', 1)[0]!;
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

function hintOf(code: string): { hint?: string } {
  const hints: Readonly<Record<string, string>> = {
    TAB_AS_INDENT: 'Indent with spaces, not with tabs',
    BAD_INDENT: 'Indent the lines of one list or map equally',
    MULTILINE_IMPLICIT_KEY: 'Put texts that hold ": " in quotes',
    BLOCK_AS_IMPLICIT_KEY: 'Put texts that hold ": " in quotes',
    BAD_ALIAS: 'Put texts that begin with * or & in quotes',
    BAD_SCALAR_START: 'Put texts that begin with @ or ` in quotes',
    MISSING_CHAR: 'A comma, bracket or quote is missing',
    UNEXPECTED_TOKEN: 'Check the indentation of this line and the one before',
  };
  const hint = Object.hasOwn(hints, code) ? hints[code] : undefined;
  return hint === undefined ? {} : { hint };
}
