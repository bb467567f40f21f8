/** What a secret looks like. Every quantifier is bounded, so that the search is linear. */
const SECRETS: readonly (readonly [string, RegExp])[] = [
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
  ['a Discord webhook', /https:\/\/(?:\w{1,20}\.)?discord(?:app)?\.com\/api\/webhooks\/\d{5,30}\/[\w-]{30,100}/],
  ['a private key', /-----BEGIN (?:[A-Z]{1,20} ){0,3}PRIVATE KEY-----/],
  ['a signed token (JWT)', /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{20,2000}/],
  [
    'a URL with a password',
    /\b[a-z][a-z0-9+]{2,20}:\/\/[^\s:@/`'"<>{}$*]{1,100}:(?!password@|pass@|pwd@|secret@|\*)[^\s@/`'"<>{}$*]{4,200}@[A-Za-z0-9.-]{1,200}/,
  ],
];

/** The first secret of a text: what it is, and where. Never the secret itself. Source: guarantees D1 188. */
export function findSecret(text: string): { readonly what: string; readonly offset: number } | undefined {
  let first: { what: string; offset: number } | undefined;
  for (const [what, pattern] of SECRETS) {
    const offset = text.search(pattern);
    if (offset >= 0 && (first === undefined || offset < first.offset)) first = { what, offset };
  }
  return first;
}
