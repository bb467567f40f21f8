import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signWebhook } from '../../../runtime/cli/sign-webhook';
import { loadConfig } from '../../../runtime/config/load-config';
import { errorForm } from '../../../runtime/core/error-form';
import type { NightshiftError } from '../../../runtime/core/errors';
import { verifySignature } from '../../../runtime/core/handoff/verify-signature';
import { readHandoff } from '../../../runtime/main/facade/read-handoff';
import { expectErrorForm } from '../../support/error-form';
import { verifies } from '../../support/verifies';

const SECRET = `whsec_${Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('vutsrqponmlkjihgfedcba9876543210').toString('base64')}`;
const NOW_MS = Date.parse('2026-01-01T00:00:00Z');
const SECONDS = NOW_MS / 1_000;
const BODY = Buffer.from('{"plan":{"text":"- [ ] a"},"project":"/repo"}');
const ID = 'msg_1';

const signatureOf = (body: Uint8Array, id = ID, timestamp: number | string = SECONDS, secret = SECRET) =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64')}`;
const headersOf = (given: Record<string, string | undefined> = {}) => ({
  'webhook-id': ID,
  'webhook-timestamp': String(SECONDS),
  'webhook-signature': signatureOf(BODY),
  ...given,
});

/** As Parse Plan reads a webhook of n8n. */
function taken(body: Buffer, headers: Readonly<Record<string, string | undefined>>, maxBytes = 1_048_576) {
  const submission = { source: 'webhook', body, headers, requireSignature: true, options: {} };
  return readHandoff(submission as unknown as Parameters<typeof readHandoff>[0], {
    signingSecrets: [SECRET],
    nowMs: NOW_MS,
    maxBytes,
  });
}
function refusal(body: Buffer, headers: Readonly<Record<string, string | undefined>>, maxBytes?: number): string {
  try {
    taken(body, headers, maxBytes);
    return 'taken';
  } catch (error) {
    expectErrorForm(errorForm(error as NightshiftError), `${JSON.stringify(headers)}\n${body}`);
    return (error as NightshiftError).code;
  }
}

