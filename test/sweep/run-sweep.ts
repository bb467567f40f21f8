import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../support/free-ports';
import { Nightshift } from '../support/nightshift';
import { openSinkServer } from '../support/sink-server';
import { advanceTo, leadingTo, STIMULI, tend } from './stimuli';
import { type Advance, type Around, GOES_ON_MS, type Stimulus } from './stimulus';

/** What came of one point. */
export interface Struck {
  readonly point: string;
  readonly isReached: boolean;
  readonly violations: readonly string[];
}

export interface SweepResult {
  /** In the order in which they were struck. */
  readonly struck: readonly Struck[];
  /** What did not hold in the end, of all together. */
  readonly violations: readonly string[];
}

export interface SweepOptions {
  readonly say: (line: string) => void;
  /** Whoever comes to the point soonest unless given. */
  readonly advance?: Advance;
  /** Told of each point once it is done. */
  readonly onStruck?: (struck: Struck) => void;
}

/** Points that no stimulus leads to, and why. Without `before:` and `after:`. */
export const NOT_REACHED: Readonly<Record<string, string>> = {
  'commit.execution-restored': 'a restore, while nothing runs; test/guarantees/restores-whole.test.ts kills it there',
  ...Object.fromEntries(
    [
      'archive_out',
      ...['messages', 'workers', 'research', 'tails', 'metrics', 'audit', 'tokens', 'outputs'].map(
        (kind) => `remove_${kind}`,
      ),
    ].map((name) => [
      `sql.ns_${name}`,
      'the retention, a process of its own; test/guarantees/leaves-as-an-archive.test.ts kills it there',
    ]),
  ),
  'sql.ns_report_exit': 'the launcher, which is not told of crash points; it is killed by test/guarantees/launcher-*',
};

const LAST_MS = 5_000;
/** A result that somebody took and died with is taken again after three times the seconds of a message. */
const TAKEN_AGAIN_MS = 100_000;

/** Kills a real process at each of these points, once, and demands that everything goes on and holds together. */
export async function runSweep(points: readonly string[], options: SweepOptions): Promise<SweepResult> {
  const { say, onStruck } = options;
  const folder = mkdtempSync(join(tmpdir(), 'ns-sweep-'));
  const file = join(folder, 'crash-at');
  const [sinkPort = 0] = await freePorts(1);
  const sink = await openSinkServer(sinkPort);
  const nightshift = await Nightshift.start({
    NIGHTSHIFT_CRASH_FILE: file,
    NIGHTSHIFT_WORKER_LEASE_SECONDS: '4',
    NIGHTSHIFT_WORKER_GRACE_SECONDS: '1',
    NIGHTSHIFT_SEND_SECONDS: '2',
    NIGHTSHIFT_VOICE_URL: `${sink.url}/notify`,
    NIGHTSHIFT_DISCORD_WEBHOOK_URL: `${sink.url}/api/webhooks/1/abc`,
  });
  const push = await openSinkServer(nightshift.doubles.push);
  const around: Around = { sink, mortal: { NIGHTSHIFT_CRASH_FILE: file } };
  const struck: Struck[] = [];
  const violations: string[] = [];
  try {
    for (const point of points) {
      const began = performance.now();
      rmSync(`${file}.reached`, { force: true });
      const found = await strikeAt(nightshift, point, () => writeFileSync(file, point), around, options.advance).catch(
        (error: unknown) => [String(error).split('\n')[0]!],
      );
      const isReached = await isThere(`${file}.reached`);
      rmSync(file, { force: true });
      struck.push({ point, isReached, violations: found });
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      say(`${point} ${isReached ? 'killed' : 'not reached'}, ${found.length} violations, ${seconds} s`);
      for (const words of found) say(`  ${words}`);
      onStruck?.(struck.at(-1)!);
    }
    const { violations: rest } = await nightshift.until('fsck answers', () => nightshift.gateway.fsck());
    violations.push(...rest.map(({ invariant, message }) => `in the end: ${invariant} ${message}`));
  } finally {
    await nightshift.close().catch((error: unknown) => say(`closing: ${String(error)}`));
    await push.close();
    await sink.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { struck, violations };
}

/** What comes last may come right after the end that was waited for. */
async function isThere(path: string): Promise<boolean> {
  const end = performance.now() + LAST_MS;
  while (!existsSync(path) && performance.now() < end) await sleep(50);
  return existsSync(path);
}

async function strikeAt(
  nightshift: Nightshift,
  point: string,
  arm: () => void,
  around: Around,
  advance: Advance = advanceTo(point),
): Promise<readonly string[]> {
  for (const part of ['postgres', 'n8n', 'gateway', 'worker'] as const) await nightshift.isBack(part, undefined);
  const { executionId, ends } = await (STIMULI[leadingTo(point)] as Stimulus)(nightshift, arm, { advance }, around);
  const state = await tend(nightshift, executionId, GOES_ON_MS);
  await nightshift.until('nothing of it runs', async () => nightshift.processesOf(executionId).length === 0, 20_000);
  const { options, events, violations } = await nightshift.until('the gateway answers', async () => ({
    options: await nightshift.gateway.report(executionId),
    events: await nightshift.events(executionId),
    violations: (await nightshift.gateway.fsck(executionId)).violations,
  }));
  const isUndone = (done: number): boolean =>
    events.some(({ seq, body }) => body.type === 'execution-rolled-back' && body.toSeq < done && done < seq);
  const completed = events.flatMap(({ seq, body }) =>
    body.type === 'task-completed' && !isUndone(seq) ? [{ seq, task: body.task }] : [],
  );
  const redone = completed.filter(({ seq, task }) =>
    events.some((event) => event.seq > seq && event.body.type === 'attempt-started' && event.body.task === task),
  );
  if (
    options.result === undefined &&
    events.some(({ body }) => body.type === 'execution-based') &&
    state === 'succeeded'
  ) {
    await nightshift.until(
      'the result is delivered',
      async () => (await nightshift.gateway.report(executionId)).result,
      TAKEN_AGAIN_MS,
    );
  }
  return [
    ...(state === ends ? [] : [`it is ${state} and not ${ends}`]),
    ...(new Set(completed.map(({ task }) => task)).size === completed.length ? [] : ['a task was completed twice']),
    ...redone.map(({ task }) => `task ${task} was started after it was completed`),
    ...violations.map(({ invariant, message }) => `${invariant} ${message}`),
  ];
}
