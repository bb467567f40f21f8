import type { FastifyInstance } from 'fastify';
import { SystemDisk } from '../adapters/system/system-disk';
import { SystemProjectFiles } from '../adapters/system/system-project-files';
import { sha256 } from '../core/execution/hash-event';
import { nodeToken } from '../core/handoff/node-token';
import { createGateway } from '../gateway/create-gateway';
import type { GatewaySettings } from '../gateway/gateway-settings';
import type { Repositories } from '../ports/repositories';
import type { Core } from './compose-core';
import { composeFsck } from './compose-fsck';
import { composeResearcher } from './compose-researcher';
import { facadeDeps } from './compose-runtime';
import { LiveGatewayApp } from './live-gateway-app';
import { packageVersion } from './package-version';

/** The gateway of a configuration, not yet listening. */
export function composeGateway(
  core: Core,
  repositories: Repositories,
  settings: Pick<GatewaySettings, 'failuresPerMinute'> = {},
): FastifyInstance {
  const { config } = core;
  const researcher = composeResearcher(config);
  const app = new LiveGatewayApp({
    ...facadeDeps(core),
    repositories,
    projectFiles: new SystemProjectFiles(),
    tokens: core.tokens,
    artifacts: core.artifacts,
    measured: core.measured,
    ids: core.ids,
    ...(config.token === undefined ? {} : { ownToken: sha256(config.token) }),
    signingSecrets: config.signingSecrets,
    nodeTokens: new Set(config.signingSecrets.map((secret) => sha256(nodeToken(secret)))),
    audit: core.audit,
    recommending: core.learning,
    researching: {
      time: core.time,
      cache: core.researchCache,
      cacheHours: config.research.cacheHours,
      ...(researcher === undefined ? {} : { researcher }),
    },
    host: core.host,
    hostName: core.hostName,
    clock: core.clock,
    disk: new SystemDisk(config.home),
    fsck: composeFsck(core),
    version: packageVersion(),
  });
  return createGateway(app, {
    mcp: { version: packageVersion(), clock: core.clock, log: core.log },
    ...settings,
    log: core.log,
    bodyLimitBytes: config.limits.bytes,
    allowedHosts: config.gateway.allowedHosts,
  });
}
