import { handoffKeyReused } from '../../runtime/core/errors';
import { handoffKey } from '../../runtime/core/handoff/handoff-key';
import { call, httpClient, openGateway } from './mcp-clients';

it('says all that may differ of a plan that this conversation handed over before: as a file first, then as text', async () => {
  const digests = new Map<string, string>();
  const gateway = await openGateway({
    handoff: async ({ idempotencyKey, digest }) => {
      if ((digests.get(idempotencyKey) ?? digest) !== digest) throw handoffKeyReused();
      digests.set(idempotencyKey, digest);
      return { httpStatus: 202, body: { executionId: 'e', planId: 'p', sha256: digest, receipt: 'r' } };
    },
    readPlan: async () => ({ text: '# Plan', fileName: 'docs/night.md' }),
  });
  const client = await httpClient(gateway.url, 'modern');
  const asked = { project: 'site', conversationId: 'c' };
  expect((await call(client, 'handoff', { ...asked, file: 'docs/night.md' })).isError).toBe(false);
  const { text } = await call(client, 'handoff', { ...asked, plan: '# Plan' });
  expect(text).toMatch(
    /HANDOFF_KEY_REUSED: .*with other options, or under another file name[\s\S]*\nnext: Call `status`/,
  );
  expect([...digests.keys()]).toEqual([handoffKey({ text: '# Plan', project: 'site', conversationId: 'c' })]);
  await client.close();
  await gateway.close();
});
