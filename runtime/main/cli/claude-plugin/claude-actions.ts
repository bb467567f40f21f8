import { readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ClaudeActions, ClaudeUninstalled } from '../../../cli/cli-deps';
import { isNightshiftError, NightshiftError } from '../../../core/errors';
import { sha256 } from '../../../core/execution/hash-event';
import { tokenIdOf } from '../../../core/handoff/token-id';
import { shellWord } from '../../../core/shell-word';
import type { Clock } from '../../../ports/clock';
import type { TokenMaker } from '../../../ports/token-maker';
import { writeFileSafely } from '../../write-file-safely';
import { removeServerLogs } from './remove-server-logs';
import { findClaude, type RunClaude } from './run-claude';

/** Of the marketplace and of its one plugin. */
const NAME = 'nightshift';
const PLUGIN = `${NAME}@${NAME}`;
const TOKEN_LABEL = 'claude-code';
/** What the plugin does, and no more: it registers no projects and makes no tokens. */
const SCOPES = ['plan:submit', 'plan:read', 'plan:control'] as const;

export interface ClaudePluginDeps {
  readonly env: NodeJS.ProcessEnv;
  readonly home: () => string;
  readonly clock: Pick<Clock, 'now'>;
  /** The built package's folder: the plugin and the command line lie in it. */
  readonly dist: string;
  /** How the Claude Code CLI is called. */
  readonly command: () => string;
  readonly tokens: () => Promise<TokenMaker>;
}

/**
 * Puts the plugin into Claude Code by its own commands, and takes it away again. All that it leaves besides is in
 * `<home>/claude-code`: a marketplace of one plugin that knows this home, and a token of its own, mode 0600.
 */
export function claudeActions(deps: ClaudePluginDeps): ClaudeActions {
  const folder = () => join(deps.home(), 'claude-code');
  return {
    install: async () => {
      const claude = await findClaude(deps.command(), deps.env);
      const token = await (await deps.tokens()).make(TOKEN_LABEL, SCOPES, tokenIn(folder()));
      // Half an installation is none: what can be taken back is, each by itself.
      const takeBack = async (): Promise<ClaudeUninstalled['tokenLeft']> => {
        // What went wrong is said already; most often it is that the CLI does nothing at all.
        await removeFromClaude(claude).catch(() => undefined);
        await rm(folder(), { recursive: true, force: true });
        return revokeToken(deps, token);
      };
      try {
        const marketplace = await writePlugin(folder(), deps, token);
        // The first conversation is told what ends from here on.
        await writeFile(join(folder(), 'seen'), new Date(deps.clock.now()).toISOString(), { mode: 0o600 });
        await removeFromClaude(claude);
        await claude('plugin', 'marketplace', 'add', marketplace);
        await claude('plugin', 'install', PLUGIN, '--scope', 'user');
        return { plugin: PLUGIN, marketplace };
      } catch (error) {
        const tokenLeft = await takeBack();
        throw tokenLeft === undefined ? error : withTokenLeft(error, tokenLeft);
      }
    },
    uninstall: async () => {
      const claude = await findClaude(deps.command(), deps.env);
      const token = tokenIn(folder());
      // One of that name that is not in this home is another installation's.
      const tokenLeft = token === undefined ? undefined : await revokeToken(deps, token);
      const wasInstalled = await removeFromClaude(claude);
      // The CLI keeps copies of what it uninstalls.
      const claudeFolder = deps.env['CLAUDE_CONFIG_DIR'] ?? join(deps.env['HOME'] ?? homedir(), '.claude');
      await rm(join(claudeFolder, 'plugins', 'cache', NAME), { recursive: true, force: true });
      await removeServerLogs({ env: deps.env, platform: process.platform });
      await rm(folder(), { recursive: true, force: true });
      return { wasInstalled, ...(tokenLeft === undefined ? {} : { tokenLeft }) };
    },
  };
}

/** The token of the plugin that is there: of this home, whatever others of its name there are. */
function tokenIn(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'token'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** What stopped an installation, and that its token is still valid. */
function withTokenLeft(error: unknown, { id, reason }: NonNullable<ClaudeUninstalled['tokenLeft']>): unknown {
  if (!isNightshiftError(error)) return error;
  const revoke = `The token made for it is still valid (${reason}): once nightshift is up, nightshift token revoke ${id}`;
  return new NightshiftError(error.kind, error.code, error.message, {
    hint: error.hint === undefined ? revoke : `${error.hint}. ${revoke}`,
    details: error.details,
    cause: error,
  });
}

/** @returns the token where it could not be revoked: without a gateway the plugin goes all the same. */
async function revokeToken(
  { tokens }: Pick<ClaudePluginDeps, 'tokens'>,
  token: string,
): Promise<ClaudeUninstalled['tokenLeft']> {
  try {
    await (await tokens()).revoke(token);
    return undefined;
  } catch (error) {
    if (!isNightshiftError(error) || error.kind === 'bug') throw error;
    return { name: TOKEN_LABEL, id: tokenIdOf(sha256(token)), reason: error.message };
  }
}

/** The marketplace of this home, as the package has it, with where everything is beside its script. */
async function writePlugin(
  folder: string,
  { dist, home }: Pick<ClaudePluginDeps, 'dist' | 'home'>,
  token: string,
): Promise<string> {
  const marketplace = join(folder, 'marketplace');
  await rm(marketplace, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await cp(join(dist, 'claude-plugin'), marketplace, { recursive: true });
  const places = {
    NIGHTSHIFT_NODE: process.execPath,
    NIGHTSHIFT_CLI: join(dist, 'cli.js'),
    NIGHTSHIFT_HOME: home(),
  };
  const lines = Object.entries(places).map(([name, value]) => `${name}=${shellWord(value)}\n`);
  await writeFile(join(marketplace, NAME, 'scripts', 'installed.sh'), lines.join(''));
  writeFileSafely(join(folder, 'token'), `${token}\n`);
  return marketplace;
}

/** Also that of another home: there is one nightshift in one Claude Code. @returns whether there was one. */
async function removeFromClaude(claude: RunClaude): Promise<boolean> {
  const plugins = listed(await claude('plugin', 'list', '--json'));
  const hasPlugin = plugins.some(({ id }) => id === PLUGIN);
  if (hasPlugin) await claude('plugin', 'uninstall', PLUGIN, '--scope', 'user');
  const marketplaces = listed(await claude('plugin', 'marketplace', 'list', '--json'));
  if (marketplaces.some(({ name }) => name === NAME)) await claude('plugin', 'marketplace', 'remove', NAME);
  return hasPlugin;
}

function listed(text: string): readonly { readonly id?: unknown; readonly name?: unknown }[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value : [];
}
