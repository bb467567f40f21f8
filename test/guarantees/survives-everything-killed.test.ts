import { Nightshift, type PartOf, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
/** From the moment that Postgres takes connections again. */
const SCHEDULES_AGAIN_MS = 30_000;
let nightshift: Nightshift;

beforeAll(async () => {
  nightshift = await Nightshift.shared('killed');
}, STARTS);
afterAll(() => nightshift.close(), MINUTE);

it.each<readonly [string, readonly PartOf[]]>([
  ['the worker and n8n', ['worker', 'n8n']],
  ['the worker, n8n and Postgres', ['worker', 'n8n', 'postgres']],
  ['every part', ['worker', 'n8n', 'postgres', 'gateway']],
])(
  `goes on where it was after %s were killed at once${verifies('F25', 'R-11', 'R-21')}`,
  async (_, parts) => {
    const repo = await nightshift.addRepository('killed');
    const receipt = await nightshift.handOff(planText(['a', 'b!<a', 'c<a', 'd<b,c']), { repo });
    const { executionId } = receipt;
    await nightshift.task(executionId, 'task-003', 'completed');
    await nightshift.until('the command of b runs', async () => nightshift.runsOf(executionId, 'task-002').length > 0);
    const before = await nightshift.events(executionId);
    const former = new Map(parts.map((part) => [part, nightshift.pid(part)]));
    await nightshift.kill9(...parts);

    if (parts.includes('postgres')) await nightshift.isBack('postgres', former.get('postgres'));
    const acceptsMs = Date.now();
    const events = await nightshift.until('b is begun anew', async () => {
      const now = await nightshift.events(executionId);
      return now.some(({ body }) => body.type === 'attempt-started' && body.task === 1 && body.token > 1) && now;
    });
    expect(Date.now() - acceptsMs).toBeLessThan(SCHEDULES_AGAIN_MS);
    // Everything that was told is still there, unchanged.
    expect(events.slice(0, before.length)).toEqual(before);
    nightshift.openGate(executionId, 'task-002');
    expect(await nightshift.over(executionId, 2 * MINUTE)).toBe('succeeded');

    const all = await nightshift.events(executionId);
    const starts = (task: number) =>
      all.filter(({ body }) => body.type === 'attempt-started' && body.task === task).length;
    expect([0, 1, 2, 3].map(starts)).toEqual([1, 2, 1, 1]);
    const [plan] = await nightshift.rows<{ digest: string }>('select digest from nightshift.plans where id = $1', [
      receipt.planId,
    ]);
    expect(plan?.digest).toBe(receipt.sha256);
    const { result } = await nightshift.until('the result', async () => {
      const report = await nightshift.gateway.report(executionId);
      return report.result && { result: report.result };
    });
    expect(result.changedFiles).toEqual(['out/a.txt', 'out/b.txt', 'out/c.txt', 'out/d.txt']);
    for (const part of parts) await nightshift.isBack(part, former.get(part));
  },
  4 * MINUTE,
);
