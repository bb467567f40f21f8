import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvariantError, RequestError, UnavailableError } from '../../runtime/core/errors';
import { sha256 } from '../../runtime/core/execution/hash-event';
import type { TokenView } from '../../runtime/core/report/service-views';
import { claudeActions } from '../../runtime/main/cli/claude-plugin/claude-actions';
import { GatewayTokenMaker } from '../../runtime/main/cli/claude-plugin/gateway-token-maker';
import { removeServerLogs } from '../../runtime/main/cli/claude-plugin/remove-server-logs';
import type { TokenMaker } from '../../runtime/ports/token-maker';
import { scriptedCli } from './scripted-cli';

const PLUGIN = join(__dirname, '../../runtime/claude-plugin');

let folder: string;
let tokens: Map<string, string>;
let made: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ns-claude-plugin-'));
  mkdirSync(join(folder, 'home'));
  mkdirSync(join(folder, 'dist'));
  // Only the folder's name differs in the package.
  mkdirSync(join(folder, 'dist', 'claude-plugin', 'nightshift', 'scripts'), { recursive: true });
  writeFileSync(
    join(folder, 'dist', 'claude-plugin', 'nightshift', 'scripts', 'nightshift.sh'),
    readFileSync(join(PLUGIN, 'nightshift', 'scripts', 'nightshift.sh')),
  );
  tokens = new Map();
  made = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A Claude Code that notes what it is asked, has `plugins`, and refuses what contains `refused`. */
function claudeCode(plugins: string, refused = 'nothing'): string {
  const program = join(folder, 'claude');
  const asked = join(folder, 'asked');
  writeFileSync(
    program,
    `#!/bin/sh\necho "$*" >> ${asked}\ncase "$*" in *${refused}*) echo "no network" >&2; exit 1;; *list*) echo '${plugins}';; esac\n`,
  );
  chmodSync(program, 0o755);
  return program;
}

const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');

function actions(command: string, gateway: 'up' | Error = 'up') {
  const maker: TokenMaker = {
    make: async (label, scopes) => {
      made += 1;
      const token = `ns_${made} ${scopes.join(' ')}`;
      tokens.set(label, token);
      return token;
    },
    revoke: async (token) => {
      if (gateway !== 'up') throw gateway;
      for (const [label, one] of tokens) if (one === token) tokens.delete(label);
    },
  };
  return claudeActions({
    env: { PATH: process.env['PATH'], HOME: folder },
    home: () => join(folder, 'home'),
    clock: { now: () => 0 },
    dist: join(folder, 'dist'),
    command: () => command,
    tokens: async () => maker,
  });
}

describe('the token of the plugin', () => {
  const view = (id: string): TokenView => ({ id, name: 'claude-code', scopes: [], createdAt: '', state: 'valid' });

  it('takes the place of that of the installation before, and of nobody else’s', async () => {
    let there = [view(sha256('ns_before').slice(0, 8))];
    const revoked: string[] = [];
    const maker = new GatewayTokenMaker({
      tokens: async () => there,
      createToken: async (request) => ({ ...view('new'), ...request, name: 'claude-code', token: 'ns_new' }),
      revokeToken: async (wanted) => {
        revoked.push(wanted);
        return view('x');
      },
    });
    expect(await maker.make('claude-code', ['plan:read'], 'ns_before')).toBe('ns_new');
    expect(revoked).toEqual([sha256('ns_before').slice(0, 8)]);
    there = [view('aaaaaaaa')];
    for (const before of [undefined, 'ns_before']) {
      await expect(maker.make('claude-code', ['plan:read'], before)).rejects.toMatchObject({
        code: 'TOKEN_NAME_TAKEN',
        hint: expect.stringContaining('nightshift token revoke aaaaaaaa'),
      });
    }
    expect(revoked).toHaveLength(1);
  });
});

