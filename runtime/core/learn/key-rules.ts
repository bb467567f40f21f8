/** How keys of one kind look. */
export interface KeyRule {
  /** What they start with, or what stands before them. At least two letters. */
  readonly anchor: string;
  /** Sticky; starts with `anchor`. Its first group is the secret, where only a part is. All repeats are bounded. */
  readonly form: RegExp;
  /** Letters that `form` can need from its start. */
  readonly reach: number;
  /** What may stand between the anchor and the end of what came so far, while more text could make it a key or a longer one. */
  readonly open: RegExp;
  /** What may not stand before it: letters and digits (`word`), also `.` and `-` (`token`), or anything may. */
  readonly boundary: 'none' | 'word' | 'token';
  /** What follows is secret too, up to the end of a PEM block. */
  readonly opensBlock?: boolean;
}

const WORD = /^\S*$/;

const key = (anchor: string, rest: string): KeyRule => ({
  anchor,
  form: new RegExp(escaped(anchor) + rest, 'y'),
  reach: 520,
  open: WORD,
  boundary: 'word',
});

const assignment = (name: string): KeyRule => ({
  anchor: name,
  form: new RegExp(`${escaped(name)}["']?\\s{0,2}[=:]\\s{0,2}["']?([^\\s"'$<{,;]{8,400})`, 'y'),
  reach: 440,
  open: /^["']?\s{0,2}[=:]?\s{0,2}["']?[^\s"'$<{,;]*$/,
  boundary: 'none',
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/**
 * Keys of common providers, tokens, private keys, addresses with a password, and assignments to names that speak of secrets.
 * Source: the providers' documentation.
 */
export const KEY_RULES: readonly KeyRule[] = [
  key('sk-', '[A-Za-z0-9_-]{20,500}'), // OpenAI, Anthropic, OpenRouter
  key('sk_live_', '[A-Za-z0-9]{16,200}'),
  key('rk_live_', '[A-Za-z0-9]{16,200}'),
  key('pplx-', '[A-Za-z0-9]{32,200}'),
  key('ghp_', '[A-Za-z0-9]{30,255}'),
  key('gho_', '[A-Za-z0-9]{30,255}'),
  key('ghu_', '[A-Za-z0-9]{30,255}'),
  key('ghs_', '[A-Za-z0-9]{30,255}'),
  key('ghr_', '[A-Za-z0-9]{30,255}'),
  key('github_pat_', '[A-Za-z0-9_]{22,255}'),
  key('glpat-', '[A-Za-z0-9_-]{20,255}'),
  key('xoxb-', '[A-Za-z0-9-]{10,255}'),
  key('xoxp-', '[A-Za-z0-9-]{10,255}'),
  key('xoxa-', '[A-Za-z0-9-]{10,255}'),
  key('xoxs-', '[A-Za-z0-9-]{10,255}'),
  key('xapp-', '[A-Za-z0-9-]{10,255}'),
  key('AKIA', '[0-9A-Z]{16}(?![0-9A-Za-z])'),
  key('ASIA', '[0-9A-Z]{16}(?![0-9A-Za-z])'),
  key('AIza', '[A-Za-z0-9_-]{35}'),
  key('ya29.', '[A-Za-z0-9_-]{20,500}'),
  key('npm_', '[A-Za-z0-9]{36}'),
  key('pypi-', '[A-Za-z0-9_-]{32,500}'),
  key('hf_', '[A-Za-z0-9]{30,200}'),
  key('gsk_', '[A-Za-z0-9]{32,200}'),
  key('xai-', '[A-Za-z0-9]{32,200}'),
  key('tvly-', '[A-Za-z0-9-]{20,200}'),
  key('tk_', '[a-z0-9]{29}(?![A-Za-z0-9_])'), // ntfy
  key('whsec_', '[A-Za-z0-9+/=_-]{16,500}'),
  key('SG.', '[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,128}'),
  key('dop_v1_', '[a-f0-9]{64}'),
  key('AGE-SECRET-KEY-1', '[0-9A-Z]{50,70}'),
  {
    anchor: 'eyJ',
    form: /eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,2000}/y,
    reach: 10_100,
    open: WORD,
    boundary: 'token',
  },
  {
    anchor: '/api/webhooks/',
    form: /\/api\/webhooks\/(\d{5,25}\/[A-Za-z0-9_-]{20,200})/y,
    reach: 260,
    open: WORD,
    boundary: 'none',
  },
  {
    anchor: 'hooks.slack.com/services/',
    form: /hooks\.slack\.com\/services\/([A-Za-z0-9/_-]{20,200})/y,
    reach: 240,
    open: WORD,
    boundary: 'none',
  },
  { anchor: '://', form: /:\/\/([^\s:@/"'<>]{0,200}:[^\s@/"'<>]{1,400})@/y, reach: 610, open: WORD, boundary: 'none' },
  { anchor: 'Bearer ', form: /Bearer ([A-Za-z0-9._~+/=-]{16,2000})/y, reach: 2_020, open: WORD, boundary: 'word' },
  { anchor: 'bearer ', form: /bearer ([A-Za-z0-9._~+/=-]{16,2000})/y, reach: 2_020, open: WORD, boundary: 'word' },
  { anchor: 'Basic ', form: /Basic ([A-Za-z0-9+/=]{16,2000})/y, reach: 2_020, open: WORD, boundary: 'word' },
  ...[
    'PASSWORD',
    'SECRET',
    'TOKEN',
    'API_KEY',
    'APIKEY',
    'PRIVATE_KEY',
    'ACCESS_KEY',
    'SECRET_KEY',
    'PASSWD',
    'password',
    'secret_key',
    'api_key',
    'apiKey',
    'access_token',
    'accessToken',
    'client_secret',
    'clientSecret',
    'x-api-key',
    'X-Api-Key',
  ].map(assignment),
  {
    anchor: '-----BEGIN ',
    form: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y,
    reach: 80,
    open: /^[A-Z0-9 ]*-*$/,
    boundary: 'none',
    opensBlock: true,
  },
];
