import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { EventFeed } from '../../runtime/gateway/http/event-feed';
import { EventStreams } from '../../runtime/gateway/http/event-stream';
import { GatewayMeter } from '../../runtime/gateway/http/gateway-meter';
import { openApiDocument } from '../../runtime/gateway/http/openapi-document';
import type { Route } from '../../runtime/gateway/http/route';
import { routesOf } from '../../runtime/gateway/http/routes';
import { scriptedApp } from './scripted-app';

/** What of an OpenAPI document the tests look at. */
export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly operationId: string;
  readonly security: readonly { readonly token: readonly string[] }[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema?: { readonly $ref: string } }>> }>
  >;
}

/** The route table, of an app that nobody asks. */
export function everyRoute(): readonly Route[] {
  const app = scriptedApp();
  const streams = new EventStreams(new EventFeed(app.events, 250), {
    maxStreams: 1,
    bufferBytes: 1,
    heartbeatMs: 1_000,
  });
  return routesOf(app, streams, new GatewayMeter());
}

/** As it is sent. */
export const openApi = (): OpenApi => JSON.parse(JSON.stringify(openApiDocument(everyRoute()))) as OpenApi;

/** Whether a value is what the document says of a component. */
export function validatorOf(
  { components }: OpenApi,
  name: string,
  ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }),
): ValidateFunction {
  const id = 'https://nightshift.example/openapi';
  // A schema by itself has its parts in `$defs`, the document in `components`.
  const parts = JSON.parse(
    JSON.stringify(components.schemas).replaceAll('#/components/schemas/', '#/$defs/'),
  ) as object;
  if (ajv.getSchema(id) === undefined) ajv.addSchema({ $id: id, $defs: parts });
  return ajv.compile({ $ref: `${id}#/$defs/${name}` });
}
