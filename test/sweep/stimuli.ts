import { isOver } from '../../runtime/core/execution/execution';
import type { Nightshift } from '../support/nightshift';
import { planText } from '../support/plan-text';
import {
  bare,
  crowded,
  long,
  oneSlot,
  projectAdded,
  receiversAnswer,
  researched,
  stopped,
  typed,
} from './rare-stimuli';
import { type Advance, again, GOES_ON_MS, type Stimulus, twoTasks, WHO } from './stimulus';

/** A retry, a gate, a criterion that a person judges, merges, and a result. */
const plan: Stimulus = async (nightshift, arm, how) => {
  const repo = await nightshift.addRepository('sweep');
  arm();
  const text = planText(['a', 'b<a', 'c<a', 'd<b,c'], {
    b: { command: '[ "$NIGHTSHIFT_ATTEMPT" -gt 1 ] || exit 1; mkdir -p out && echo b > out/b.txt' },
    c: { humanGate: 'Shall it go on?' },
    d: { verification: [{ criterion: 'It looks right' }] },
  });
  const { executionId } = await nightshift.handOff(text, { repo, ...how });
  return { executionId, ends: 'succeeded' };
};

const withoutRepository: Stimulus = async (nightshift, arm, how) => {
  arm();
  return twoTasks(nightshift, how);
};

/** Two tasks write one line of one file, which none of them declared. */
const conflict: Stimulus = async (nightshift, arm, how) => {
  const repo = await nightshift.addRepository('sweep');
  arm();
  const writes = (id: string) => ({
    command: `sleep 0.5; mkdir -p out; echo ${id} >> out/both.txt; echo ${id} > out/${id}.txt`,
    files: [],
  });
  const { executionId } = await nightshift.handOff(planText(['a', 'b'], { a: writes('a'), b: writes('b') }), {
    repo,
    ...how,
  });
  return { executionId, ends: 'succeeded' };
};

/** Writes a file that it does not declare. */
const undeclared: Stimulus = async (nightshift, arm, how) => {
  const repo = await nightshift.addRepository('sweep');
  arm();
  const text = planText(['a'], { a: { command: 'mkdir -p out && echo a > out/a.txt && echo b > other.txt' } });
  const { executionId } = await nightshift.handOff(text, { repo, ...how });
  return { executionId, ends: 'succeeded' };
};

/** Fails, is tried again by a person, and fails again. */
const failing: Stimulus = async (nightshift, arm, how) => {
  arm();
  const text = planText(['a', 'b<a', 'c<b'], { b: { command: 'exit 3' } });
  const { executionId } = await nightshift.handOff(text, { retry: { maxAttempts: 1 }, ...how });
  await nightshift.over(executionId, GOES_ON_MS);
  await again(nightshift, () => nightshift.gateway.control(executionId, { action: 'retry' }, WHO));
  return { executionId, ends: 'failed' };
};

/** Is paused and resumed while a task runs and another is assigned, and then cancelled. */
const cancelled: Stimulus = async (nightshift, arm, how) => {
  arm();
  const { executionId } = await nightshift.handOff(planText(['a!', 'b!', 'c!', 'd!', 'e!']), how);
  await nightshift.until('a task runs', async () => nightshift.processesOf(executionId).length > 0, GOES_ON_MS);
  for (const action of ['pause', 'resume', 'cancel'] as const)
    await again(nightshift, () => nightshift.gateway.control(executionId, { action }, WHO));
  return { executionId, ends: 'cancelled' };
};

const workerEnds =
  (signal: NodeJS.Signals): Stimulus =>
  async (nightshift, arm, how) => {
    arm();
    const { executionId } = await nightshift.handOff(planText(['a!', 'b<a']), how);
    await nightshift.until('a runs', async () => nightshift.runsOf(executionId, 'task-001').length > 0, GOES_ON_MS);
    const former = nightshift.pid('worker');
    if (former !== undefined) process.kill(former, signal);
    await nightshift.isBack('worker', former);
    nightshift.openGate(executionId, 'task-001');
    return { executionId, ends: 'succeeded' };
  };

/** Is over, and taken back to its first task. */
const rolledBack: Stimulus = async (nightshift, arm, how) => {
  const { executionId } = await nightshift.handOff(planText(['a', 'b<a', 'c<b']), how);
  await nightshift.over(executionId, GOES_ON_MS);
  arm();
  await again(nightshift, () =>
    nightshift.gateway.control(executionId, { action: 'rollback', taskId: 'task-001' }, WHO),
  );
  return { executionId, ends: 'succeeded' };
};

/** What a worker that stands still was given is taken back by a pause. */
const withdrawn: Stimulus = async (nightshift, arm, how) => {
  const worker = nightshift.pid('worker')!;
  process.kill(worker, 'SIGSTOP');
  try {
    arm();
    const { executionId } = await nightshift.handOff(planText(['a']), how);
    await nightshift.task(executionId, 'task-001', 'assigned', GOES_ON_MS);
    for (const action of ['pause', 'resume'] as const)
      await again(nightshift, () => nightshift.gateway.control(executionId, { action }, WHO));
    return { executionId, ends: 'succeeded' };
  } finally {
    process.kill(worker, 'SIGCONT');
  }
};

/** A worker whose end no launcher sees. */
const strangerDies: Stimulus = async (nightshift, arm, how) => {
  const worker = await nightshift.addWorker();
  arm();
  worker.kill('SIGKILL');
  await nightshift.until(
    'its end is noticed',
    async () => !(await nightshift.workers()).some(({ pid }) => pid === worker.pid),
    GOES_ON_MS,
  );
  return twoTasks(nightshift, how);
};

