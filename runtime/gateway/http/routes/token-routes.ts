import type { GatewayApp } from '../../gateway-app';
import { defined } from '../defined';
import { ok, type Route, route } from '../route';
import { newToken, token, tokenList } from '../schemas/other-views';
import { tokenBody } from '../schemas/requests';

/** Who may ask, and for what. */
export function tokenRoutes(app: GatewayApp): readonly Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/tokens',
      scope: 'admin',
      summary: 'Tokens, without their secrets',
      answers: { 200: tokenList },
      answer: async () => ok({ tokens: await app.tokens() }),
    }),
    route({
      method: 'POST',
      url: '/api/tokens',
      scope: 'admin',
      summary: 'Makes a token; shown in this answer and never again',
      body: tokenBody,
      answers: { 201: newToken },
      answer: async ({ body, caller }) => ({
        type: 'json',
        httpStatus: 201,
        body: await app.createToken(defined(body), caller.actor),
      }),
    }),
    route({
      method: 'DELETE',
      url: '/api/tokens/:tokenId',
      scope: 'admin',
      summary: 'Refuses a token from now on; by id or name',
      answers: { 200: token },
      answer: async ({ params, caller }) => ok(await app.revokeToken(params['tokenId']!, caller.actor)),
    }),
  ];
}
