import type { AddressInfo } from 'node:net';
import { MemoryPlanReader } from '../../runtime/adapters/memory/memory-plan-reader';
import type { CliDeps, RunningSystem } from '../../runtime/cli/cli-deps';
import { HttpGatewayClient } from '../../runtime/cli/http-gateway-client';
import { runCli } from '../../runtime/cli/main';
import { DEFAULT_PLAN_LIMITS } from '../../runtime/core/plan/plan';
import { createGateway } from '../../runtime/gateway/create-gateway';
import type { GatewayApp } from '../../runtime/gateway/gateway-app';
import { scriptedApp, TOKENS } from '../gateway/scripted-app';

export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const open: { close(): Promise<unknown> }[] = [];

// Also after a failed test: an open server would hold the whole run.
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A gateway on a free loopback port, and the command line against it over HTTP. */
export async function scriptedCli(overrides: Partial<GatewayApp> = {}, deps: Partial<CliDeps> = {}) {
  const app = scriptedApp(overrides);
  const server = createGateway(app, { pollMs: 5 });
  open.push(server);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const run = (...args: string[]): Promise<CliRun> =>
    runWith({ gateway: async () => new HttpGatewayClient(fetch, { url, token: TOKENS.admin }), ...deps }, args);
  return { app, url, run, close: () => server.close() };
}

/** Runs one command with these dependencies; what is not given and is asked for fails the test. */
export async function runWith(deps: Partial<CliDeps>, args: readonly string[]): Promise<CliRun> {
  let out = '';
  let err = '';
  const unscripted = (name: string) => () => Promise.reject(new Error(`${name} is not scripted`));
  const all: CliDeps = {
    version: '1.2.3',
    terminal: {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      isInteractive: false,
      hasColor: false,
      size: () => ({ columns: 120, rows: 40 }),
    },
    clock: {
      now: () => Date.parse('2026-01-01T00:01:00.000Z'),
      steady: () => performance.now(),
      sleep: () => new Promise((resolve) => setImmediate(resolve)),
    },
    http: fetch,
    actor: 'person:ada',
    workingFolder: '/work-folder',
    interrupt: new AbortController().signal,
    newId: () => 'new-id',
    readText: unscripted('readText'),
    plans: new MemoryPlanReader(),
    planLimits: () => DEFAULT_PLAN_LIMITS,
    resourceLimits: () => new Map(),
    inspect: async (dir) => ({ dir, dirty: [] }),
    planSource: {
      read: unscripted('read'),
      filesIn: async () => undefined,
      readInput: unscripted('readInput'),
      write: unscripted('write'),
    },
    gateway: unscripted('gateway'),
    isRemote: () => false,
    webhook: unscripted('webhook'),
    system: { up: unscripted('up'), down: unscripted('down'), capabilities: async () => undefined },
    service: {
      unit: () => {
        throw new Error('unit is not scripted');
      },
      install: unscripted('install'),
      uninstall: unscripted('uninstall'),
      status: unscripted('status'),
    },
    backups: { backup: unscripted('backup'), restore: unscripted('restore') },
    clean: unscripted('clean'),
    archives: { export: unscripted('export'), verify: unscripted('verify'), replay: unscripted('replay') },
    templates: {
      list: unscripted('list'),
      export: unscripted('export'),
      compare: unscripted('compare'),
      import: unscripted('import'),
      publish: unscripted('publish'),
    },
    example: unscripted('example'),
    repositoryAt: async () => undefined,
    applyResult: unscripted('applyResult'),
    doctorFacts: unscripted('doctorFacts'),
    claude: { install: unscripted('install'), uninstall: unscripted('uninstall') },
    serveMcp: unscripted('serveMcp'),
    ...deps,
  };
  return { code: await runCli(all, args), out, err };
}

/** A system that is up and that nobody else uses; `stops` says how it was told to stop. */
export function scriptedSystem(overrides: Partial<RunningSystem> = {}): RunningSystem & { readonly stops: string[] } {
  const stops: string[] = [];
  return {
    stops,
    editor: { url: 'http://127.0.0.1:5678', email: 'owner@nightshift.local', passwordFile: '/home/n8n-password' },
    statusUrl: 'http://127.0.0.1:4114/api/execution',
    owner: 'us',
    stopped: new Promise(() => undefined),
    stop: async () => {
      stops.push('stop');
    },
    stopUnused: async () => {
      stops.push('stop when unused');
    },
    ...overrides,
  };
}