describe('setting the plugin up', () => {
  it('that fails takes back all that it can when the gateway has gone away meanwhile, and says that the token is valid', async () => {
    const gone = new UnavailableError('gateway', 'nobody answers');
    const { install } = actions(claudeCode('[{"id":"nightshift@nightshift"}]', 'marketplace?add'), gone);
    await expect(install()).rejects.toMatchObject({
      code: 'CLAUDE_CODE_REFUSED',
      message: expect.stringContaining('no network'),
      hint: expect.stringMatching(/still valid \(nobody answers\).*nightshift token revoke [0-9a-f]{8}$/),
    });
    expect(existsSync(join(folder, 'home', 'claude-code'))).toBe(false);
    expect(asked().slice(-3)).toEqual([
      'plugin list --json',
      'plugin uninstall nightshift@nightshift --scope user',
      'plugin marketplace list --json',
    ]);
  });

  it('asks Claude Code’s own commands, and gives the plugin a token that it may not grow', async () => {
    const { install } = actions(claudeCode('[]'));
    const { marketplace } = await install();
    expect(asked()).toEqual([
      '--version',
      'plugin list --json',
      'plugin marketplace list --json',
      `plugin marketplace add ${marketplace}`,
      'plugin install nightshift@nightshift --scope user',
    ]);
    const token = join(folder, 'home', 'claude-code', 'token');
    expect(readFileSync(token, 'utf8')).toBe('ns_1 plan:submit plan:read plan:control\n');
    expect(statSync(token).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(marketplace, 'nightshift', 'scripts', 'installed.sh'), 'utf8')).toContain(
      `NIGHTSHIFT_HOME=${join(folder, 'home')}\n`,
    );
  });

  it('replaces one that is there, with its token', async () => {
    const { install } = actions(claudeCode('[{"id":"nightshift@nightshift","name":"nightshift"}]'));
    await install();
    await install();
    expect(asked()).toContain('plugin uninstall nightshift@nightshift --scope user');
    expect([...tokens]).toEqual([['claude-code', 'ns_2 plan:submit plan:read plan:control']]);
  });

  it('leaves nothing when Claude Code refuses, and says what it said', async () => {
    const { install } = actions(claudeCode('[]', 'install'));
    await expect(install()).rejects.toMatchObject({
      code: 'CLAUDE_CODE_REFUSED',
      message: expect.stringContaining('no network'),
      hint: expect.any(String),
    });
    expect(tokens.size).toBe(0);
    expect(existsSync(join(folder, 'home', 'claude-code'))).toBe(false);
  });

  it('says how to get Claude Code where there is none, and makes no token', async () => {
    for (const act of [actions('no-such-claude').install, actions(join(folder, 'missing')).uninstall]) {
      await expect(act()).rejects.toMatchObject({
        code: 'CLAUDE_CODE_MISSING',
        hint: expect.stringContaining('npm install -g @anthropic-ai/claude-code'),
      });
    }
    expect(made).toBe(0);
  });
});

describe('taking it away', () => {
  it('leaves nothing, and may be repeated', async () => {
    const { install, uninstall } = actions(claudeCode('[{"id":"nightshift@nightshift","name":"nightshift"}]'));
    await install();
    const cache = join(folder, '.claude', 'plugins', 'cache');
    mkdirSync(join(cache, 'nightshift'), { recursive: true });
    mkdirSync(join(cache, 'another'));
    expect(await uninstall()).toEqual({ wasInstalled: true });
    expect([tokens.size, existsSync(join(folder, 'home', 'claude-code'))]).toEqual([0, false]);
    expect([existsSync(join(cache, 'nightshift')), existsSync(join(cache, 'another'))]).toEqual([false, true]);
    await actions(claudeCode('[]')).uninstall();
  });

  it.each([
    ['linux', {}, '.cache'],
    ['linux', { XDG_CACHE_HOME: 'caches' }, 'caches'],
    ['darwin', { XDG_CACHE_HOME: 'caches' }, 'Library/Caches'],
  ] as const)(
    'removes what Claude Code logged about its server, and nothing else there (%s %j)',
    async (platform, { XDG_CACHE_HOME: name }: { readonly XDG_CACHE_HOME?: string }, place) => {
      const cache = join(folder, place, 'claude-cli-nodejs');
      const ours = 'mcp-logs-plugin-nightshift-nightshift';
      const kept = ['-srv-site/mcp-logs-plugin-nightshift-nightshift-2', '-srv-site/mcp-logs-other', '-srv-api/errors'];
      const outside = join(folder, 'outside');
      for (const path of [`-srv-site/${ours}`, `-srv-api/${ours}`, ...kept].map((one) => join(cache, one))) {
        mkdirSync(path, { recursive: true });
        writeFileSync(join(path, 'a.jsonl'), '{}');
      }
      mkdirSync(join(outside, ours), { recursive: true });
      symlinkSync(outside, join(cache, 'link'));
      const env = { HOME: folder, ...(name === undefined ? {} : { XDG_CACHE_HOME: join(folder, name) }) };
      for (let times = 0; times < 2; times++) await removeServerLogs({ env, platform });
      expect(['-srv-site', '-srv-api'].filter((worked) => existsSync(join(cache, worked, ours)))).toEqual([]);
      expect(kept.filter((path) => !existsSync(join(cache, path, 'a.jsonl')))).toEqual([]);
      expect(existsSync(join(outside, ours))).toBe(true);
    },
  );

  it('removes them with the plugin, also where there are none', async () => {
    const logs = join(folder, '.cache', 'claude-cli-nodejs', '-srv-site', 'mcp-logs-plugin-nightshift-nightshift');
    const { uninstall } = actions(claudeCode('[]'));
    await uninstall();
    if (process.platform !== 'linux') return;
    mkdirSync(logs, { recursive: true });
    await uninstall();
    expect(existsSync(logs)).toBe(false);
  });

  it('also where no gateway answers: only the token is left, and that is said', async () => {
    const command = claudeCode('[{"id":"nightshift@nightshift","name":"nightshift"}]');
    await actions(command).install();
    const token = tokens.get('claude-code')!;
    const away = new UnavailableError('gateway', 'The gateway does not answer');
    expect(await actions(command, away).uninstall()).toEqual({
      wasInstalled: true,
      tokenLeft: { name: 'claude-code', id: sha256(token).slice(0, 8), reason: 'The gateway does not answer' },
    });
    expect(asked().slice(-2)).toEqual(['plugin marketplace list --json', 'plugin marketplace remove nightshift']);
    expect(asked()).toContain('plugin uninstall nightshift@nightshift --scope user');
    expect([...tokens.keys(), existsSync(join(folder, 'home', 'claude-code'))]).toEqual(['claude-code', false]);
  });

  it('leaves alone the token of the same name that another home, or another machine, has', async () => {
    const { install, uninstall } = actions(claudeCode('[{"id":"nightshift@nightshift","name":"nightshift"}]'));
    tokens.set('claude-code', 'ns_of another');
    expect(await uninstall()).toEqual({ wasInstalled: true });
    expect([...tokens.values()]).toEqual(['ns_of another']);
    await install();
    tokens.set('claude-code', 'ns_of another');
    await uninstall();
    expect([...tokens.values()]).toEqual(['ns_of another']);
  });

  it('is refused by a mistake of ours as anything else is', async () => {
    const command = claudeCode('[]');
    await actions(command).install();
    const { uninstall } = actions(command, new InvariantError('BROKEN', 'never'));
    await expect(uninstall()).rejects.toMatchObject({ code: 'BUG_BROKEN' });
  });
});

