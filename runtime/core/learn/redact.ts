import { KEY_RULES, type KeyRule } from './key-rules';
import { secretForms } from './secret-forms';

/** What stands where a secret stood. */
export const REDACTED = '[redacted]';

/** Takes secrets out of a text that comes in pieces. */
export interface Redactor {
  /** What can be said for sure so far: all of the text but its end, while that could be the start of a secret. */
  push(chunk: string): string;
  /** The rest. The redactor is not used after it. */
  end(): string;
}

/**
 * Takes known secrets and whatever has the form of a key out of a stream of text. Terminal sequences are removed too,
 * so that none can hide between the letters of a secret; line breaks inside a secret do not hide it either.
 *
 * One pass: a table of letter pairs says where a form may start, and only there is compared. Forms are cut to pieces of
 * at most 64 letters, so the cost at one place is bounded and the whole is linear.
 *
 * *Shape*: apart from what was replaced and terminal sequences, the text is unchanged. Nothing longer than 24 KiB is held back.
 *
 * @param secrets - Their values; those shorter than 8 letters are not looked for, they would match everywhere. The list is
 *   not changed after: what is made of it is kept with it.
 * Source: I24, S-20.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  return redactorOf(compiled(secrets));
}

/** Takes secrets out of a whole text. */
export function redact(secrets: readonly string[], text: string): string {
  const redactor = createRedactor(secrets);
  return redactor.push(text) + redactor.end();
}

/** Takes whatever has the form of a key out of a whole text. */
export function redactPatterns(text: string): string {
  const redactor = redactorOf(RULES_ONLY);
  return redactor.push(text) + redactor.end();
}

interface Starts {
  readonly forms: readonly string[];
  readonly rules: readonly KeyRule[];
}

interface Compiled {
  /** Index into `starts`, plus one, by the low bytes of two letters in a row. */
  readonly pairs: Uint16Array;
  readonly starts: readonly Starts[];
  /** 1 for the low byte of each letter that a pair starts with. */
  readonly firsts: Uint8Array;
}

/** Tables by the list that they were made of: a process redacts with one list for as long as it lives. */
const COMPILED = new WeakMap<readonly string[], Compiled>();

function compiled(secrets: readonly string[]): Compiled {
  const known = COMPILED.get(secrets);
  if (known !== undefined) return known;
  const made = compile(secrets);
  COMPILED.set(secrets, made);
  return made;
}

function compile(secrets: readonly string[]): Compiled {
  const byPair = new Map<number, { forms: string[]; rules: KeyRule[] }>();
  const startsAt = (text: string) => {
    const pair = pairOf(text.charCodeAt(0), text.charCodeAt(1));
    const known = byPair.get(pair) ?? { forms: [], rules: [] };
    byPair.set(pair, known);
    return known;
  };
  for (const form of secretForms(secrets)) startsAt(form).forms.push(form);
  for (const rule of KEY_RULES) startsAt(rule.anchor).rules.push(rule);

  const pairs = new Uint16Array(65_536);
  const firsts = new Uint8Array(256);
  const starts: Starts[] = [];
  for (const [pair, { forms, rules }] of byPair) {
    starts.push({ forms: forms.sort((a, b) => b.length - a.length), rules });
    pairs[pair] = starts.length;
    firsts[pair >> 8] = 1;
  }
  return { pairs, starts, firsts };
}

const pairOf = (first: number, second: number): number => ((first & 0xff) << 8) | (second & 0xff);

const RULES_ONLY: Compiled = compile([]);

/** An escape sequence of a terminal: colours, cursor, titles, links. Bounded, so that an open one holds nothing up for long. */
const TERMINAL =
  /\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|[\]PX^_][^\x07\x1b]{0,2048}(?:\x07|\x1b\\)|[ -/]{0,4}[0-Z\\^-~])|\x9b[0-?]{0,64}[@-~]/g;
/** The start of one, at the end of a piece. */
const OPEN_TERMINAL =
  /(?:\x1b(?:\[[0-?]{0,64}[ -/]{0,8}|[\]PX^_][^\x07\x1b]{0,2048}\x1b?|[ -/]{0,4})?|\x9b[0-?]{0,64})$/;
