import { reportLearning, reportNotifications } from '../../runtime/app/loop-reports';
import type { OutboxState } from '../../runtime/ports/outbox';
import { AppWorld } from '../support/app-world';
import { smallPlan } from '../support/small-plan';

const row = (topic: string, state: OutboxState['state'], error?: string): OutboxState => ({
  topic,
  state,
  key: 'k',
  seq: 1,
  tries: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...(error === undefined ? {} : { error }),
});
const ROWS = [
  row('learn', 'delivered'),
  row('learn', 'pending'),
  row('learn', 'dead', 'BUG_X: no pattern'),
  row('voice', 'delivered'),
  row('push', 'delivered'),
  row('push', 'pending'),
  row('discord', 'dead', 'NOTIFY_REFUSED: discord answered 404'),
  row('discord', 'dead', 'NOTIFY_REFUSED: discord answered 404'),
];

describe('the reports of the loop', () => {
  let deps: Parameters<typeof reportLearning>[0];
  let call: Parameters<typeof reportLearning>[1];
  beforeEach(async () => {
    const world = new AppWorld();
    const executionId = await world.submit(smallPlan(['a']));
    deps = { ...world.deps, outbox: { ofExecution: async () => ROWS } };
    call = { executionId, generation: 1, workflowId: 'wf', n8nExecutionId: 'n8n-1' };
  });

  it('count all that was learned and sent so far', async () => {
    expect(await reportLearning(deps, call)).toMatchObject({ learned: 1, toLearn: 1, notLearned: 1 });
    const told = await reportNotifications(deps, call);
    expect(told).toMatchObject({ sent: { voice: 1, push: 1, discord: 0 }, toSend: 1, notSent: 2 });
    expect(told).not.toHaveProperty('reasons');
  });

  it('name at the end why the rest was not, each reason once', async () => {
    expect(await reportLearning(deps, call, true)).toMatchObject({ reasons: ['learn: BUG_X: no pattern'] });
    expect(await reportNotifications(deps, call, true)).toMatchObject({
      reasons: ['discord: NOTIFY_REFUSED: discord answered 404'],
    });
  });

  it('say nothing to a loop that does not drive while the execution is open', async () => {
    expect(await reportLearning(deps, { ...call, n8nExecutionId: 'another' })).toEqual({ type: 'stale' });
  });
});