describe(`bad webhooks (D3)${verifies('S-11', 'S-13', 'S-49')}`, () => {
  it('takes what is signed as it should be', () => {
    expect(taken(BODY, headersOf())).toMatchObject({ idempotencyKey: ID, plan: { text: '- [ ] a' }, project: '/repo' });
  });

  it.each([
    ['D3-1: without a signature', { 'webhook-signature': undefined }, 'SIGNATURE_MISSING'],
    ['D3-1: with an empty signature', { 'webhook-signature': '' }, 'SIGNATURE_MISSING'],
    ['D3-1: without an id', { 'webhook-id': undefined }, 'SIGNATURE_MISSING'],
    [
      'D3-2: signed with another secret',
      { 'webhook-signature': signatureOf(BODY, ID, SECONDS, OTHER) },
      'SIGNATURE_WRONG',
    ],
    ['D3-3: with another id than was signed', { 'webhook-id': 'msg_2' }, 'SIGNATURE_WRONG'],
    [
      'D3-4: with the signature of another body',
      { 'webhook-signature': signatureOf(Buffer.from('{}')) },
      'SIGNATURE_WRONG',
    ],
    [
      'D3-5: in hex',
      { 'webhook-signature': `v1,${Buffer.from(signatureOf(BODY).slice(3), 'base64').toString('hex')}` },
      'SIGNATURE_WRONG',
    ],
    ['D3-5: in capitals', { 'webhook-signature': signatureOf(BODY).toUpperCase() }, 'SIGNATURE_WRONG'],
    ['D3-5: with a space inside', { 'webhook-signature': signatureOf(BODY).replace(',', ', ') }, 'SIGNATURE_WRONG'],
    ['D3-7: of version v0', { 'webhook-signature': signatureOf(BODY).replace('v1,', 'v0,') }, 'SIGNATURE_WRONG'],
    ['D3-7: of version v1a', { 'webhook-signature': signatureOf(BODY).replace('v1,', 'v1a,') }, 'SIGNATURE_WRONG'],
    ['D3-9: without a time', { 'webhook-timestamp': undefined }, 'SIGNATURE_MISSING'],
    ['D3-10: with a text as time', { 'webhook-timestamp': 'now' }, 'SIGNATURE_WRONG'],
    ['D3-11: with milliseconds', { 'webhook-timestamp': String(NOW_MS) }, 'SIGNATURE_WRONG'],
    ['D3-12: with 2^63', { 'webhook-timestamp': '9223372036854775808' }, 'SIGNATURE_WRONG'],
    ['D3-12: with a negative time', { 'webhook-timestamp': '-1' }, 'SIGNATURE_WRONG'],
  ])('%s it is refused', (_, headers, code) => expect(refusal(BODY, headersOf(headers))).toBe(code));

  it(`D3-6: takes any of several signatures, and of several secrets, while one is replaced${verifies('S-14')}`, () => {
    const both = `${signatureOf(BODY, ID, SECONDS, OTHER)} ${signatureOf(BODY)}`;
    expect(refusal(BODY, headersOf({ 'webhook-signature': both }))).toBe('taken');
    const signed = { body: BODY, id: ID, timestamp: String(SECONDS), signature: signatureOf(BODY, ID, SECONDS, OTHER) };
    expect(verifySignature(signed, [SECRET, OTHER], NOW_MS)).toEqual({ id: ID });
  });

  const SECRETS = [
    '',
    ' ',
    'secret',
    'whsec_',
    'whsec_c2hvcnQ=',
    `whsec_${Buffer.alloc(32).toString('base64')}`,
    `${SECRET},`,
  ];
  const settings = {
    NIGHTSHIFT_DATABASE_URL: 'postgres://ns_app:a-long-password@127.0.0.1:1/n',
    NIGHTSHIFT_QUEUE_URL: 'postgres://ns_queue:a-long-password@127.0.0.1:1/n',
  };

  it.each(SECRETS)(
    `D3-8: does not start with the secret %j in its environment or its file${verifies('S-08')}`,
    (secret) => {
      const home = mkdtempSync(join(tmpdir(), 'ns-secret-'));
      try {
        const refused = expect.objectContaining({
          code: 'CONFIG_INVALID',
          message: expect.stringMatching(
            /^NIGHTSHIFT_SIGNING_SECRETS is not allowed: it must be one or more, .*`whsec_`/,
          ),
        });
        const env = { ...settings, NIGHTSHIFT_HOME: home };
        expect(loadConfig(env).signingSecrets).toEqual([]);
        expect(() => loadConfig({ ...env, NIGHTSHIFT_SIGNING_SECRETS: secret })).toThrow(refused);
        writeFileSync(join(home, 'nightshift.config.json'), JSON.stringify({ NIGHTSHIFT_SIGNING_SECRETS: secret }));
        expect(() => loadConfig(env)).toThrow(refused);
        expect(() => loadConfig({ ...env, NIGHTSHIFT_PART: 'n8n' })).toThrow(refused);
      } finally {
        rmSync(home, { recursive: true });
      }
    },
  );

  it('D3-8: takes nothing that is signed where there is no secret at all', () => {
    const signed = { body: BODY, id: ID, timestamp: String(SECONDS), signature: signatureOf(BODY) };
    expect(() => verifySignature(signed, [], NOW_MS)).toThrow(/does not fit/);
  });

  it.each([
    [-301, 'SIGNATURE_SKEW'],
    [-300, 'taken'],
    [300, 'taken'],
    [301, 'SIGNATURE_SKEW'],
  ])(`D3-13, D3-14: with a clock %i s off it is %s${verifies('S-12')}`, (seconds, expected) => {
    const timestamp = SECONDS + seconds;
    const headers = headersOf({
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf(BODY, ID, timestamp),
    });
    expect(refusal(BODY, headers)).toBe(expected);
    if (expected !== 'taken') expect(() => taken(BODY, headers)).toThrow(`off by ${-seconds} s`);
  });

  it(`D3-15, D3-16: its id is the idempotency key: the same body again is the same hand-off, another body is refused by its key${verifies('S-12')}`, () => {
    expect(taken(BODY, headersOf())).toEqual(taken(BODY, headersOf()));
    const other = Buffer.from('{"plan":{"text":"- [ ] b"}}');
    const again = taken(other, headersOf({ 'webhook-signature': signatureOf(other) }));
    expect(again.idempotencyKey).toBe(ID);
    // The store refuses a key with another digest: HANDOFF_KEY_REUSED, in the contract of execution stores.
    expect(again.digest).not.toBe(taken(BODY, headersOf()).digest);
  });

  it('D3-20: the raw bytes are signed: the same JSON written otherwise is refused', () => {
    for (const text of [
      '{"project":"/repo","plan":{"text":"- [ ] a"}}',
      JSON.stringify(JSON.parse(BODY.toString()), null, 2),
      `${BODY} `,
    ]) {
      expect(refusal(Buffer.from(text), headersOf())).toBe('SIGNATURE_WRONG');
    }
  });

  it.each([
    ['D3-21: a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), BODY]), 'taken'],
    ['D3-21: gzip', Buffer.from([0x1f, 0x8b, 0x08, 0x00]), 'BODY_INVALID'],
    ['D3-23: a hundred thousand brackets', Buffer.from('['.repeat(100_000)), 'BODY_INVALID'],
    ['D3-23: a prototype', Buffer.from('{"plan":{"text":"x"},"__proto__":{"isAdmin":true}}'), 'BODY_INVALID'],
    ['D3-23: too deep', Buffer.from(`{"plan":${'['.repeat(100)}${']'.repeat(100)}}`), 'BODY_INVALID'],
    ['D1-43: a key twice', Buffer.from('{"plan":{"text":"x"},"plan":{"text":"y"}}'), 'BODY_INVALID'],
    ['D1-54: a key twice, once escaped', Buffer.from('{"plan":{"text":"x","\\u0074ext":"y"}}'), 'BODY_INVALID'],
    ['D3: no object', Buffer.from('[]'), 'BODY_INVALID'],
    [
      'D3: a file of a project, which is the gateway’s to read',
      Buffer.from('{"plan":{"file":"PLAN.md"},"project":"site"}'),
      'BODY_INVALID',
    ],
  ])('%s, signed, is %s', (_, body, expected) => {
    expect(refusal(body as Buffer, headersOf({ 'webhook-signature': signatureOf(body as Buffer) }))).toBe(expected);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('says where a key stands twice', () => {
    const body = Buffer.from('{"plan": {"text": "x"},\n "plan": {"text": "y"}}');
    expect(() => taken(body, headersOf({ 'webhook-signature': signatureOf(body) }))).toThrow(
      'The key "plan" stands in line 1, column 2, and again in line 2, column 2',
    );
  });

  it('D3-22: one byte more than is taken is refused, before its signature is looked at', () => {
    const body = Buffer.alloc(1_025, 'x');
    expect(refusal(body, {}, 1_024)).toBe('BODY_TOO_LARGE');
  });

  it(`looks at nothing before the signature fits: no parser sees what is not ours${verifies('S-15')}`, () => {
    const parse = jest.spyOn(JSON, 'parse');
    const decode = jest.spyOn(TextDecoder.prototype, 'decode');
    try {
      for (const headers of [
        {},
        headersOf({ 'webhook-signature': undefined }),
        headersOf({ 'webhook-id': 'x' }),
        headersOf({ 'webhook-timestamp': '1' }),
      ]) {
        expect(refusal(BODY, headers)).toMatch(/^SIGNATURE_/);
      }
      expect([parse.mock.calls.length, decode.mock.calls.length]).toEqual([0, 0]);
      expect(refusal(BODY, headersOf())).toBe('taken');
      expect(parse.mock.calls.length).toBeGreaterThan(0);
    } finally {
      parse.mockRestore();
      decode.mockRestore();
    }
  });

  it('signs as the CLI does', () => {
    expect(signWebhook(SECRET, ID, NOW_MS, BODY)).toEqual(headersOf());
  });
});
