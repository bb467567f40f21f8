import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import type { ServiceActions, ServiceStatus } from '../../../cli/cli-deps';
import { namesGivenTo } from '../../../config/part-variables';
import { ConfigError } from '../../../core/errors';
import { openHome } from '../../open-home';
import { writeFileSafely } from '../../write-file-safely';
import { type RunProgram, requireSystemd, systemctl } from './systemd';
import { homeOfUnit, UNIT_MARK, unitText } from './unit-text';

const UNIT = 'nightshift.service';
/** Beside the worker's grace: n8n and Postgres end within it (`embeddedParts`), and a busy machine is slow. */
const BESIDE_GRACE_SECONDS = 12;

export interface ServiceDeps {
  readonly env: NodeJS.ProcessEnv;
  readonly home: () => string;
  readonly node: string;
  readonly cli: string;
  readonly userName: string;
  /** How long attempts may take to end once the launcher is told to stop. */
  readonly graceSeconds: () => number;
  /** Whether systemd started this machine. */
  readonly isSystemd: () => boolean;
  readonly run: RunProgram;
}

/** The systemd user unit of a home. Everything that it leaves is one file and systemd's link to it. */
export function serviceActions(deps: ServiceDeps): ServiceActions {
  const path = unitPath(deps.env);
  return {
    unit: () => ({ path, text: textOf(deps) }),
    install: async () => {
      requireSystemd(deps.isSystemd());
      const text = textOf(deps);
      const before = readOurs(path);
      openHome(deps.home());
      await verify(deps, text);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSafely(path, text);
      await systemctl(deps.run, 'daemon-reload');
      await systemctl(deps.run, 'enable', UNIT);
      return {
        path,
        home: deps.home(),
        isChanged: before !== text,
        isLingering: await isLingering(deps),
        unseen: unseen(deps.env),
      };
    },
    uninstall: async () => {
      const before = readOurs(path);
      if (before === undefined) return { path, wasInstalled: false };
      requireSystemd(deps.isSystemd());
      // Stops it in order, too; the file goes last, so that this can be repeated.
      await systemctl(deps.run, 'disable', '--now', UNIT);
      rmSync(path, { force: true });
      await systemctl(deps.run, 'daemon-reload');
      return { path, wasInstalled: true };
    },
    status: () => statusOf(deps, path),
  };
}

async function statusOf(deps: ServiceDeps, path: string): Promise<ServiceStatus> {
  const text = readOurs(path);
  if (text === undefined) return { path, isInstalled: false };
  requireSystemd(deps.isSystemd());
  const said = async (question: string) => (await deps.run('systemctl', ['--user', question, UNIT])).out;
  const home = homeOfUnit(text);
  return {
    path,
    isInstalled: true,
    isEnabled: (await said('is-enabled')) === 'enabled',
    isActive: (await said('is-active')) === 'active',
    isLingering: await isLingering(deps),
    isCurrent: text === textOf(deps),
    ...(home === undefined ? {} : { home }),
  };
}

function unitPath(env: NodeJS.ProcessEnv): string {
  const given = env['XDG_CONFIG_HOME'];
  const config = given && isAbsolute(given) ? given : join(env['HOME'] || homedir(), '.config');
  return join(config, 'systemd', 'user', UNIT);
}

function textOf({ env, home, node, cli, graceSeconds }: ServiceDeps): string {
  const folders = [dirname(node), ...(env['PATH'] ?? '').split(delimiter)].filter(isAbsolute);
  const config = env['NIGHTSHIFT_CONFIG'];
  const places = {
    node,
    cli,
    home: home(),
    path: [...new Set(folders)].join(delimiter),
    ...(config ? { config: isAbsolute(config) ? config : join(process.cwd(), config) } : {}),
  };
  const odd = Object.values(places).find((place) => /[\n\r\0]/.test(place));
  if (odd !== undefined)
    throw new ConfigError(
      'SERVICE_PLACE',
      `systemd cannot be told of a path with a line break: ${JSON.stringify(odd)}`,
      {
        hint: 'Rename the folder, or take it out of PATH.',
      },
    );
  return unitText({ ...places, stopSeconds: graceSeconds() + BESIDE_GRACE_SECONDS });
}

/** The unit's text; undefined where there is none. @throws {ConfigError} `SERVICE_FOREIGN` when somebody else wrote it. */
function readOurs(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  if (text.startsWith(UNIT_MARK)) return text;
  throw new ConfigError('SERVICE_FOREIGN', `${path} was not written by nightshift`, {
    hint: 'Move that file away, then try again; `nightshift service install --print` shows what would stand there.',
  });
}

/** Lets systemd read it before it is put in place. @throws {ConfigError} `SERVICE_REFUSED` with systemd's own words. */
async function verify({ run }: ServiceDeps, text: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-unit-'));
  try {
    const file = join(folder, UNIT);
    writeFileSync(file, text);
    const { code, err } = await run('systemd-analyze', ['--user', 'verify', file]);
    const own = err.split('\n').filter((line) => line.includes(UNIT));
    // Without the program, or without a manager to ask, `enable` finds out.
    if (code === undefined || own.length === 0) return;
    throw new ConfigError('SERVICE_REFUSED', `systemd does not accept the unit: ${own.join(' ').slice(0, 400)}`, {
      hint: 'See `nightshift service install --print`; paths that it names must be there and executable.',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the user's services start at boot, before anybody logs in. */
async function isLingering({ run, userName }: ServiceDeps): Promise<boolean> {
  return (await run('loginctl', ['show-user', userName, '--property=Linger', '--value'])).out === 'yes';
}

/** Settings of this shell that a service does not see. */
function unseen(env: NodeJS.ProcessEnv): readonly string[] {
  const read = (['n8n', 'gateway', 'worker'] as const).flatMap((part) => [...namesGivenTo(part)]);
  return [...new Set(read)].filter((name) => Boolean(env[name])).sort();
}
