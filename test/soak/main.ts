import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { Load } from '../chaos/load';
import { Nightshift, packageFolder } from '../support/nightshift';
import { familyOf } from '../support/processes';
import { openSinkServer } from '../support/sink-server';
import { growthOf, isLeak, type Reading } from './growth';

const USAGE = `npm run soak -- [options]
  --minutes M   for so long (30)
  --seed S      draws the plans (1)
  --plans P     plans that are open at a time (3)`;

const PARTS = ['launcher', 'postgres', 'n8n', 'gateway', 'worker'] as const;
const READ_EVERY_MS = 5_000;
const CLEAN_EVERY_MS = 30_000;
const MINUTE_MS = 60_000;
/** Growth once warm that is none: MiB of memory, file descriptors, rows of a table. */
const SLACK = { memory: 48, files: 25, rows: 2_000 } as const;
/** Each of Postgres' processes opens each table and index that it comes across, and keeps it open. */
const SLACK_OF: Readonly<Record<string, number>> = { 'files postgres': 300 };
/** A shorter run tells nothing of leaks: everything still gets warm. */
const SHORT_MINUTES = 8;
/** A minute, in days. */
const KEPT_DAYS = String(1 / (24 * 60));

/** Runs a steady load, reads what everything takes, and says what grew. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      plans: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const keep = {
    NIGHTSHIFT_KEEP_EXECUTIONS_DAYS: KEPT_DAYS,
    NIGHTSHIFT_KEEP_LOGS_DAYS: KEPT_DAYS,
    NIGHTSHIFT_KEEP_RECORDS_DAYS: KEPT_DAYS,
    NIGHTSHIFT_KEEP_METRICS_DAYS: KEPT_DAYS,
    NIGHTSHIFT_KEEP_AUDIT_DAYS: KEPT_DAYS,
  };
  const nightshift = await Nightshift.start(keep);
  // What cannot be told keeps an execution for a day.
  const push = await openSinkServer(nightshift.doubles.push);
  const readings = new Map<string, Reading[]>();
  const began = performance.now();
  const note = (what: string, value: number): void => {
    const known = readings.get(what) ?? [];
    readings.set(what, known);
    known.push({ atMs: performance.now() - began, value });
  };
  const ending = new AbortController();
  const repositories = [await nightshift.addRepository('soak')];
  const load = new Load(nightshift, Number(values.seed), { openPlans: Number(values.plans), repositories });
  const working = load.run(ending.signal);
  working.catch(() => undefined);
  const endsAt = began + Number(values.minutes) * MINUTE_MS;
  let cleanedAt = began;
  let archived = 0;
  while (performance.now() < endsAt) {
    await sleep(READ_EVERY_MS);
    await readAll(nightshift, note);
    if (performance.now() - cleanedAt < CLEAN_EVERY_MS) continue;
    cleanedAt = performance.now();
    archived += await clean(nightshift, keep);
  }
  load.stop();
  const timer = setTimeout(() => ending.abort(), 3 * MINUTE_MS);
  await working;
  clearTimeout(timer);
  const { violations } = await nightshift.gateway.fsck();
  await nightshift.close();
  await push.close();

  const isShort = Number(values.minutes) < SHORT_MINUTES;
  const leaks: string[] = [];
  for (const [what, all] of [...readings].sort(([a], [b]) => a.localeCompare(b))) {
    const growth = growthOf(all);
    if (growth === undefined) continue;
    const kind = what.split(' ')[0] as keyof typeof SLACK;
    const hasGrown = !isShort && isLeak(all, SLACK_OF[what] ?? SLACK[kind]);
    if (hasGrown) leaks.push(what);
    if (kind === 'rows' && growth.most === 0) continue;
    const numbers = [growth.first, growth.last, growth.most, growth.perHour].map((value) => value.toFixed(1));
    console.log(
      `${what.padEnd(34)} warm ${numbers[0]} last ${numbers[1]} most ${numbers[2]} slope ${numbers[3]}/h${hasGrown ? ' LEAK' : ''}`,
    );
  }
  for (const violation of violations) console.log(`violation ${violation.invariant} ${violation.message}`);
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  console.log(
    `seconds=${seconds} plans=${load.handed.length} archived=${archived} violations=${violations.length} leaks=${isShort ? 'too-short-to-tell' : leaks.length === 0 ? 0 : leaks.join(',')}`,
  );
  return violations.length + leaks.length === 0 ? 0 : 1;
}

async function readAll(nightshift: Nightshift, note: (what: string, value: number) => void): Promise<void> {
  for (const part of PARTS) {
    const pid = part === 'launcher' ? nightshift.launcherPid : nightshift.pid(part);
    if (pid === undefined) continue;
    // Agents come and go; what n8n and Postgres start themselves belongs to them.
    const family = part === 'postgres' || part === 'n8n' ? familyOf(pid) : [pid];
    note(`memory ${part} (MiB)`, family.reduce((sum, one) => sum + memoryOf(one), 0) / 1_048_576);
    note(
      `files ${part}`,
      family.reduce((sum, one) => sum + filesOf(one), 0),
    );
  }
  const tables = await nightshift.rows<{ name: string; rows: number }>(
    `select c.relname as name, (xpath('/row/n/text()', query_to_xml('select count(*) as n from nightshift.' || quote_ident(c.relname), false, true, '')))[1]::text::integer as rows
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'nightshift' and c.relkind = 'r'`,
  );
  // What is kept for good is no leak: it is said in docs/configuration.md.
  for (const { name, rows } of tables)
    if (!['patterns', 'archived_executions'].includes(name)) note(`rows ${name}`, rows);
}

/** Proportional: pages that processes share count once. */
function memoryOf(pid: number): number {
  const pss = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  return Number(pss ?? 0) * 1_024;
}

function filesOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0; // it ended meanwhile
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}

async function clean(nightshift: Nightshift, keep: NodeJS.ProcessEnv): Promise<number> {
  const env = { PATH: process.env['PATH'], HOME: nightshift.folder, NIGHTSHIFT_HOME: nightshift.home, ...keep };
  const cli = join(packageFolder(), 'dist', 'cli.js');
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'clean', '--json'], { env });
  return (JSON.parse(stdout) as { readonly archived: readonly unknown[] }).archived.length;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