/** Two workers of one machine, of which each decides on some executions: ends and starts go from one to the other. */
const neighbours: Stimulus = async (nightshift, arm, how) => {
  const worker = await nightshift.addWorker({ NIGHTSHIFT_WORKER_LEASE_SECONDS: '4' });
  try {
    arm();
    const ids: string[] = [];
    for (let no = 0; no < 6; no++)
      ids.push((await nightshift.handOff(planText(['a', 'b', 'c<a', 'd<b', 'e<c', 'f<d', 'g<e,f']), how)).executionId);
    for (const id of ids) await nightshift.over(id, GOES_ON_MS);
    return { executionId: ids.at(-1)!, ends: 'succeeded' };
  } finally {
    worker.kill('SIGKILL');
  }
};

const gatewayStarts: Stimulus = async (nightshift, arm, how) => {
  const former = nightshift.pid('gateway');
  arm();
  await nightshift.kill9('gateway');
  await nightshift.isBack('gateway', former);
  return twoTasks(nightshift, how);
};

/** A token is made and revoked. */
const tokens: Stimulus = async (nightshift, arm, how) => {
  arm();
  const { id } = await nightshift.until(
    'a token is made',
    () => nightshift.gateway.createToken({ scopes: ['plan:read'] }),
    GOES_ON_MS,
  );
  await again(nightshift, () => nightshift.gateway.revokeToken(id));
  return twoTasks(nightshift, how);
};

export const STIMULI = {
  bare,
  crowded,
  long,
  oneSlot,
  plan,
  projectAdded,
  receiversAreAway: receiversAnswer(503, 'pending'),
  receiversRefuse: receiversAnswer(404, 'dead'),
  researched,
  stopped,
  typed,
  withoutRepository,
  conflict,
  failing,
  cancelled,
  gatewayStarts,
  neighbours,
  rolledBack,
  strangerDies,
  tokens,
  undeclared,
  withdrawn,
  workerDies: workerEnds('SIGKILL'),
  workerStops: workerEnds('SIGTERM'),
} satisfies Readonly<Record<string, Stimulus>>;
export type StimulusName = keyof typeof STIMULI;

/** Which one leads to a point; `plan` where nothing stands here. Without `before:` and `after:`. */
const LEADS: Readonly<Record<string, StimulusName>> = {
  'git.open-scratch': 'withoutRepository',
  'commit.merge-conflicted': 'conflict',
  'commit.writes-undeclared': 'undeclared',
  'commit.execution-rolled-back': 'rolledBack',
  'commit.task-failed': 'failing',
  'commit.task-skipped': 'failing',
  'commit.task-reopened': 'failing',
  'commit.execution-failed': 'failing',
  'commit.execution-reopened': 'failing',
  'sql.ns_loop_restart': 'failing',
  'commit.execution-paused': 'cancelled',
  'commit.execution-resumed': 'cancelled',
  'commit.execution-cancelled': 'cancelled',
  'commit.assignment-withdrawn': 'withdrawn',
  'commit.attempt-lost': 'workerDies',
  'sql.ns_notice_dead': 'strangerDies',
  'sql.ns_worker_register': 'workerDies',
  'hint.forget': 'strangerDies',
  'neighbour.begin': 'neighbours',
  'neighbour.ends': 'neighbours',
  'neighbour.look': 'neighbours',
  'wake.start': 'failing',
  'commit.attempt-released': 'workerStops',
  'sql.ns_worker_drain': 'workerStops',
  'sql.ns_worker_leave': 'workerStops',
  'sql.ns_token_add': 'tokens',
  'sql.ns_token_revoke': 'tokens',
  'sql.ns_token_replace': 'gatewayStarts',
  'sql.ns_set_capacity': 'gatewayStarts',
  'commit.progress-reported': 'long',
  'commit.cost-booked': 'stopped',
  'spawn.guard': 'bare',
  'rename.run-note': 'bare',
  'sql.ns_outbox_dead': 'receiversRefuse',
  'sql.ns_outbox_retry': 'receiversAreAway',
  'sql.ns_outbox_add': 'typed',
  'sql.ns_lock': 'crowded',
  'sql.ns_slot_waits': 'oneSlot',
  'sql.ns_project_add': 'projectAdded',
  'sql.ns_put_research': 'researched',
};

/** Only n8n's own loop comes there. */
const OF_THE_LOOP = /:(wake\.|sql\.ns_(loop|inline))/;

/** n8n takes a quarter of a minute to come back, a worker some seconds: it dies only where nobody else comes to the point. */
export const advanceTo = (point: string): Advance => (OF_THE_LOOP.test(point) ? 'workflow' : 'direct');

export const leadingTo = (point: string): StimulusName => LEADS[point.replace(/^(before|after):/, '')] ?? 'plan';

/** Answers what is asked until an execution is over, and says how it ended. */
export async function tend(nightshift: Nightshift, executionId: string, withinMs: number): Promise<string> {
  return nightshift.until(
    `execution ${executionId} is over`,
    async () => {
      const { state, questions } = await nightshift.gateway.status(executionId);
      const [question] = questions;
      // While something else goes on, it is not yet known that it waits for a person.
      if (question && state === 'waiting') {
        const { taskId, criterionId } = question;
        await nightshift.gateway.answer(executionId, { taskId, criterionId, result: 'pass' }, WHO);
      }
      return isOver(state) && state;
    },
    withinMs,
  );
}
