import type { GatewayApp } from '../gateway-app';
import type { EventStreams } from './event-stream';
import type { GatewayMeter } from './gateway-meter';
import type { Route } from './route';
import { approvalRoutes } from './routes/approval-routes';
import { executionRoutes } from './routes/execution-routes';
import { handoffRoutes } from './routes/handoff-routes';
import { operationRoutes } from './routes/operation-routes';
import { projectRoutes } from './routes/project-routes';
import { tokenRoutes } from './routes/token-routes';

/** Every route of the gateway, with the scope that it needs. Server and OpenAPI document are made from this table and from nothing else. */
export function routesOf(app: GatewayApp, streams: EventStreams, meter: GatewayMeter): readonly Route[] {
  const routes: Route[] = [
    ...handoffRoutes(app),
    ...executionRoutes(app, streams),
    ...projectRoutes(app),
    ...tokenRoutes(app),
    ...approvalRoutes(app),
    ...operationRoutes(app, meter, () => routes),
  ];
  return routes;
}
