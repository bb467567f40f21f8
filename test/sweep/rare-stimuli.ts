import { openModelServer } from '../support/model-server';
import { BY_HAND, createWorkflow, runByHand } from '../support/n8n-workflow';
import type { Nightshift } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { openSearchModelDouble } from '../support/search-model-double';
import { again, GOES_ON_MS, type Stimulus, twoTasks, WHO } from './stimulus';

// What leads to points that an ordinary plan does not come to: workers, receivers and models of their own.

/** Two workers that alone can do a thing: nobody starts them again, so the other one goes on where one died. */
async function twoWorkers(nightshift: Nightshift, capability: string, env: NodeJS.ProcessEnv): Promise<() => void> {
  const settings = { NIGHTSHIFT_WORKER_LEASE_SECONDS: '4', NIGHTSHIFT_WORKER_CAPABILITIES: capability, ...env };
  const workers = [await nightshift.addWorker(settings), await nightshift.addWorker(settings)];
  return () => {
    for (const worker of workers) worker.kill('SIGTERM');
  };
}

/** Voice and Discord answer so until everything of an execution was tried. */
export const receiversAnswer =
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
export const typed: Stimulus = async (nightshift, arm, how) => {
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

export const projectAdded: Stimulus = async (nightshift, arm, how) => {
  const repo = nightshift.makeRepository('sweep');
  arm();
  await again(nightshift, () => nightshift.gateway.addProject({ dir: repo }));
  const { executionId } = await nightshift.handOff(planText(['a']), { repo, ...how });
  return { executionId, ends: 'succeeded' };
};

export const researched: Stimulus = async (nightshift, arm, how) => {
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
export const crowded: Stimulus = async (nightshift, arm, how, { mortal }) => {
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
export const oneSlot: Stimulus = async (nightshift, arm, how) => {
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
export const stopped: Stimulus = async (nightshift, arm, how, { mortal }) => {
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
export const bare: Stimulus = async (nightshift, arm, how, { mortal }) => {
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
export const long: Stimulus = async (nightshift, arm, how) => {
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
