import { randomUUID } from 'node:crypto';
import { sha256 } from '../../runtime/core/execution/hash-event';
import { asProjectId } from '../../runtime/core/ids';
import { planOf, submissionOf } from '../support/executions';
import type { Stores } from '../support/stores';
import { verifies } from '../support/verifies';

/** What the stores of records promise. */
export function recordsContract(name: string, open: () => Promise<Stores>): void {
  describe(`${name} keeps the promises of the stores of records`, () => {
    let stores: Stores;
    let executionId: string;
    beforeAll(async () => {
      stores = await open();
      const submission = submissionOf(planOf(1));
      await stores.executions.submit(submission);
      executionId = submission.executionId;
    });
    afterAll(() => stores?.close());

    describe('projects', () => {
      it('are registered once per host and folder', async () => {
        const folder = { dir: `/home/me/${randomUUID()}`, host: 'host', name: 'mine' };
        const first = await stores.projects.add(folder);
        expect(first).toEqual({ ...folder, shares: [], id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
        expect(await stores.projects.add({ ...folder, name: 'again' })).toEqual({ ...first, name: 'again' });
        const { name: _name, ...unnamed } = folder;
        expect(await stores.projects.add(unnamed)).toEqual({ ...first, name: 'again' });
        expect(await stores.projects.add(folder)).toEqual(first);
        expect(await stores.projects.add({ dir: '/srv/called-so', host: folder.host })).toMatchObject({
          name: 'called-so',
        });
        const elsewhere = await stores.projects.add({ ...folder, host: 'other' });
        expect(elsewhere.id).not.toBe(first.id);
        const sharing = { ...first, shares: ['node_modules', '.venv'] };
        expect(await stores.projects.add({ ...folder, shares: sharing.shares })).toEqual(sharing);
        expect(await stores.projects.add(folder)).toEqual(sharing);
        expect(await stores.projects.add({ ...folder, shares: [] })).toEqual(first);
        expect(await stores.projects.get(first.id)).toEqual(first);
        expect(await stores.projects.list()).toEqual(expect.arrayContaining([first, elsewhere]));
        expect(await stores.projects.get(asProjectId('no such project'))).toBeUndefined();
      });
    });

    describe('artifacts', () => {
      it('are kept by the digest of their bytes', async () => {
        const bytes = new Uint8Array([0, 1, 2, 255, 0]);
        const put = { executionId, task: 0, token: 1, kind: 'output' as const, bytes };
        const digest = await stores.artifacts.put(put);
        expect(digest).toBe(sha256(bytes));
        expect(await stores.artifacts.put({ ...put, token: 2, kind: 'log' })).toBe(digest);
        expect(await stores.artifacts.get(digest)).toEqual(bytes);
        expect(await stores.artifacts.put({ ...put, bytes: new Uint8Array() })).toBe(sha256(''));
        expect(await stores.artifacts.get(sha256(''))).toEqual(new Uint8Array());
        expect(await stores.artifacts.get(sha256('other'))).toBeUndefined();
      });

      it('that are views of larger buffers keep their own bytes only', async () => {
        const bytes = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
        const digest = await stores.artifacts.put({ executionId, task: 0, token: 1, kind: 'log', bytes });
        expect(await stores.artifacts.get(digest)).toEqual(new Uint8Array([2, 3]));
      });
    });

    describe('log tails', () => {
      it(`are replaced, but not by an older token${verifies('I7')}`, async () => {
        expect(await stores.logTails.get(executionId, 0)).toBeUndefined();
        const of = { executionId, task: 0 };
        await stores.logTails.put({ ...of, token: 2, text: 'two', offset: 0 });
        await stores.logTails.put({ ...of, token: 1, text: 'one', offset: 7 });
        expect(await stores.logTails.get(executionId, 0)).toEqual({ token: 2, text: 'two', offset: 0 });
        await stores.logTails.put({ ...of, token: 2, text: 'and more', offset: 5_000_000_000 });
        expect(await stores.logTails.get(executionId, 0)).toEqual({
          token: 2,
          text: 'and more',
          offset: 5_000_000_000,
        });
      });

      it('keep the last 16 KiB of whole characters', async () => {
        const text = `begin${'é🌙x'.repeat(10_000)}end`;
        await stores.logTails.put({ executionId, task: 3, token: 1, text, offset: 100 });
        const { text: tail, offset } = (await stores.logTails.get(executionId, 3))!;
        expect(offset + Buffer.byteLength(tail)).toBe(100 + Buffer.byteLength(text));
        expect(Buffer.byteLength(tail)).toBeLessThanOrEqual(16 * 1024);
        expect(Buffer.byteLength(tail)).toBeGreaterThan(16 * 1024 - 8);
        expect(tail).toMatch(/^x?(é🌙x|🌙x)(é🌙x)*end$/u);
      });
    });

    describe('the research cache', () => {
      it('keeps the newest answer', async () => {
        const key = randomUUID();
        expect(await stores.researchCache.get(key)).toBeUndefined();
        const answer = {
          answer: 'Yes \u0000',
          sources: [{ title: 'T', url: 'https://example.org/' }],
          model: 'm',
          costUsd: 0.01,
        };
        await stores.researchCache.put(key, 'Is it so?', { ...answer, answer: 'No' });
        await stores.researchCache.put(key, 'Is it so?', answer);
        expect(await stores.researchCache.get(key)).toEqual({ ...answer, cachedAt: expect.stringMatching(/Z$/) });
      });
    });

    describe('tokens', () => {
      it('have the scopes that they were given last', async () => {
        const token = { digest: sha256(randomUUID()), label: randomUUID() };
        expect(await stores.tokens.scopesOf(token.digest)).toBeUndefined();
        await stores.tokens.replace({ ...token, scopes: ['read'] });
        await stores.tokens.replace({ ...token, scopes: ['read', 'submit'] });
        expect(await stores.tokens.scopesOf(token.digest)).toEqual(['read', 'submit']);
      });

      it('stay refused once they are revoked, whoever starts with one again', async () => {
        const token = { digest: sha256(randomUUID()), label: randomUUID(), scopes: ['read'] };
        await stores.tokens.replace(token);
        await stores.tokens.revoke(token.digest);
        await stores.tokens.replace(token);
        expect(await stores.tokens.scopesOf(token.digest)).toBeUndefined();
      });

      it('are known no more once another one has their label', async () => {
        const label = randomUUID();
        const [first, second, foreign] = [sha256(randomUUID()), sha256(randomUUID()), sha256(randomUUID())];
        await stores.tokens.replace({ digest: foreign, label: randomUUID(), scopes: ['read'] });
        await stores.tokens.replace({ digest: first, label, scopes: ['read'] });
        await stores.tokens.replace({ digest: second, label, scopes: ['submit'] });
        expect(await stores.tokens.scopesOf(first)).toBeUndefined();
        expect(await stores.tokens.scopesOf(second)).toEqual(['submit']);
        expect(await stores.tokens.scopesOf(foreign)).toEqual(['read']);
      });

      it('are one per label, also when several are put there at once', async () => {
        const label = randomUUID();
        const digests = Array.from({ length: 5 }, () => sha256(randomUUID()));
        await Promise.all(digests.map((digest) => stores.tokens.replace({ digest, label, scopes: ['read'] })));
        const scopes = await Promise.all(digests.map((digest) => stores.tokens.scopesOf(digest)));
        expect(scopes.filter((one) => one !== undefined)).toHaveLength(1);
      });
    });

    it(`finds the good ones among many tokens, and notes no use of them${verifies('S-07')}`, async () => {
      const now = (await stores.executions.now()).getTime();
      const add = async (expiresAt?: string) => {
        const digest = sha256(randomUUID());
        const end = expiresAt === undefined ? {} : { expiresAt };
        await stores.tokens.add({ digest, label: randomUUID(), scopes: ['plan:read'], ...end });
        return digest;
      };
      const [good, revoked] = [await add(), await add()];
      const [late, soon] = [
        await add(new Date(now - 1_000).toISOString()),
        await add(new Date(now + 60_000).toISOString()),
      ];
      await stores.tokens.revoke(revoked);
      const guesses = Array.from({ length: 100 }, () => sha256(randomUUID()));
      const known = await stores.tokens.known([...guesses, good, revoked, late, soon]);
      expect([...known].sort()).toEqual([good, soon].sort());
      expect(await stores.tokens.known([])).toEqual([]);
      expect((await stores.tokens.list()).find(({ digest }) => digest === good)?.lastUsedAt).toBeUndefined();
    });

    describe('tokens that people make', () => {
      const added = async (given: { readonly label?: string; readonly expiresAt?: string } = {}) => {
        const token = { digest: sha256(randomUUID()), label: randomUUID(), scopes: ['plan:read'], ...given };
        return { token, stored: await stores.tokens.add(token) };
      };

      it(`show what they are, and that they were used${verifies('S-04')}`, async () => {
        const { token, stored } = await added();
        expect(stored).toEqual({ ...token, createdAt: expect.stringMatching(/Z$/) });
        expect(await stores.tokens.scopesOf(token.digest)).toEqual(['plan:read']);
        const listed = (await stores.tokens.list()).find(({ digest }) => digest === token.digest);
        expect(listed).toEqual({ ...stored, lastUsedAt: expect.stringMatching(/Z$/) });
      });

      it('have names of their own, until they are revoked', async () => {
        const { token } = await added();
        expect((await added({ label: token.label })).stored).toBeUndefined();
        await stores.tokens.revoke(token.digest);
        expect((await added({ label: token.label })).stored).toMatchObject({ label: token.label });
      });

      it('are good until they expire', async () => {
        const now = (await stores.executions.now()).getTime();
        const past = await added({ expiresAt: new Date(now - 1_000).toISOString() });
        const future = await added({ expiresAt: new Date(now + 60_000).toISOString() });
        expect(await stores.tokens.scopesOf(past.token.digest)).toBeUndefined();
        expect(await stores.tokens.scopesOf(future.token.digest)).toEqual(['plan:read']);
        expect(future.stored?.expiresAt).toBe(future.token.expiresAt);
      });

      it('are refused once they are revoked, and keep the time of the first revocation', async () => {
        const { token } = await added();
        const revoked = await stores.tokens.revoke(token.digest);
        expect(revoked).toMatchObject({ digest: token.digest, revokedAt: expect.stringMatching(/Z$/) });
        expect(await stores.tokens.revoke(token.digest)).toEqual(revoked);
        expect(await stores.tokens.scopesOf(token.digest)).toBeUndefined();
        expect(await stores.tokens.revoke(sha256('nobody'))).toBeUndefined();
      });
    });

    describe('audit and metrics', () => {
      it(`take what they are given${verifies('R-35')}`, async () => {
        await stores.audit.write({ actor: 'token:x', action: 'submit', outcome: 'refused', detail: 'no scope\u0000' });
        await stores.audit.write({ actor: 'token:x', action: 'pause', target: executionId, outcome: 'done' });
        await stores.metrics.put([]);
        const metrics = [
          { executionId, name: 'duration', value: 1.5, unit: 's', source: executionId },
          { executionId, task: 0, name: 'cost', value: 0.25, unit: 'usd', source: executionId },
        ];
        await stores.metrics.put(metrics);
        // As a message that is told twice does.
        await stores.metrics.put(metrics);
      });
    });
  });
}
