import { isOver } from '../../runtime/core/execution/execution';
import { openModelServer } from '../support/model-server';
import { BY_HAND, createWorkflow, runByHand } from '../support/n8n-workflow';
import type { Nightshift } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { openSearchModelDouble } from '../support/search-model-double';
import type { SinkServer } from '../support/sink-server';

/** An execution that was begun, and how it must end. */
export interface Begun {
  readonly executionId: string;
  readonly ends: 'succeeded' | 'failed' | 'cancelled';
}

/** Who takes the steps of an execution, and so dies with them: workers and gateway, or n8n. */
export type Advance = 'direct' | 'workflow';

/** What a stimulus may need besides. */
export interface Around {
  /** Where voice and Discord are told. */
  readonly sink: SinkServer;
  /** For workers that the stimulus starts: the setting by which they can die. */
  readonly mortal: NodeJS.ProcessEnv;
}

/**
 * What is done to a nightshift so that it comes to a crash point. Calls `arm` once all that is no part of it is done.
 *
 * @param how - Goes into each hand-off.
 */
export type Stimulus = (
  nightshift: Nightshift,
  arm: () => void,
  how: { readonly advance: Advance },
  around: Around,
) => Promise<Begun>;

const WHO = 'person:sweep';
/** An execution goes on by itself in this time after a death, n8n's start on a busy machine included. */
export const GOES_ON_MS = 240_000;

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

/** Shows that everything goes on. */
async function twoTasks(nightshift: Nightshift, how: { readonly advance: Advance }): Promise<Begun> {
  const { executionId } = await nightshift.handOff(planText(['a', 'b<a']), how);
  return { executionId, ends: 'succeeded' };
}

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

/** Two workers that alone can do a thing: nobody starts them again, so the other one goes on where one died. */
async function twoWorkers(nightshift: Nightshift, capability: string, env: NodeJS.ProcessEnv): Promise<() => void> {
  const settings = { NIGHTSHIFT_WORKER_LEASE_SECONDS: '4', NIGHTSHIFT_WORKER_CAPABILITIES: capability, ...env };
  const workers = [await nightshift.addWorker(settings), await nightshift.addWorker(settings)];
  return () => {
    for (const worker of workers) worker.kill('SIGTERM');
  };
}

/** Voice and Discord answer so until everything of an execution was tried. */
const receiversAnswer =
  (status: number, state: 'pending' | 'dead'): Stimulus =>
  async (nightshift, arm, how, { sink }) => {
    sink.answerWith({ status });
    try {
      arm();
      const begun = await twoTasks(nightshift, how);
      await nightshift.until(
        `a message is ${state}`,
        async () => {
          const [row] = await nightshift.rows<{ n: number }>(
            `select count(*)::integer as n from nightshift.outbox o join nightshift.deliveries d on d.outbox_id = o.id
             where o.execution_id = $1 and d.state = $2 and d.error is not null`,
            [begun.executionId, state],
          );
          return row!.n > 0;
        },
        GOES_ON_MS,
      );
      return begun;
    } finally {
      sink.answerWith({ status: 200 });
    }
  };

/** A person types a message into Notify, in a workflow of their own; again, where n8n died meanwhile. */
const typed: Stimulus = async (nightshift, arm, how) => {
  const key = `swept-${Date.now()}`;
  const tell = {
    name: 'Tell',
    type: 'notify',
    parameters: { operation: 'send', title: 'Backup', message: 'Done', key },
  };
  const workflow = await createWorkflow(await nightshift.n8n(), { name: key, nodes: [BY_HAND, tell] });
  arm();
  await nightshift.until(
    'it is queued',
    async () => {
      await runByHand(await nightshift.n8n(), workflow);
      const isQueued = async () => {
        const found = await nightshift.rows('select from nightshift.outbox where key like $1', [`%${key}%`]);
        return found.length > 0;
      };
      return nightshift.until('it is queued by this run', isQueued, 10_000);
    },
    GOES_ON_MS,
  );
  return twoTasks(nightshift, how);
};

const projectAdded: Stimulus = async (nightshift, arm, how) => {
  const repo = nightshift.makeRepository('sweep');
  arm();
  await again(nightshift, () => nightshift.gateway.addProject({ dir: repo }));
  const { executionId } = await nightshift.handOff(planText(['a']), { repo, ...how });
  return { executionId, ends: 'succeeded' };
};

const researched: Stimulus = async (nightshift, arm, how) => {
  const model = await openSearchModelDouble(nightshift.doubles.research, (question) => `What is known of: ${question}`);
  try {
    arm();
    await again(nightshift, () => nightshift.gateway.research({ question: `Since when? ${Date.now()}` }));
  } finally {
    await model.close();
  }
  return twoTasks(nightshift, how);
};

/** Twelve starts at once, on one worker: whoever loses to the others again and again takes the execution's lock. */
const crowded: Stimulus = async (nightshift, arm, how, { mortal }) => {
  const end = await twoWorkers(nightshift, 'crowded', { ...mortal, NIGHTSHIFT_WORKER_SLOTS: '12' });
  try {
    arm();
    const names = Array.from({ length: 12 }, (_, no) => `t${no}`);
    const extras = Object.fromEntries(names.map((name) => [name, { capability: 'crowded' }]));
    const { executionId } = await nightshift.handOff(planText(names, extras), { maxParallel: 12, ...how });
    await nightshift.over(executionId, GOES_ON_MS);
    return { executionId, ends: 'succeeded' };
  } finally {
    end();
  }
};

