import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isGivenTo } from '../runtime/config/part-variables';
import { type Part, VARIABLES, type Variable } from '../runtime/config/variables';
import { verifies } from './support/verifies';

const ROOT = join(__dirname, '..');
const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
/** It runs once and ends. */
const ONE_SHOT = ['migrate'];

interface Service {
  readonly image?: string;
  readonly build?: { readonly dockerfile_inline: string };
  readonly user?: string;
  readonly read_only?: boolean;
  readonly init?: boolean;
  readonly privileged?: boolean;
  readonly network_mode?: string;
  readonly pid?: string;
  readonly ipc?: string;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly devices?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly restart?: string;
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly tmpfs?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

describe(`docker-compose.yml (S-41; no engine runs here, so its shape is checked)${verifies('R-91')}`, () => {
  it('has every part of the deployment', () => {
    expect(services.map(([name]) => name).sort()).toEqual([
      'agent-worker',
      'clean',
      'gateway',
      'gpu-worker',
      'migrate',
      'n8n',
      'n8n-webhook',
      'n8n-worker',
      'postgres',
      'qdrant',
      'redis',
      'vllm',
    ]);
  });

  it('names no Docker socket anywhere', () => expect(text).not.toMatch(/docker\.sock|containerd\.sock|podman\.sock/));

  it.each(services)('%s is hardened', (_, service) => {
    expect(service.privileged).toBeUndefined();
    expect([service.network_mode, service.pid, service.ipc]).toEqual([undefined, undefined, undefined]);
    expect(service.cap_add).toBeUndefined();
    expect(service.devices).toBeUndefined();
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.read_only).toBe(true);
    expect(service.init).toBe(true);
    expect(Number(/^\$\{NIGHTSHIFT_UID:-(\d+)\}:/.exec(service.user ?? '')?.[1])).toBeGreaterThanOrEqual(1000);
    expect(service.mem_limit).toMatch(/\dg\}?$/);
    expect(service.pids_limit).toBeGreaterThan(0);
    expect(service.tmpfs?.some((mount) => mount.startsWith('/tmp'))).toBe(true);
  });

  it('loosens the profiles of Docker only where bubblewrap makes the sandbox', () => {
    const loosened = services.filter(([, { security_opt }]) =>
      security_opt?.some((option) => option.includes('unconfined')),
    );
    expect(loosened.map(([name]) => name).sort()).toEqual(['agent-worker', 'gpu-worker']);
    for (const [, { environment }] of loosened) expect(environment?.['NIGHTSHIFT_SANDBOX']).toBe('bubblewrap');
  });

