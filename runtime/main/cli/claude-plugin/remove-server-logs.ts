import { readdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface UserPlace {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** As Claude Code names the folder of the logs of one server of a plugin, below one folder for each that it worked in. */
const LOGS = 'mcp-logs-plugin-nightshift-nightshift';

/** Removes what Claude Code logged about the MCP server of the plugin, in whatever folder it worked; nothing else of its cache. */
export async function removeServerLogs(place: UserPlace): Promise<void> {
  const cache = join(cacheOf(place), 'claude-cli-nodejs');
  for (const worked of await foldersIn(cache)) await rm(join(cache, worked, LOGS), { recursive: true, force: true });
}

/** Where the system keeps caches of this user. */
function cacheOf({ env, platform }: UserPlace): string {
  const home = env['HOME'] ?? homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  return env['XDG_CACHE_HOME'] || join(home, '.cache');
}

/** Links are not followed. */
async function foldersIn(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