/** Two executions want the only slot there is for what they need. */
const oneSlot: Stimulus = async (nightshift, arm, how) => {
  const worker = await nightshift.addWorker({
    NIGHTSHIFT_WORKER_CAPABILITIES: 'only-one',
    NIGHTSHIFT_WORKER_SLOTS: '1',
  });
  try {
    const wanting = (line: string) => planText([line], { a: { capability: 'only-one' } });
    const first = await nightshift.handOff(wanting('a!'), how);
    await nightshift.task(first.executionId, 'task-001', 'active', GOES_ON_MS);
    arm();
    const { executionId } = await nightshift.handOff(wanting('a'), how);
    await nightshift.until(
      'it is noted that it waits',
      async () =>
        (await nightshift.rows('select from nightshift.slot_waits where execution_id = $1', [executionId])).length > 0,
      GOES_ON_MS,
    );
    nightshift.openGate(first.executionId, 'task-001');
    for (const id of [first.executionId, executionId]) await nightshift.over(id, GOES_ON_MS);
    return { executionId, ends: 'succeeded' };
  } finally {
    worker.kill('SIGTERM');
  }
};

/** An agent that has spent something is stopped by a pause, which says what it was only afterwards. */
const stopped: Stimulus = async (nightshift, arm, how, { mortal }) => {
  const looks = {
    toolCalls: [{ name: 'list_files', input: { path: '.' } }],
    usage: { input: 100_000, output: 10_000 },
  };
  const model = await openModelServer([{ when: 'Task a', steps: [looks, { isSilent: true }] }]);
  const end = await twoWorkers(nightshift, 'paid', {
    ...mortal,
    NIGHTSHIFT_OPENAI_BASE_URL: model.openaiUrl,
    NIGHTSHIFT_OPENAI_API_KEY: 'sk-swept-4711',
    NIGHTSHIFT_OPENAI_MODEL: 'some-model',
    NIGHTSHIFT_OPENAI_PRICE_INPUT: '1',
    NIGHTSHIFT_OPENAI_PRICE_OUTPUT: '1',
  });
  try {
    const plan = planText(['a'], { a: { capability: 'paid', agent: 'openai' } });
    const { executionId } = await nightshift.handOff(plan, how);
    await nightshift.until('the agent asks again', async () => model.requests.length > 1, GOES_ON_MS);
    arm();
    await again(nightshift, () =>
      nightshift.gateway.control(executionId, { action: 'pause', stopsRunning: true }, WHO),
    );
    await nightshift.until('nothing of it runs', async () =>
      (await nightshift.gateway.tasks(executionId)).every(({ kernelStatus }) => kernelStatus === 'pending'),
    );
    const isBooked = async () => (await nightshift.events(executionId)).some(({ body }) => body.type === 'cost-booked');
    const isOneDead = async () =>
      (await nightshift.workers()).filter(({ capabilities }) => capabilities.includes('paid')).length < 2;
    // Whoever dies before it was said takes it along.
    await nightshift.until('it is booked, or nobody knows', async () => (await isBooked()) || isOneDead(), GOES_ON_MS);
    await again(nightshift, () => nightshift.gateway.control(executionId, { action: 'cancel' }, WHO));
    return { executionId, ends: 'cancelled' };
  } finally {
    end();
    await model.close();
  }
};

/** Without bubblewrap. */
const bare: Stimulus = async (nightshift, arm, how, { mortal }) => {
  const end = await twoWorkers(nightshift, 'bare', { ...mortal, NIGHTSHIFT_SANDBOX: 'none' });
  try {
    arm();
    const { executionId } = await nightshift.handOff(planText(['a'], { a: { capability: 'bare' } }), how);
    await nightshift.over(executionId, GOES_ON_MS);
    return { executionId, ends: 'succeeded' };
  } finally {
    end();
  }
};

/** Longer than it takes until something is said of how far it is. */
const long: Stimulus = async (nightshift, arm, how) => {
  arm();
  const { executionId } = await nightshift.handOff(planText(['a!']), how);
  await nightshift.until(
    'it is said how far it is',
    async () => (await nightshift.events(executionId)).some(({ body }) => body.type === 'progress-reported'),
    2 * GOES_ON_MS,
  );
  nightshift.openGate(executionId, 'task-001');
  return { executionId, ends: 'succeeded' };
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

/** Whoever asks a gateway that dies asks again. */
const again = (nightshift: Nightshift, ask: () => Promise<unknown>): Promise<unknown> =>
  nightshift.until(
    'the gateway takes it',
    async () => {
      try {
        return (await ask()) ?? true;
      } catch (error) {
        // It was done before the answer was lost.
        if ((error as { readonly code?: unknown }).code === 'CONTROL_REFUSED') return true;
        throw error;
      }
    },
    GOES_ON_MS,
  );
