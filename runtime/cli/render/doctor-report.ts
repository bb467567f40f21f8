import { ENOUGH_FREE_BYTES, LEAST_FREE_BYTES } from '../../core/verify/disk-gate';
import type { DoctorFacts } from '../doctor-facts';
import type { DoctorItem } from './doctor-item';
import { runningItems } from './doctor-running';
import { sandboxText } from './sandbox-text';

const GIGABYTE = 1e9;

/** What is there, what is missing and how to get it. Never a key's value. Source: S-71, guarantees 0.3 and E3. */
export function doctorReport(facts: DoctorFacts): readonly DoctorItem[] {
  return [
    versionItem('node', facts.nodeVersion, [20, 0, 0], 'Install Node 24 LTS: https://nodejs.org'),
    versionItem(
      'git',
      facts.gitVersion,
      [2, 38, 0],
      'Install git 2.38 or newer (merges need `git merge-tree --write-tree`): apt install git, brew install git',
      [2, 43, 7],
    ),
    sandboxItem(facts),
    claudeItem(facts),
    ...facts.keys.map(
      ({ name, isSet, purpose }): DoctorItem => ({
        name,
        state: isSet ? 'ok' : 'note',
        found: isSet ? 'set' : 'not set',
        ...(isSet ? {} : { advice: `Needed only for ${purpose}; set it where nightshift is started` }),
      }),
    ),
    ...facts.unpriced.map(
      ({ agent, model }): DoctorItem => ({
        name: `price of ${model}`,
        state: 'warning',
        found: 'not known',
        advice: `The cost cap cannot count what the agent ${agent} costs; only the token cap holds. Set NIGHTSHIFT_${agent.toUpperCase()}_PRICE_INPUT and NIGHTSHIFT_${agent.toUpperCase()}_PRICE_OUTPUT: US dollars for a million tokens`,
      }),
    ),
    ...settingsItems(facts),
    redisItem(facts),
    ...homeItems(facts),
    diskItem(facts),
    ...postgresItems(facts),
    ...n8nItems(facts),
    ...runningItems(facts),
  ];
}

function settingsItems({ settingsProblem }: DoctorFacts): readonly DoctorItem[] {
  if (settingsProblem === undefined) return [];
  const advice = 'Correct what is named; docs/configuration.md lists all settings. Nothing starts with them';
  return [{ name: 'settings', state: 'missing', found: settingsProblem, advice }];
}

function versionItem(
  name: string,
  version: string | undefined,
  least: Version,
  how: string,
  wanted?: Version,
): DoctorItem {
  if (version === undefined) return { name, state: 'missing', found: 'not found', advice: how };
  if (isOlder(version, least)) return { name, state: 'missing', found: versions(version, least), advice: how };
  if (wanted !== undefined && isOlder(version, wanted)) {
    return {
      name,
      state: 'warning',
      found: versions(version, least),
      advice: `It works. ${wanted.join('.')} or newer has security fixes; update when your system offers it`,
    };
  }
  return { name, state: 'ok', found: versions(version, least) };
}

/** What is there against what is needed. */
function versions(found: string, least: Version): string {
  return `${found} (${least.join('.')} or newer is needed)`;
}

function sandboxItem({ sandboxFound, sandboxProblem, sandbox }: DoctorFacts): DoctorItem {
  const name = 'sandbox';
  if (sandbox === 'none') {
    return {
      name,
      state: 'warning',
      found: 'switched off by NIGHTSHIFT_SANDBOX=none',
      advice: 'Agents can read and change whatever you can. Unset it to run them in a sandbox',
    };
  }
  if (sandboxProblem === undefined)
    return { name, state: 'ok', found: sandboxFound === undefined ? 'works' : sandboxText(sandboxFound) };
  const advice = `${sandboxProblem.hint}. Until then plans are refused; only the bundled example runs`;
  return { name, state: 'missing', found: sandboxProblem.reason, advice };
}

/** What it must at least be; workers refuse an older one. */
const LEAST_CLAUDE_CODE: Version = [2, 1, 329];

function claudeItem({ claudeCode, claudeProblem, claudeCommand }: DoctorFacts): DoctorItem {
  const name = 'Claude Code';
  const who = 'Only tasks for the agent claude-code need it: those that name it, and those without a command';
  if (claudeCode === undefined) {
    const advice = `Install it: npm install -g @anthropic-ai/claude-code. ${who}`;
    return { name, state: 'warning', found: `\`${claudeCommand}\` not found`, advice };
  }
  const found = versions(claudeCode.version, LEAST_CLAUDE_CODE);
  return claudeProblem === undefined
    ? { name, state: 'ok', found }
    : { name, state: 'warning', found, advice: `${claudeProblem} ${who}` };
}

