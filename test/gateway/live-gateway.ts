import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { HashedTextEmbedder } from '../../runtime/adapters/local-embeddings/hashed-text-embedder';
import { MemoryPatternStore } from '../../runtime/adapters/memory/memory-pattern-store';
import { MemoryResearcher } from '../../runtime/adapters/memory/memory-researcher';
import { SystemProjectFiles } from '../../runtime/adapters/system/system-project-files';
import { sha256 } from '../../runtime/core/execution/hash-event';
import { createGateway } from '../../runtime/gateway/create-gateway';
import type { GatewaySettings } from '../../runtime/gateway/gateway-settings';
import { type GatewayAppDeps, LiveGatewayApp } from '../../runtime/main/live-gateway-app';
import { AppWorld, HOST } from '../support/app-world';
import { expectErrorForm } from '../support/error-form';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const ADMIN = `ns_${'t'.repeat(43)}`;

/** A gateway over stores in memory, with its real app behind it. */
export class LiveGateway {
  readonly world: AppWorld;
  readonly server: FastifyInstance;
  readonly app: LiveGatewayApp;
  /** Of errors that were answered in another form than the one that all have. */
  private readonly faults: string[] = [];

  private constructor(world: AppWorld, app: LiveGatewayApp, settings: GatewaySettings) {
    this.world = world;
    this.app = app;
    this.server = createGateway(app, settings);
    this.server.addHook('onSend', async ({ method, url, body }, { statusCode }, payload) => {
      if (statusCode < 400 || typeof payload !== 'string' || !payload.startsWith('{"error"')) return;
      const { raw = '' } = (body ?? {}) as { readonly raw?: Buffer | string };
      try {
        expectErrorForm(JSON.parse(payload).error, `${url}\n${raw}`);
      } catch (fault) {
        this.faults.push(`${method} ${url.slice(0, 100)}: ${(fault as Error).message}`);
      }
    });
  }

  static async open(world = new AppWorld(), settings: GatewaySettings = {}): Promise<LiveGateway> {
    const { stores } = world;
    await stores.tokens.replace({ digest: sha256(ADMIN), label: 'cli', scopes: ['admin'] });
    const repositories = {
      inspect: async (dir: string) => ({ dir, dirty: [] }),
      checkShares: async () => ({ shares: [], known: [] }),
    };
    const deps = {
      ...world.deps,
      ids: { ...world.deps.ids, secret: (bytes: number) => randomBytes(bytes).toString('base64url') },
      gatewayUrl: 'http://127.0.0.1:4114',
      clock: world.clock,
      repositories,
      projectFiles: new SystemProjectFiles(),
      tokens: stores.tokens,
      artifacts: stores.artifacts,
      attempts: stores.attempts,
      logTails: stores.logTails,
      attemptLogs: { read: async () => undefined },
      measured: { read: async () => NOTHING_MEASURED },
      audit: stores.audit,
      ownToken: sha256(ADMIN),
      nodeTokens: new Set<string>(),
      signingSecrets: [SECRET],
      recommending: { embedder: new HashedTextEmbedder(), patterns: new MemoryPatternStore(), secrets: [] },
      researching: {
        time: world.deps.time,
        cache: stores.researchCache,
        cacheHours: 24,
        researcher: new MemoryResearcher({
          'why?': {
            answer: 'because',
            sources: [{ title: 'A page', url: 'https://example.org' }],
            model: 'm',
            costUsd: 0,
          },
        }),
      },
      fsck: { moments: stores.moments },
      host: { executionState: async () => 'running', wake: async () => 'taken', isReady: async () => true },
      hostName: HOST,
      disk: { freeBytes: async () => 1e12 },
      version: '0.0.0',
    };
    return new LiveGateway(world, new LiveGatewayApp(deps as unknown as GatewayAppDeps), settings);
  }

  ask(method: string, url: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    return this.server.inject({
      method: method as 'GET',
      url,
      headers: {
        authorization: `Bearer ${ADMIN}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
  }

  handOver(body: unknown, key: string = randomUUID()) {
    return this.ask('POST', '/api/execution/handoff', body, { 'idempotency-key': key });
  }

  async close(): Promise<void> {
    await this.server.close();
    if (this.faults.length > 0) throw new Error(this.faults.join('\n'));
  }
}

const NOTHING_MEASURED = {
  tasks: [],
  durations: [],
  errors: [],
  executions: [],
  slots: { used: 0, limit: 0 },
  outbox: { waiting: 0, dead: 0 },
};
