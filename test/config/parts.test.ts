import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../runtime/config/load-config';
import { namesGivenTo } from '../../runtime/config/part-variables';
import { type Part, VARIABLES, type Variable } from '../../runtime/config/variables';
import { n8nEnv } from '../../runtime/main/embedded-n8n-env';
import { openEmbeddedSettings, writeEmbeddedSettings } from '../../runtime/main/embedded-settings';
import { messageSettings } from '../../runtime/main/message-settings';
import { partEnv } from '../../runtime/main/part-env';
import { secretsOf } from '../../runtime/main/secrets-of';

/** Every secret of a model or a channel, each with a value of its own; and what else comes along. */
const SECRETS = {
  NIGHTSHIFT_CLAUDE_CODE_API_KEY: 'claude-code-key',
  NIGHTSHIFT_ANTHROPIC_API_KEY: 'anthropic-key',
  ANTHROPIC_API_KEY: 'other-anthropic-key',
  NIGHTSHIFT_OPENAI_API_KEY: 'openai-key',
  OPENAI_API_KEY: 'other-openai-key',
  NIGHTSHIFT_RESEARCH_API_KEY: 'research-key',
  PERPLEXITY_API_KEY: 'perplexity-key',
  NIGHTSHIFT_EMBEDDINGS_API_KEY: 'embeddings-key',
  NIGHTSHIFT_QDRANT_API_KEY: 'qdrant-key-0123456789',
  NIGHTSHIFT_NTFY_TOKEN: 'ntfy-token',
  NIGHTSHIFT_NTFY_TOPIC: 'ntfy-topic',
  NIGHTSHIFT_VOICE_URL: 'http://127.0.0.1:1/voice?key=voice-key',
  NIGHTSHIFT_DISCORD_WEBHOOK_URL: 'https://discord.example/hook/discord-key',
} as const;
const URLS = {
  NIGHTSHIFT_RESEARCH_URL: 'http://127.0.0.1:1',
  NIGHTSHIFT_EMBEDDINGS_URL: 'http://127.0.0.1:1',
  NIGHTSHIFT_QDRANT_URL: 'http://127.0.0.1:1',
} as const;
const OTHERS = { PATH: '/bin', HOME: '/home/ada', AWS_SECRET_ACCESS_KEY: 'not-ours', NIGHTSHIFT_MAX_PARALLEL: '7' };

describe('what a part is given', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'ns-parts-'));
    openEmbeddedSettings(home, { postgres: 15_001, n8n: 15_002, n8nBroker: 15_003, gateway: 15_004 });
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const secretsIn = (env: NodeJS.ProcessEnv) => Object.keys(SECRETS).filter((name) => env[name] !== undefined);

  it('a home of before the reading roles gets their passwords, once, and keeps what it has', () => {
    const ports = { postgres: 1, n8n: 2, n8nBroker: 3, gateway: 4 };
    const made = openEmbeddedSettings(home, ports);
    const { read: _read, metrics: _metrics, ...old } = made.secrets;
    writeEmbeddedSettings(home, { ...made, secrets: old });
    const { secrets } = openEmbeddedSettings(home, ports);
    expect(secrets).toEqual({ ...old, read: expect.any(String), metrics: expect.any(String) });
    expect(secrets.read).not.toBe(secrets.metrics);
    expect(openEmbeddedSettings(home, ports).secrets).toEqual(secrets);
  });

  it('n8n, main process and worker alike, gets no key of a model and no secret of a channel', () => {
    const settings = openEmbeddedSettings(home, { postgres: 1, n8n: 2, n8nBroker: 3, gateway: 4 });
    const given = { home, settings, env: { ...SECRETS, ...URLS, ...OTHERS }, secretsFolder: home, queue: undefined };
    const env = n8nEnv(given);
    expect(secretsIn(env)).toEqual([]);
    expect(JSON.stringify(env)).not.toMatch(/-key|ntfy-t|not-ours/);
    expect(env).toMatchObject({ PATH: '/bin', NIGHTSHIFT_MAX_PARALLEL: '7', NIGHTSHIFT_PART: 'n8n' });
  });

  it.each<readonly [Part, RegExp]>([
    ['worker', /CLAUDE_CODE|ANTHROPIC|OPENAI|EMBEDDINGS|QDRANT/],
    ['gateway', /RESEARCH|PERPLEXITY|EMBEDDINGS|QDRANT|NTFY|VOICE|DISCORD/],
  ])('%s gets the secrets that it needs and no other', (part, needed) => {
    const env = partEnv(part, home, { ...SECRETS, ...URLS, ...OTHERS });
    expect(secretsIn(env)).toEqual(Object.keys(SECRETS).filter((name) => needed.test(name)));
    expect(env['AWS_SECRET_ACCESS_KEY']).toBeUndefined();
  });

  it('holds for the file of settings too, and n8n is told by name which channels there are', () => {
    writeFileSync(
      join(home, 'nightshift.config.json'),
      JSON.stringify({
        ...Object.fromEntries(Object.entries(SECRETS).filter(([name]) => name.startsWith('NIGHTSHIFT_'))),
        ...URLS,
      }),
    );
    const config = loadConfig(partEnv('n8n', home, OTHERS));
    expect(secretsOf(config).filter((value) => Object.values<string>(SECRETS).includes(value))).toEqual([]);
    expect(JSON.stringify(config)).not.toMatch(/(claude-code|anthropic|openai|research|embeddings|qdrant|voice)-key/);
    expect(messageSettings(config, []).targets).toEqual({ voice: 'gateway', push: 'gateway', discord: 'gateway' });

    const gateway = loadConfig(partEnv('gateway', home, OTHERS));
    expect(messageSettings(gateway, []).targets).toEqual({
      voice: expect.stringMatching(/^[0-9a-f]{12}$/),
      push: expect.stringMatching(/^[0-9a-f]{12}$/),
      discord: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
  });

  it('tells of no channel where there is none', () => {
    expect(messageSettings(loadConfig(partEnv('n8n', home, OTHERS)), []).targets).toEqual({});
  });

  it('is said of every secret, and the owner of the database is nobody’s', () => {
    for (const [name, { isSecret, parts }] of Object.entries<Variable>(VARIABLES)) {
      if (isSecret) expect([name, Array.isArray(parts)]).toEqual([name, true]);
    }
    for (const part of ['n8n', 'gateway', 'worker'] as const)
      expect(namesGivenTo(part)).not.toContain('NIGHTSHIFT_DATABASE_OWNER_URL');
  });
});
