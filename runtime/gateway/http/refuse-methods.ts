import { METHODS } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { RequestError } from '../../core/errors';
import type { Route } from './route';

/** `CONNECT` asks for no address, and the server hands it to nobody. */
const ALL_METHODS = METHODS.filter((method) => method !== 'CONNECT');

/** Answers OPTIONS at every address, and 405 to each method that it does not take: before a body is read. */
export function refuseOtherMethods(server: FastifyInstance, routes: readonly Route[]): void {
  for (const url of new Set(routes.map((route) => route.url))) {
    const taken: string[] = routes.filter((route) => route.url === url).map((route) => route.method);
    if (taken.includes('GET')) taken.push('HEAD');
    server.route({
      method: 'OPTIONS',
      url,
      handler: async (_request, reply) => reply.code(204).header('allow', taken.join(', ')).send(),
    });
    refuseMethods(server, url, taken, ['OPTIONS']);
  }
}

/** Answers 405 at an address to all methods but those that it takes and those that are answered already. */
export function refuseMethods(
  server: FastifyInstance,
  url: string,
  taken: readonly string[],
  answered: readonly string[] = [],
): void {
  for (const method of ALL_METHODS) {
    if (!server.supportedMethods.includes(method)) server.addHttpMethod(method, { hasBody: true });
  }
  server.route({
    method: ALL_METHODS.filter((method) => !taken.includes(method) && !answered.includes(method)),
    url,
    preParsing: async (_request, reply) => {
      reply.header('allow', taken.join(', '));
      throw new RequestError('METHOD_NOT_ALLOWED', 'This address does not take this method', {
        hint: `It takes ${taken.join(', ')}`,
      });
    },
    handler: async () => undefined,
  });
}
