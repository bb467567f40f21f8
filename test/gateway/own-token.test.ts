import { verifies } from '../support/verifies';
import { LiveGateway } from './live-gateway';

describe(`the token of nightshift's own commands${verifies('S-04')}`, () => {
  it('is not revoked, by name or id: the next step says how it is replaced', async () => {
    const gateway = await LiveGateway.open();
    const [own] = (await gateway.ask('GET', '/api/tokens')).json().tokens;
    for (const wanted of ['cli', own.id]) {
      const reply = await gateway.ask('DELETE', `/api/tokens/${wanted}`);
      expect([reply.statusCode, reply.json().error.code]).toEqual([409, 'TOKEN_OWN']);
      expect(reply.json().error.hint).toMatch(/nightshift down.*settings\.json/);
    }
    expect((await gateway.ask('GET', '/api/tokens')).json().tokens).toMatchObject([{ name: 'cli', state: 'valid' }]);
    await gateway.close();
  });
});
