import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { killHard } from '../support/processes';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const LEASE_MS = 3_000;
/** More than is kept of a log, and some words on what is left out. */
const LOG_BYTES = 64 * 1024 * 1024 + 1_000;
let nightshift: Nightshift;

beforeAll(async () => {
  nightshift = await Nightshift.shared('steady');
}, STARTS);
afterAll(() => nightshift.close(), MINUTE);

const first = (deed: string) => `[ "$NIGHTSHIFT_ATTEMPT" -gt 1 ] || { ${deed}; }; mkdir -p out; echo a > out/a.txt`;
const killAgent = async (executionId: string): Promise<void> => {
  const pids = await nightshift.until('the agent runs', async () => {
    const found = nightshift.processesOf(executionId);
    return found.length >= 2 && found;
  });
  for (const pid of pids) killHard(pid);
};

it.each([
  ['is killed', 'sleep 1000', 'AGENT_EXIT', /137/, 60, killAgent],
  ['exits with a code', 'echo "no such branch" >&2; exit 9', 'AGENT_EXIT', /9.*no such branch/s, 60, undefined],
  ['exits as if the kernel had killed it', 'exit 137', 'AGENT_EXIT', /137/, 60, undefined],
  ['hangs', 'sleep 1000', 'AGENT_TIMEOUT', /Stopped after 2.4 s/, 0.04, undefined],
] as const)(
  `an agent that %s fails its attempt with words, and the task is tried again${verifies('F2', 'R-10')}`,
  async (_, deed, code, words, timeoutMinutes, harm) => {
    const plan = planText(['a', 'b<a'], { a: { command: first(deed), timeoutMinutes } });
    const { executionId } = await nightshift.handOff(plan);
    await harm?.(executionId);
    expect(await nightshift.over(executionId)).toBe('succeeded');
    const events = await nightshift.events(executionId);
    const outcomes = events.flatMap(({ body }) =>
      body.type === 'attempt-ended' && body.task === 0 ? [body.attempt.outcome] : [],
    );
    expect(outcomes).toEqual([{ type: 'failed', code, message: expect.stringMatching(words) }, { type: 'done' }]);
    const retries = events.flatMap(({ body }) => (body.type === 'task-retried' ? [body] : []));
    expect(retries).toEqual([expect.objectContaining({ countsAsTry: true, failure: expect.stringMatching(words) })]);
    expect(nightshift.processesOf(executionId)).toEqual([]);
  },
  2 * MINUTE,
);

it(
  `an agent that floods its output keeps its lease, leaves a bounded log, and holds nobody up${verifies('F26', 'I5', 'I28')}`,
  async () => {
    await nightshift.addWorker({
      NIGHTSHIFT_WORKER_LEASE_SECONDS: String(LEASE_MS / 1_000),
      NIGHTSHIFT_WORKER_CAPABILITIES: 'flood',
      NIGHTSHIFT_WORKER_OUTPUT_MB: '10240',
    });
    // Lines, bytes that are no text, and a line without end.
    const flood = 'yes | head -c 8000000; head -c 1000000 /dev/urandom; head -c 8000000 /dev/zero | tr "\\0" x';
    const floods = { command: `until [ -e "$HOME/go" ]; do ${flood}; done`, capability: 'flood', files: [] };
    const { executionId } = await nightshift.handOff(
      planText(['a'], { a: { ...floods, verification: [{ criterion: 'it ended', command: 'true' }] } }),
    );
    await nightshift.until('it floods', async () => nightshift.processesOf(executionId).length > 0);
    const began = Date.now();
    const neighbours = Object.fromEntries(['a', 'b', 'c'].map((id) => [id, { capability: 'flood' }]));
    const { executionId: beside } = await nightshift.handOff(planText(['a', 'b<a', 'c<b'], neighbours));
    expect(await nightshift.over(beside, 30_000)).toBe('succeeded');
    process.stderr.write(`three tasks beside the flood took ${Date.now() - began} ms\n`);
    await sleep(Math.max(0, began + 3 * LEASE_MS - Date.now()));
    nightshift.openGate(executionId, 'task-001');
    expect(await nightshift.over(executionId)).toBe('succeeded');
    const types = (await nightshift.events(executionId)).map(({ body }) => body.type);
    expect(types.filter((type) => type === 'attempt-started')).toHaveLength(1);
    expect(types).not.toContain('attempt-lost');
    const logs = join(nightshift.home, 'logs', 'attempts', executionId);
    expect(statSync(join(logs, '1-task-001-1.log')).size).toBeLessThan(LOG_BYTES);
  },
  3 * MINUTE,
);
