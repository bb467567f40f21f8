import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { git, Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const ROOT = resolve(__dirname, '../..');
let nightshift: Nightshift;

/** What is begun anew after a death at a point: the whole attempt, only the merge, or nothing. */
const ANEW: Readonly<Record<string, { readonly attempts: number; readonly merges: number }>> = {
  'after:start.commit': { attempts: 2, merges: 1 },
  'after:workspace.open': { attempts: 2, merges: 1 },
  'after:agent.run': { attempts: 2, merges: 1 },
  'after:tree.import': { attempts: 2, merges: 1 },
  'after:result.open': { attempts: 2, merges: 1 },
  'after:criteria.run': { attempts: 2, merges: 1 },
  'before:end.commit': { attempts: 2, merges: 1 },
  'after:end.commit': { attempts: 1, merges: 1 },
  'after:merge.start': { attempts: 1, merges: 2 },
  'before:merge.commit': { attempts: 1, merges: 2 },
  'before:merge.ref': { attempts: 1, merges: 1 },
  'after:merge.ref': { attempts: 1, merges: 1 },
};
const POINTS = Object.keys(ANEW);

it(`are all listed in docs/crash-points.md, with what is begun anew after each${verifies('R-21')}`, () => {
  const [page = ''] = readFileSync(join(ROOT, 'docs/crash-points.md'), 'utf8').split('## Every point');
  const listed = [...page.matchAll(/^\| `(.+?)` \|/gm)].map(([, point]) => point);
  expect([...listed].sort()).toEqual([...pointsInCode()].sort());
  expect([...POINTS].sort()).toEqual([...pointsInCode()].sort());
});

describe('a worker that dies', () => {
  /** By point: the execution, its repository, and the branch that was delivered. */
  const runs = new Map<string, { readonly executionId: string; readonly repo: string }>();

  beforeAll(async () => {
    nightshift = await Nightshift.shared('steady');
    // A worker for each point, and a plan that only it can do; when all have died, one that does the rest.
    for (const group of [POINTS.slice(0, 4), POINTS.slice(4, 8), POINTS.slice(8)]) await Promise.all(group.map(dieAt));
    await nightshift.addWorker({ NIGHTSHIFT_WORKER_CAPABILITIES: POINTS.map(capabilityOf).join(',') });
  }, STARTS);
  afterAll(() => nightshift.close(), MINUTE);

  async function dieAt(point: string): Promise<void> {
    const capability = capabilityOf(point);
    const worker = await nightshift.addWorker({
      NIGHTSHIFT_WORKER_CAPABILITIES: capability,
      NIGHTSHIFT_CRASH_AT: point,
    });
    const death = once(worker, 'exit');
    const repo = await nightshift.addRepository(capability);
    const { executionId } = await nightshift.handOff(planText(['a', 'b<a'], { a: { capability }, b: { capability } }), {
      repo,
    });
    runs.set(point, { executionId, repo });
    expect([point, ...(await death)]).toEqual([point, null, 'SIGKILL']);
  }

  it.each(POINTS)(
    `at %s loses nothing, and nothing that was done is done again${verifies('R-11', 'R-21')}`,
    async (point) => {
      const { executionId, repo } = runs.get(point)!;
      expect(await nightshift.over(executionId)).toBe('succeeded');
      const events = await nightshift.events(executionId);
      const count = (type: string) =>
        events.filter(({ body }) => body.type === type && 'task' in body && body.task === 0).length;
      expect({ attempts: count('attempt-started'), merges: count('merge-started') }).toEqual(ANEW[point]);
      expect(count('task-completed')).toBe(1);
      const completed = events.findIndex(({ body }) => body.type === 'task-completed' && body.task === 0);
      expect(
        events.slice(completed + 1).filter(({ body }) => body.type === 'attempt-started' && body.task === 0),
      ).toEqual([]);

      const { result } = await nightshift.until('the result is delivered', async () => {
        const report = await nightshift.gateway.report(executionId);
        return report.result && { result: report.result };
      });
      // One commit for each task, in order, on the user's one.
      const commits = git(repo, 'log', '--format=%s', '--reverse', result.branch).trim().split('\n');
      expect(commits).toEqual(['The beginning', 'Task a', 'Task b']);
      expect(git(repo, 'show', `${result.branch}:out/a.txt`)).toBe('a\n');
      const { isClean, violations } = await nightshift.gateway.fsck(executionId);
      expect([isClean, violations]).toEqual([true, []]);
    },
    MINUTE,
  );
});

function capabilityOf(point: string): string {
  return point.replace(/[^a-z]+/g, '-');
}

/** Every name that the runtime gives to `crash.reach`. */
function pointsInCode(): readonly string[] {
  const folder = join(ROOT, 'runtime/app');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/crash\.reach\('(.+?)'\)/g)].map(([, point]) => point!),
    );
}
