import fc from 'fast-check';
import { createRedactor, REDACTED, redact, redactPatterns } from '../../../runtime/core/learn/redact';

const SECRET = 'c4n4ry+Pass/w0rd?&"\'ü-42';
const bytes = Buffer.from(SECRET);

const PARTS = [
  SECRET,
  bytes.toString('hex'),
  bytes.toString('base64'),
  'c4n4',
  '\n',
  ' ',
  'plain ',
  '\x1b[0m',
  '\x1b',
  '[',
  'sk-',
  'ü',
  '\\n',
  'A1b2C3d4E5f6G7h8I9j0',
  'eyJ',
  '.',
  '://me:',
  '@',
  'PASSWORD=',
  ': "',
  'Bearer ',
  '-----BEGIN PRIVATE KEY-----',
  '-----END PRIVATE KEY-----',
  'ghp_',
];

describe('redact: known secrets', () => {
  it.each([
    ['as it is', SECRET],
    ['as JSON writes it', JSON.stringify({ key: SECRET })],
    ['as JSON in JSON', JSON.stringify(JSON.stringify({ key: SECRET }))],
    ['in base64', bytes.toString('base64')],
    ['in base64url', bytes.toString('base64url')],
    ['in base64 behind a user name', Buffer.from(`me:${SECRET}`).toString('base64')],
    ['in base64 inside a longer text', Buffer.from(`{"a":"${SECRET}","b":1}`).toString('base64')],
    ['in hex', bytes.toString('hex')],
    ['in upper-case hex', bytes.toString('hex').toUpperCase()],
    ['percent-encoded', encodeURIComponent(SECRET)],
    ['percent-encoded letter by letter', bytes.toString('hex').replace(/../g, '%$&')],
    ['with colours between its letters', [...SECRET].join('\x1b[31m')],
    ['with line breaks between its letters', [...SECRET].join('\n')],
    ['with line breaks as JSON writes them', `${SECRET.slice(0, 1)}\\n${SECRET.slice(1, 9)}\\r\\n${SECRET.slice(9)}`],
    ['with a terminal title in it', `${SECRET.slice(0, 5)}\x1b]0;hello\x07${SECRET.slice(5)}`],
    ['with colours as JSON writes them', `${SECRET.slice(0, 5)}\\u001b[1;31m${SECRET.slice(5)}`],
  ])('%s, in one piece and letter by letter', (_, form) => {
    const text = `before ${form} after`;
    const whole = redact([SECRET], text);
    expect(whole).toContain(REDACTED);
    expect(whole).toMatch(/^before /);
    expect(whole).toMatch(/ after$/);
    const left = whole.replaceAll(REDACTED, '');
    for (const core of [
      SECRET.slice(1, -1),
      bytes.toString('hex').slice(4, -4),
      bytes.toString('base64').slice(4, -4),
    ]) {
      expect(left.toLowerCase()).not.toContain(core.toLowerCase());
    }
    expect(left.length).toBeLessThan(60);

    const redactor = createRedactor([SECRET]);
    const pieces = [...text].map((letter) => redactor.push(letter));
    expect(pieces.join('') + redactor.end()).toBe(whole);
  });

  it('finds a secret wherever the pieces break', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PARTS), {
          maxLength: 12,
        }),
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 30 }),
        (parts, lengths) => {
          const text = parts.join('');
          const whole = redact([SECRET], text);
          const redactor = createRedactor([SECRET]);
          let out = '';
          let at = 0;
          for (const length of lengths) {
            out += redactor.push(text.slice(at, at + length));
            at += length;
          }
          out += redactor.push(text.slice(at)) + redactor.end();
          expect(out).toBe(whole);
          expect(whole).not.toContain(SECRET);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('leaves a text without secrets as it is, terminal sequences apart', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom(...'abc \n\r\té🌙') })), (chunks) => {
        const redactor = createRedactor([SECRET]);
        expect(chunks.map((chunk) => redactor.push(chunk)).join('') + redactor.end()).toBe(chunks.join(''));
      }),
    );
    expect(redact([SECRET], '\x1b[1;32mok\x1b[0m \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\')).toBe('ok link');
  });

  it('does not look for values shorter than eight letters', () => {
    expect(redact(['short', ''], 'a short text')).toBe('a short text');
  });

  it('holds back no more than the last letter of an ordinary line', () => {
    const redactor = createRedactor([SECRET]);
    expect('all tests passed\n').toContain(redactor.push('all tests passed\n'));
    expect(redactor.push('.').length + redactor.end().length).toBeLessThanOrEqual(3);
  });

  it('finds the parts of a long secret', () => {
    const long = Buffer.from(Array.from({ length: 900 }, (_, i) => (i * 7919) % 251)).toString('base64');
    expect(redact([long], `x ${long} y`)).toMatch(/^x (\[redacted\])+ y$/);
    expect(redact([long], `x ${long.slice(0, 640)} y`)).not.toContain(long.slice(64, 128));
  });
});

