import type { GatewayApp } from '../../gateway-app';
import { executionFamilies } from '../execution-families';
import type { GatewayMeter } from '../gateway-meter';
import { contentTypeFor, metricsText } from '../metrics-text';
import { openApiDocument } from '../openapi-document';
import { ok, type Route, route } from '../route';
import { alive, fsck, health } from '../schemas/other-views';
import { fsckQuery } from '../schemas/requests';

/** For whoever runs it, and for their tools. */
export function operationRoutes(
  app: GatewayApp,
  meter: GatewayMeter,
  routes: () => readonly Route[],
): readonly Route[] {
  return [
    route({
      method: 'GET',
      url: '/healthz',
      scope: 'open',
      summary: 'The process lives',
      answers: { 200: alive },
      answer: async () => ok({ status: 'ok' }),
    }),
    route({
      method: 'GET',
      url: '/readyz',
      scope: 'plan:read',
      summary: 'Each part, and whether all is well: 200 or 503',
      answers: { 200: health, 503: health },
      answer: async () => {
        const standing = await app.health();
        return { type: 'json', httpStatus: standing.isReady ? 200 : 503, body: standing };
      },
    }),
    route({
      method: 'GET',
      url: '/metrics',
      scope: 'metrics:read',
      summary: 'Numbers for Prometheus',
      answers: { 200: { contentType: 'text/plain' } },
      answer: async ({ headers }) => {
        const format = headers.accept?.includes('application/openmetrics-text') === true ? 'openmetrics' : 'prometheus';
        const text = metricsText([...meter.families(), ...executionFamilies(await app.metrics())], format);
        return { type: 'bytes', contentType: contentTypeFor(format), bytes: text };
      },
    }),
    route({
      method: 'GET',
      url: '/openapi.json',
      scope: 'plan:read',
      summary: 'This API as an OpenAPI 3.1 document',
      answers: { 200: { contentType: 'application/json' } },
      answer: async () => ok(openApiDocument(routes())),
    }),
    route({
      method: 'GET',
      url: '/api/fsck',
      scope: 'admin',
      summary: 'Checks what is stored; `executionId` for one',
      query: fsckQuery,
      answers: { 200: fsck },
      answer: async ({ query }) => ok(await app.fsck(query.executionId)),
    }),
  ];
}