  it.each(services)('%s comes from a digest', (_, { image, build }) => {
    const reference = build === undefined ? image : /^FROM (\S+@\$\{[^}]+\})/.exec(build.dockerfile_inline)?.[1];
    expect(reference).toMatch(/^[\w./-]+:[\w.-]+@(sha256:[0-9a-f]{64}|\$\{[A-Z0-9]+_IMAGE_DIGEST:[?-].+\})$/);
  });

  it.each(services)('%s says whether it is well, and is started again', (name, { healthcheck, restart }) => {
    if (ONE_SHOT.includes(name)) {
      expect([healthcheck?.disable, restart]).toEqual([true, 'on-failure']);
      return;
    }
    expect(healthcheck?.test?.length).toBeGreaterThan(1);
    expect(restart).toBe('unless-stopped');
  });

  it.each(services)('%s publishes on loopback only, and databases not at all', (name, { ports = [], networks }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    if (['postgres', 'redis', 'qdrant'].includes(name)) {
      expect(ports).toEqual([]);
      expect(networks).toEqual(['data']);
    }
    expect(compose.networks['data']?.internal).toBe(true);
  });

  it('runs an n8n that has the fixes of E3', () => {
    const versions = services.flatMap(([, { image }]) => /n8nio\/n8n:([\d.]+)@/.exec(image ?? '')?.[1] ?? []);
    expect(versions).toHaveLength(3);
    for (const version of versions) expect(hasFixes(version)).toBe(true);
    expect(['2.41.3', '2.42.5', '2.43.2', '2.40.9', '3.0.0'].some(hasFixes)).toBe(false);
  });

  it('hardens every n8n process as E3 asks, and gives each the nodes where their names are portable', () => {
    for (const name of ['n8n', 'n8n-webhook', 'n8n-worker']) {
      const { environment = {}, volumes = [] } = compose.services[name] as Service;
      expect(environment).toMatchObject({
        NODE_ENV: 'production',
        EXECUTIONS_MODE: 'queue',
        N8N_SSRF_PROTECTION_ENABLED: 'true',
        N8N_BLOCK_ENV_ACCESS_IN_NODE: 'true',
        N8N_UNVERIFIED_PACKAGES_ENABLED: 'false',
        N8N_GIT_NODE_ENABLE_HOOKS: 'false',
        N8N_WORKFLOW_AUTODEACTIVATION_ENABLED: 'false',
        N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
        N8N_RUNNERS_MODE: 'external',
        N8N_PAYLOAD_SIZE_MAX: '3',
        N8N_FORMDATA_FILE_SIZE_MAX: '1',
        EXECUTIONS_DATA_PRUNE: 'true',
        EXECUTIONS_DATA_MAX_AGE: '72',
        EXECUTIONS_DATA_PRUNE_MAX_COUNT: '500',
        EXECUTIONS_DATA_PRUNE_SOFT_DELETE_INTERVAL: '10',
        DB_POSTGRESDB_POOL_SIZE: '10',
      });
      const excluded = JSON.parse(environment['NODES_EXCLUDE'] ?? '[]');
      expect(excluded).toEqual(expect.arrayContaining(['n8n-nodes-base.executeCommand', 'n8n-nodes-base.code']));
      expect(environment['N8N_ENCRYPTION_KEY']).toBe(compose.services['n8n']?.environment?.['N8N_ENCRYPTION_KEY']);
      const mounts = volumes.filter((volume) =>
        volume.includes('/home/node/.n8n/nodes/node_modules/n8n-nodes-nightshift/'),
      );
      expect(mounts.every((mount) => mount.endsWith(':ro'))).toBe(true);
      expect(mounts).toHaveLength(2);
    }
  });

  it('has no secret written down, and none in a command line', () => {
    for (const [name, { environment = {}, command = [] }] of services) {
      for (const [key, value] of Object.entries(environment)) {
        if (/PASSWORD|SECRET|TOKEN|API_KEY|ENCRYPTION_KEY|AUTH$/.test(key))
          expect([name, key, value]).toEqual([name, key, expect.stringMatching(/^\$\{\w+(:[?-].*)?\}$/)]);
        for (const [, login] of value.matchAll(/:\/\/[^/@]*?:([^@]+)@/g)) expect(login).toMatch(/^\$\{/);
      }
      // `$$` is left to the shell inside, a builtin writes it to standard input.
      expect(command.join(' ').replaceAll('$$', '')).not.toMatch(/\$\{?\w*(PASSWORD|SECRET|TOKEN|KEY)/);
    }
  });

  it('starts only entries that the build makes, and mounts only files that are there', () => {
    const entries = readFileSync(join(ROOT, 'gulpfile.js'), 'utf8');
    for (const [, { command = [], volumes = [] }] of services) {
      for (const word of command) {
        const entry = /^dist\/(\w+)\.js$/.exec(word)?.[1];
        if (entry !== undefined) expect(entries).toMatch(new RegExp(`\\b${entry}: 'runtime/`));
      }
      for (const source of volumes.map((volume) => volume.split(':')[0] ?? '')) {
        if (source.startsWith('./') && source !== './dist')
          expect([source, existsSync(join(ROOT, source))]).toEqual([source, true]);
      }
    }
  });

  it('lets the gateway alone write to the projects, and sends tasks with a repository to its own host', () => {
    const projects = '${NIGHTSHIFT_PROJECTS:-./data/projects}:${NIGHTSHIFT_PROJECTS:-/srv/projects}';
    const withProjects = services.flatMap(([name, { volumes = [] }]) =>
      volumes.filter((volume) => volume.includes('NIGHTSHIFT_PROJECTS')).map((volume) => [name, volume]),
    );
    expect(withProjects.sort()).toEqual([
      ['agent-worker', `${projects}:ro`],
      ['gateway', projects],
    ]);

    const homeOf = (name: string) => ({
      host: compose.services[name]?.environment?.['NIGHTSHIFT_HOST_NAME'],
      folder: compose.services[name]?.volumes?.find((volume) => volume.endsWith(':/var/lib/nightshift')),
    });
    const home = { host: 'nightshift-home', folder: '${NIGHTSHIFT_DATA:-./data}/nightshift:/var/lib/nightshift' };
    expect(homeOf('gateway')).toEqual(home);
    expect(homeOf('agent-worker')).toEqual(home);
    expect(homeOf('gpu-worker')).toEqual({
      host: 'nightshift-gpu',
      folder: '${NIGHTSHIFT_DATA:-./data}/nightshift-gpu:/var/lib/nightshift',
    });
  });

  describe('passes the settings of docs/configuration.md', () => {
    /** Settings that no service is given, and why. */
    const NOWHERE: Readonly<Record<string, string>> = {
      NIGHTSHIFT_DATABASE_DIRECT_URL: 'no pooler stands before this Postgres',
      NIGHTSHIFT_QUEUE_URL: 'hints go through Redis',
      NIGHTSHIFT_N8N_MODE: 'of the embedded n8n; here it is in queue mode',
      NIGHTSHIFT_CRASH_AT: 'for tests',
      NIGHTSHIFT_CRASH_FILE: 'for tests',
      NIGHTSHIFT_POSTGRES_PORT: 'of the embedded Postgres',
      NIGHTSHIFT_N8N_PORT: 'of the embedded n8n',
      NIGHTSHIFT_N8N_BROKER_PORT: 'of the embedded n8n',
      NIGHTSHIFT_GATEWAY_PORT: 'inside it is always 4114; the variable is the port outside',
      NIGHTSHIFT_CLAUDE_CODE_BASE_URL: 'follows from ANTHROPIC_BASE_URL',
      NIGHTSHIFT_CLAUDE_CODE_API_KEY: 'follows from ANTHROPIC_API_KEY',
    };
    /** Settings that one service alone is given though others may read them, and why. */
    const ONLY: Readonly<Record<string, readonly [service: string, why: string]>> = {
      NIGHTSHIFT_GATEWAY_HOST: ['gateway', 'it alone listens; others have its URL'],
      NIGHTSHIFT_GATEWAY_BEHIND_PROXY: ['gateway', 'it alone listens'],
    };
    /** What needs the right of the database's owner, and is no part. */
    const OWNERS: Readonly<Record<string, readonly string[]>> = {
      migrate: ['NIGHTSHIFT_DATABASE_OWNER_URL'],
      clean: [
        'NIGHTSHIFT_DATABASE_OWNER_URL',
        'NIGHTSHIFT_KEEP_EXECUTIONS_DAYS',
        'NIGHTSHIFT_KEEP_LOGS_DAYS',
        'NIGHTSHIFT_KEEP_RECORDS_DAYS',
        'NIGHTSHIFT_KEEP_METRICS_DAYS',
        'NIGHTSHIFT_KEEP_AUDIT_DAYS',
      ],
    };
    const SERVICES: Readonly<Record<Part, readonly string[]>> = {
      n8n: ['n8n', 'n8n-webhook', 'n8n-worker'],
      gateway: ['gateway'],
      worker: ['agent-worker', 'gpu-worker'],
    };
    const variables = Object.entries<Variable>(VARIABLES);

    it.each(variables)('%s to the services that need it, or says why not', (name, variable) => {
      const names = [name, ...(variable.aliases ?? [])];
      const given = services
        .filter(([, { environment = {} }]) => names.some((one) => environment[one] !== undefined))
        .map(([service]) => service)
        .filter((service) => OWNERS[service]?.includes(name) ?? true);
      const parts = (Object.keys(SERVICES) as Part[]).filter((part) => isGivenTo(part, variable));
      const owners = Object.keys(OWNERS).filter((service) => OWNERS[service]?.includes(name));
      const expected = ONLY[name] ? [ONLY[name][0]] : [...owners, ...parts.flatMap((part) => SERVICES[part])];
      expect(given.sort()).toEqual(NOWHERE[name] === undefined ? [...expected].sort() : names.length > 1 ? given : []);
    });

    it('and has no exception that is none, and no name that is no setting', () => {
      const roles = ['APP', 'OWNER', 'READ', 'METRICS'].map((role) => `NIGHTSHIFT_${role}_PASSWORD`);
      const own = ['NIGHTSHIFT_HOME', ...roles];
      for (const name of [...Object.keys(NOWHERE), ...Object.keys(ONLY)]) expect(VARIABLES).toHaveProperty([name]);
      for (const [, { environment = {} }] of services) {
        for (const name of Object.keys(environment).filter((one) => one.startsWith('NIGHTSHIFT_')))
          expect([...Object.keys(VARIABLES), ...own]).toContain(name);
      }
    });

    it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
      ['none', {}, []],
      ['push', { NIGHTSHIFT_NTFY_TOPIC: 'night' }, ['push']],
      [
        'all',
        { NIGHTSHIFT_VOICE_URL: 'x', NIGHTSHIFT_NTFY_TOPIC: 'x', NIGHTSHIFT_DISCORD_WEBHOOK_URL: 'x' },
        ['voice', 'push', 'discord'],
      ],
    ])('and tells n8n and workers which channels the gateway has: %s', (_, env, expected) => {
      const written = compose.services['n8n']?.environment?.['NIGHTSHIFT_CHANNELS'] ?? '';
      const value = written.replace(/\$\{(\w+):\+(\w+)\}/g, (_whole, name: string, then: string) =>
        env[name] ? then : '',
      );
      expect(VARIABLES.NIGHTSHIFT_CHANNELS.schema.parse(value)).toEqual(expected);
    });
  });

  it('depends on services that are there', () => {
    for (const [, { depends_on = {} }] of services) {
      for (const name of Object.keys(depends_on)) expect(compose.services).toHaveProperty([name]);
    }
  });

  it('is explained, with what was not run', () => {
    const page = readFileSync(join(ROOT, 'docs/deployment.md'), 'utf8');
    for (const [, variable] of text.matchAll(/\$\{(\w+):\?/g)) expect(page).toContain(`${variable}=`);
    for (const [name] of services) expect(page).toContain(`\`${name}\``);
    expect(page).toContain('never started');
    expect(readdirSync(join(ROOT, 'docs/deployment'))).toEqual(['roles.sql']);
  });
});

/** 2.41.4, 2.42.6, 2.43.3, 3.0.1 or newer in its line. */
function hasFixes(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 2) return major > 2 && (major > 3 || minor > 0 || patch >= 1);
  const least: Readonly<Record<number, number>> = { 41: 4, 42: 6, 43: 3 };
  return minor > 43 || patch >= (least[minor] ?? Number.POSITIVE_INFINITY);
}