describe('redact: what has the form of a key', () => {
  const letters = (length: number) => 'Ab3dEf7hIj'.repeat(60).slice(0, length);
  const pem = `-----BEGIN RSA PRIVATE KEY-----\n${Array.from({ length: 20 }, () => letters(64)).join('\n')}\n-----END RSA PRIVATE KEY-----`;
  const jwt = `eyJhbGciOiJIUzI1NiJ9.${letters(80)}.${letters(43)}`;

  it.each([
    ['an Anthropic key', `sk-ant-api03-${letters(90)}`],
    ['an OpenAI key', `sk-proj-${letters(60)}`],
    ['a GitHub token', `ghp_${letters(36)}`],
    ['a fine-grained GitHub token', `github_pat_${letters(80)}`],
    ['a GitLab token', `glpat-${letters(20)}`],
    ['an AWS key id', 'AKIAIOSFODNN7EXAMPLE'],
    ['a Google key', `AIza${letters(35)}`],
    ['a Perplexity key', `pplx-${letters(48)}`],
    ['a JWT', jwt],
    ['a private key', pem],
    ['a private key in JSON', JSON.stringify(pem).slice(1, -1)],
  ])('%s goes, whole and letter by letter', (_, secret) => {
    const text = `\\n${secret} and the rest`;
    expect(redactPatterns(text)).toBe(`\\n${REDACTED} and the rest`);
    const redactor = createRedactor([]);
    expect([...text].map((letter) => redactor.push(letter)).join('') + redactor.end()).toBe(
      `\\n${REDACTED} and the rest`,
    );
  });

  it.each([
    ['postgres://me:hunter22@db:5432/x', `postgres://${REDACTED}@db:5432/x`],
    [
      'https://discord.com/api/webhooks/123456789012/AbCdEfGhIjKlMnOpQrStUvWx',
      `https://discord.com/api/webhooks/${REDACTED}`,
    ],
    ['Authorization: Bearer abcdefghij0123456789', `Authorization: Bearer ${REDACTED}`],
    ['DB_PASSWORD=hunter2hunter2 next', `DB_PASSWORD=${REDACTED} next`],
    ['{"api_key": "0123456789abcdef"}', `{"api_key": "${REDACTED}"}`],
    ['password: "correcthorse" end', `password: "${REDACTED}" end`],
  ])('%s', (text, expected) => {
    expect(redactPatterns(text)).toBe(expected);
    const redactor = createRedactor([]);
    expect([...text].map((letter) => redactor.push(letter)).join('') + redactor.end()).toBe(expected);
  });

  it.each([
    'a risk-assessment-of-the-whole-thing is no key',
    'https://example.com:8080/path?a=b@c',
    'TOKEN=$NIGHTSHIFT_TOKEN',
    'eyJ is how they start',
    'at 12:30 me@example.com wrote',
  ])('leaves alone: %s', (text) => expect(redactPatterns(text)).toBe(text));

  it('ends a private key that has no end', () => {
    const text = `-----BEGIN PRIVATE KEY-----\n${'x'.repeat(70_000)} the rest`;
    expect(redactPatterns(text)).toMatch(/^\[redacted\]x{1,6000} the rest$/);
  });

  it.each([
    ['starts of JWTs', 'eyJ'],
    ['starts of keys', 'sk-'],
    ['schemes', '://'],
    ['escapes', '\\'],
    ['open terminal sequences', '\x1b]'],
    ['the first half of a secret', SECRET.slice(0, 12)],
    ['names of secrets', 'TOKEN='],
  ])('stays linear on %s', (_, part) => {
    const text = part.repeat(Math.ceil(4_000_000 / part.length));
    const started = process.cpuUsage();
    redact([SECRET], text);
    const spent = process.cpuUsage(started);
    expect((spent.user + spent.system) / 1e6).toBeLessThan(4);
  });
});