function redisItem({ isRedisConfigured, redisProblem }: DoctorFacts): DoctorItem {
  if (!isRedisConfigured)
    return {
      name: 'Redis',
      state: 'note',
      found: 'not configured',
      advice: 'Optional: needed only for several hosts; one machine uses Postgres',
    };
  return redisProblem === undefined
    ? { name: 'Redis', state: 'ok', found: 'answers' }
    : { name: 'Redis', state: 'away', found: redisProblem, advice: 'Start it, or correct NIGHTSHIFT_REDIS_URL' };
}

function homeItems({ home, openHome }: DoctorFacts): readonly DoctorItem[] {
  if (openHome === undefined) return [];
  const found = `other users may enter ${home} (mode ${openHome.mode})`;
  return [
    { name: 'home', state: 'warning', found, advice: `Plans, logs and keys lie there. Mend it: ${openHome.command}` },
  ];
}

function diskItem({ freeDiskBytes, home }: DoctorFacts): DoctorItem {
  const found = `${(freeDiskBytes / GIGABYTE).toFixed(1)} GB free for ${home}`;
  const advice = 'Free at least 1.5 GB. Below 1 GB nothing is started and executions pause, until there are 1.5 GB';
  if (freeDiskBytes < LEAST_FREE_BYTES) return { name: 'disk', state: 'missing', found, advice };
  if (freeDiskBytes < ENOUGH_FREE_BYTES) return { name: 'disk', state: 'warning', found, advice };
  return freeDiskBytes < 5 * GIGABYTE
    ? { name: 'disk', state: 'warning', found, advice: 'Workspaces of a large repository need more' }
    : { name: 'disk', state: 'ok', found };
}

const LEAST_POSTGRES: Version = [15, 0, 0];

function postgresItems({ databaseVersion }: DoctorFacts): readonly DoctorItem[] {
  if (databaseVersion === undefined) return [];
  return [versionItem('Postgres', databaseVersion, LEAST_POSTGRES, 'Move to Postgres 15 or newer')];
}

function n8nItems({ n8nVersion, n8nUrl, gatewayUrl }: DoctorFacts): readonly DoctorItem[] {
  if (n8nVersion === undefined)
    return [
      {
        name: 'n8n version',
        state: 'missing',
        found: 'not installed',
        advice: 'Run `npm start` once: it installs the embedded n8n',
      },
    ];
  const version: DoctorItem = isVulnerable(n8nVersion)
    ? {
        name: 'n8n version',
        state: 'warning',
        found: `${n8nVersion} (2.41.4 or newer is wanted)`,
        advice:
          'It works. Known holes of this version (CVE-2026-110852: workflows run unasked through dynamic webhook paths, CVE-2026-110846 and others) are closed in 2.41.4, 2.42.6, 2.43.3 and 3.0.1. Nothing to do as long as it stays on loopback: nightshift uses no dynamic path and checks its own signatures. A newer nightshift brings a newer n8n',
      }
    : { name: 'n8n version', state: 'ok', found: `${n8nVersion} (2.41.4 or newer is wanted)` };
  const isLoopback = [n8nUrl, gatewayUrl].every((url) =>
    ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname),
  );
  return [
    version,
    {
      name: 'loopback',
      state: isLoopback ? 'ok' : 'warning',
      found: isLoopback
        ? `n8n and gateway listen on this machine only (${n8nUrl}, ${gatewayUrl})`
        : `reached from outside: ${n8nUrl}, ${gatewayUrl}`,
      advice:
        'The embedded n8n stays on loopback because it runs code for whoever reaches its editor, answers webhooks without checking signatures itself, and may carry holes that only a newer version closes. To reach it from elsewhere use an SSH tunnel, or your own n8n behind a proxy with TLS',
    },
  ];
}

/** Fixed are 2.41.4, 2.42.6, 2.43.3, 3.0.1 and what is newer on each line. */
function isVulnerable(version: string): boolean {
  const fixed: readonly Version[] = [
    [2, 41, 4],
    [2, 42, 6],
    [2, 43, 3],
    [3, 0, 1],
  ];
  const own = numbersOf(version);
  const line = fixed.find(([major, minor]) => major === own[0] && minor === own[1]);
  if (line !== undefined) return isOlder(version, line);
  return isOlder(version, [2, 41, 4]);
}

type Version = readonly [number, number, number];

function numbersOf(version: string): Version {
  const [, major, minor, patch] = /(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?/.exec(version) ?? [];
  return [Number(major ?? 0), Number(minor ?? 0), Number(patch ?? 0)];
}

function isOlder(version: string, least: Version): boolean {
  const own = numbersOf(version);
  const at = own.findIndex((part, index) => part !== least[index]);
  return at !== -1 && (own[at] ?? 0) < (least[at] ?? 0);
}