describe('nightshift claude', () => {
  const claude = {
    install: async () => ({ plugin: 'nightshift@nightshift', marketplace: '/home/claude-code/marketplace' }),
    uninstall: async () => ({ wasInstalled: false }),
  };

  it('says what one types now, and that only registered projects are worked on', async () => {
    const { run } = await scriptedCli({}, { claude });
    const { code, out } = await run('claude', 'install');
    expect(code).toBe(0);
    expect(out).toContain('/nightshift:handoff PLAN.md');
    expect(out).toContain('nightshift project add DIR');
  });

  it('registers the project that it is told', async () => {
    const { run, app } = await scriptedCli({}, { claude });
    const { out } = await run('claude', 'install', '--project', 'sub');
    expect(app.calls).toEqual(['addProject /work-folder/sub']);
    expect(out).toContain('Project p: /work-folder/sub');
  });

  it('puts nothing anywhere when the folder is no project', async () => {
    let installs = 0;
    const install = async () => {
      installs += 1;
      return claude.install();
    };
    const addProject = () =>
      Promise.reject(new RequestError('PROJECT_NOT_GIT', 'This is no git repository', { hint: 'Run git init' }));
    const { run } = await scriptedCli({ addProject }, { claude: { ...claude, install } });
    const { code, out, err } = await run('claude', 'install', '--project', '/tmp');
    expect([code, out, installs]).toEqual([2, '', 0]);
    expect(err).toContain('PROJECT_NOT_GIT');
  });

  it('says that its token is still valid where no gateway answered, and ends well', async () => {
    const uninstall = async () => ({
      wasInstalled: true,
      tokenLeft: { name: 'claude-code', id: '1f0c2a9b', reason: 'The gateway does not answer' },
    });
    const { run } = await scriptedCli({}, { claude: { ...claude, uninstall } });
    const { code, out } = await run('claude', 'uninstall');
    expect([code, out]).toEqual([
      0,
      'Claude Code has no plugin of nightshift any more.\n' +
        'Its token claude-code (1f0c2a9b) is still valid: The gateway does not answer. Once nightshift is up: nightshift token revoke 1f0c2a9b\n',
    ]);
    expect(JSON.parse((await run('claude', 'uninstall', '--json')).out)).toEqual(await uninstall());
  });

  it('says when there was nothing to take away', async () => {
    const { run } = await scriptedCli({}, { claude });
    expect((await run('claude', 'uninstall')).out).toBe('The plugin was not installed.\n');
  });
});
