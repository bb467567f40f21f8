/** What a secret looks like. Every quantifier is bounded, so that the search is linear. */
const TOKENS: readonly (readonly [string, RegExp])[] = [
  ['an Anthropic key', /\bsk-ant-[A-Za-z0-9_-]{20,200}/],
  ['an OpenAI key', /\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{32,200}/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,200}|github_pat_[A-Za-z0-9_]{40,200})/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20,100}/],
  ['an AWS key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a Google key', /\bAIza[A-Za-z0-9_-]{35}/],
  ['a Slack token', /\bxox[abposr]-[A-Za-z0-9-]{20,200}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}/],
  ['a Stripe key', /\b[sr]k_live_[A-Za-z0-9]{20,200}/],
  ['a Perplexity key', /\bpplx-[A-Za-z0-9]{32,100}/],
  ['a Hugging Face token', /\bhf_[A-Za-z0-9]{30,100}/],
];
/** What every one of `TOKENS` begins with, somewhere in its word. */
const TOKEN_STARTS = /sk-|gh[pousr]_|github_pat_|glpat-|AKIA|ASIA|AIza|xox|npm_|k_live_|pplx-|hf_|eyJ/;
/** The shortest of `TOKENS` is longer than this. */
const SHORTEST_TOKEN = 16;

/** A secret that a rare text stands in: that is looked for first, and then what must stand before and behind it. */
interface Marked {
  readonly what: string;
  readonly mark: string;
  readonly before: RegExp;
  readonly behind: RegExp;
}

const MARKED: readonly Marked[] = [
  {
    what: 'a Discord webhook',
    mark: '.com/api/webhooks/',
    before: /https:\/\/(?:\w{1,20}\.)?discord(?:app)?$/,
    behind: /^\d{5,30}\/[\w-]{30,100}/,
  },
  {
    what: 'a private key',
    mark: 'PRIVATE KEY-----',
    before: /-----BEGIN (?:[A-Z]{1,20} ){0,3}$/,
    behind: /^/,
  },
  ...['_KEY=', '_TOKEN=', '_SECRET=', '_PASSWORD='].map((mark) => ({
    what: 'an environment variable with a secret',
    mark,
    before: /[A-Z][A-Z0-9_]{0,60}$/,
    behind:
      /^["']?(?=[A-Za-z0-9/+=._-]{0,60}\d)(?=[A-Za-z0-9/+=._-]{0,60}[A-Za-z])(?!your|example|test|x{4}|changeme|eyJ)[A-Za-z0-9/+=_-]{20,200}/i,
  })),
  {
    what: 'a URL with a password',
    mark: '://',
    before: /(?:(?<!\w)|(?<=\\[nrt]))[a-z][a-z0-9+]{2,20}$/,
    behind: /^[^\s:@/`'"<>{}$*]{1,100}:(?!password@|pass@|pwd@|secret@|\*)[^\s@/`'"<>{}$*]{4,200}@[A-Za-z0-9.-]{1,200}/,
  },
];
/** Characters before and behind the rare text that a secret may have. */
const LONGEST_BEFORE = 90;
const LONGEST_BEHIND = 520;

interface Secret {
  readonly what: string;
  readonly offset: number;
  /** Behind its last character. */
  readonly end: number;
}

/**
 * The secrets of a text in their order: what each is, and where; never the secret itself. What stands inside another one
 * (a token behind `API_KEY=`) and a second one in the same word do not count.
 *
 * Cost: most of a text is never looked at. All tokens are long words, so only every sixteenth character is, until one
 * stands in a word that is long enough. Source: guarantees D1 188.
 */
export function findSecrets(text: string): readonly Secret[] {
  const found = [...tokensOf(text), ...MARKED.flatMap((marked) => markedIn(text, marked))];
  if (found.length < 2) return found;
  found.sort((a, b) => a.offset - b.offset);
  let end = 0;
  return found.filter((secret) => {
    if (secret.offset < end) return false;
    end = secret.end;
    return true;
  });
}

function markedIn(text: string, { what, mark, before, behind }: Marked): readonly Secret[] {
  const found: Secret[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) {
    const markEnd = at + mark.length;
    const from = Math.max(0, at - LONGEST_BEFORE);
    const start = text.slice(from, at).search(before);
    if (start < 0) continue;
    const rest = behind.exec(text.slice(markEnd, markEnd + LONGEST_BEHIND));
    if (rest !== null) found.push({ what, offset: from + start, end: markEnd + rest[0].length });
  }
  return found;
}

/** Visits the words (letters, digits, `_ - .`) of at least `SHORTEST_TOKEN` characters. */
function tokensOf(text: string): readonly Secret[] {
  const found: Secret[] = [];
  for (let at = SHORTEST_TOKEN - 1; at < text.length; at += SHORTEST_TOKEN) {
    if (!isWordCode(text.charCodeAt(at))) continue;
    let start = at;
    while (start > 0 && isWordCode(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && isWordCode(text.charCodeAt(end))) end++;
    // In JSON the letter of a `\n` stands before what the next line begins with.
    if (text.charCodeAt(start - 1) === 92 /* \ */) start++;
    if (end - start >= SHORTEST_TOKEN) {
      const secret = tokenIn(text.slice(start, end), start);
      if (secret !== undefined) found.push(secret);
    }
    at = end - 1;
  }
  return found;
}

/** The first token of a word. */
function tokenIn(word: string, start: number): Secret | undefined {
  if (!TOKEN_STARTS.test(word)) return undefined;
  const end = start + word.length;
  let first = jwtIn(word, start);
  for (const [what, pattern] of TOKENS) {
    const at = word.search(pattern);
    if (at >= 0 && (first === undefined || start + at < first.offset)) first = { what, offset: start + at, end };
  }
  return first;
}

/** `eyJ… . eyJ… . …`, each part long enough. */
function jwtIn(word: string, start: number): Secret | undefined {
  const parts = word.split('.');
  for (let no = 0, at = start; no + 2 < parts.length; at += parts[no]!.length + 1, no++) {
    const [head, body, signature] = [parts[no]!, parts[no + 1]!, parts[no + 2]!];
    if (!body.startsWith('eyJ') || body.length < 13 || signature.length < 20) continue;
    const from = Math.max(0, head.length - 2_000);
    const offset = head.slice(from).search(/(?:^|-)eyJ/);
    if (offset < 0 || head.length - from - offset < 13) continue;
    const dash = head.charAt(from + offset) === '-' ? 1 : 0;
    return { what: 'a signed token (JWT)', offset: at + from + offset + dash, end: start + word.length };
  }
  return undefined;
}

/** A letter, digit, `_`, `-` or `.`: what a token is made of. */
function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46
  );
}