const LONGEST_TERMINAL = 2_100;
/** Pieces are looked at in turn, so that a text of many megabytes is not copied as a whole. */
const PIECE = 256 * 1024;
const LONGEST_KEY_BLOCK = 64 * 1024;

function redactorOf({ pairs, starts, firsts }: Compiled): Redactor {
  /** Came in, not looked at: may be an open terminal sequence. */
  let raw = '';
  /** Looked at: starts with what may be a secret. */
  let held = '';
  /** Letters left of a block of a private key whose end has not come. */
  let blockLeft = 0;
  /** The last two letters that were let out, none right after a secret: what stands before a key decides whether it is one. */
  let before = '';
  const lettersBefore = (text: string, done: number, at: number): string =>
    `${done === 0 ? before : ''}${text.slice(Math.max(done, at - 2), at)}`.slice(-2);

  const scan = (text: string, isLast: boolean): string => {
    const out: string[] = [];
    let done = 0;
    let position = 0;

    if (blockLeft > 0) {
      const end = endOfBlock(text, 0, blockLeft, isLast);
      if (end.type === 'open') {
        blockLeft -= end.keepFrom;
        held = text.slice(end.keepFrom);
        return '';
      }
      blockLeft = 0;
      before = '';
      done = end.at;
      position = end.at;
    }

    let previous = -1;
    let previousAt = -1;
    for (; position < text.length; position++) {
      const letter = text.charCodeAt(position);
      if (letter === 10 || letter === 13) continue;
      const start = previousAt < done ? 0 : pairs[((previous & 0xff) << 8) | (letter & 0xff)]!;
      if (start !== 0) {
        const found = matchAt(text, previousAt, starts[start - 1]!, lettersBefore(text, done, previousAt), isLast);
        if (found.type === 'more') {
          out.push(text.slice(done, previousAt));
          before = lettersBefore(text, done, previousAt);
          held = text.slice(previousAt);
          return out.join('');
        }
        if (found.type === 'secret') {
          out.push(text.slice(done, found.from), REDACTED);
          done = found.to;
          if (found.opensBlock) {
            const end = endOfBlock(text, found.to, LONGEST_KEY_BLOCK, isLast);
            if (end.type === 'open') {
              blockLeft = LONGEST_KEY_BLOCK - (end.keepFrom - found.to);
              before = '';
              held = text.slice(end.keepFrom);
              return out.join('');
            }
            done = end.at;
          }
          position = done - 1;
          previous = -1;
          previousAt = -1;
          continue;
        }
      }
      previous = letter;
      previousAt = position;
    }
    // The last letter may be the first of a pair, also with line breaks after it: it waits for the next one.
    const isOpen = !isLast && previousAt >= done && firsts[previous & 0xff] === 1;
    const keep = isOpen ? previousAt : text.length;
    out.push(text.slice(done, keep));
    before = lettersBefore(text, done, keep);
    held = text.slice(keep);
    return out.join('');
  };

  const take = (piece: string, isLast: boolean): string => {
    let text = raw + piece;
    raw = '';
    if (text.includes('\x1b') || text.includes('\x9b')) {
      if (!isLast) {
        const tail = text.slice(-LONGEST_TERMINAL);
        const open = OPEN_TERMINAL.exec(tail);
        if (open !== null && open[0] !== '') {
          raw = open[0];
          text = text.slice(0, text.length - raw.length);
        }
      }
      text = text.replace(TERMINAL, '');
    }
    const whole = held + text;
    held = '';
    return scan(whole, isLast);
  };

  return {
    push: (chunk) => {
      if (chunk.length <= PIECE) return take(chunk, false);
      const out: string[] = [];
      for (let at = 0; at < chunk.length; at += PIECE) out.push(take(chunk.slice(at, at + PIECE), false));
      return out.join('');
    },
    end: () => take('', true),
  };
}

type Found =
  | { readonly type: 'nothing' }
  /** It could be one: only more text can tell. */
  | { readonly type: 'more' }
  | { readonly type: 'secret'; readonly from: number; readonly to: number; readonly opensBlock: boolean };

const NOTHING: Found = { type: 'nothing' };
const MORE: Found = { type: 'more' };

function matchAt(text: string, at: number, { forms, rules }: Starts, before: string, isLast: boolean): Found {
  for (const form of forms) {
    const end = endOfForm(text, at, form);
    if (end > 0) return { type: 'secret', from: at, to: end, opensBlock: false };
    if (end === -1 && !isLast) return MORE;
  }
  for (const rule of rules) {
    if (!text.startsWith(rule.anchor, at)) {
      if (!isLast && at + rule.anchor.length > text.length && rule.anchor.startsWith(text.slice(at))) return MORE;
      continue;
    }
    if (rule.boundary !== 'none' && !isBoundary(before, rule.boundary)) continue;
    if (!isLast && text.length - at < rule.reach && rule.open.test(text.slice(at + rule.anchor.length))) return MORE;
    rule.form.lastIndex = at;
    const match = rule.form.exec(text);
    if (match === null) continue;
    const secret = match[1];
    const from = secret === undefined ? at : at + match[0].lastIndexOf(secret);
    return {
      type: 'secret',
      from,
      to: secret === undefined ? at + match[0].length : from + secret.length,
      opensBlock: rule.opensBlock === true,
    };
  }
  return NOTHING;
}

/** Where a form ends that starts at `at`; 0 when it does not, -1 when the text ends before that can be told. */
function endOfForm(text: string, at: number, form: string): number {
  let position = at;
  for (let index = 0; index < form.length; index++) {
    const wanted = form.charCodeAt(index);
    for (let skipped = 0; ; ) {
      if (position >= text.length) return -1;
      if (text.charCodeAt(position) === wanted) break;
      const length = index === 0 ? 0 : lengthOfBreak(text, position);
      if (length === 0 || skipped > LONGEST_BREAK) return 0;
      if (length === -1) return -1;
      position += length;
      skipped += length;
    }
    position++;
  }
  return position;
}

const LONGEST_BREAK = 200;
const WRITTEN_BREAK = /\\{1,4}(?:[nr]|(?:u001[bB]|x1[bB]|033|e)\[[0-9;]{0,16}[A-Za-z])/y;

/** Length of what may stand between two letters of a secret: a line break, real or as JSON writes it, or a colour as JSON writes it. */
function lengthOfBreak(text: string, at: number): number {
  const letter = text.charCodeAt(at);
  if (letter === 10 || letter === 13) return 1;
  if (letter !== 92) return 0;
  WRITTEN_BREAK.lastIndex = at;
  const match = WRITTEN_BREAK.exec(text);
  if (match !== null) return match[0].length;
  return text.length - at < 26 && /^\\{1,4}[\w[;]{0,25}$/.test(text.slice(at)) ? -1 : 0;
}

/** True when no word goes on in what stands before a key. A letter of an escape, as in `\n`, belongs to no word. */
function isBoundary(before: string, boundary: 'word' | 'token'): boolean {
  const last = before.slice(-1);
  if (last === '' || !(boundary === 'word' ? /[A-Za-z0-9_]/ : /[\w.-]/).test(last)) return true;
  return before.slice(-2, -1) === '\\' && /[nrt]/.test(last);
}

const BLOCK_END = /-----END [A-Z0-9 ]{0,40}-----/g;

type BlockEnd = { readonly type: 'end'; readonly at: number } | { readonly type: 'open'; readonly keepFrom: number };

/** A block ends with its last line, with the text, or when it is longer than any key. */
function endOfBlock(text: string, from: number, most: number, isLast: boolean): BlockEnd {
  BLOCK_END.lastIndex = from;
  const match = BLOCK_END.exec(text.length > from + most ? text.slice(0, from + most) : text);
  if (match !== null) return { type: 'end', at: match.index + match[0].length };
  if (isLast) return { type: 'end', at: Math.min(text.length, from + most) };
  if (text.length >= from + most) return { type: 'end', at: from + most };
  return { type: 'open', keepFrom: Math.max(from, text.length - 60) };
}
