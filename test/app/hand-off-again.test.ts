import { randomUUID } from 'node:crypto';
import { runInline } from '../../runtime/app/run-inline';
import { type PlanHandoff, submitPlan } from '../../runtime/app/submit-plan';
import { sha256 } from '../../runtime/core/execution/hash-event';
import { DEFAULT_PLAN_LIMITS } from '../../runtime/core/plan/plan';
import { AppWorld, HOST } from '../support/app-world';
import { verifies } from '../support/verifies';

const text = JSON.stringify({ schemaVersion: 1, tasks: [{ id: 't1', title: 'Do it', command: 'true' }] });

function handoff(project: string): PlanHandoff {
  return {
    plan: { text, fileName: 'plan.json' },
    project,
    options: {},
    idempotencyKey: randomUUID(),
    digest: sha256(text),
    actor: 'test',
    loop: { type: 'none' },
  };
}

describe('the conversation of a hand-off', () => {
  const OWN = '01890a5d-ac96-774b-bcce-b302099a8057';
  const written = JSON.stringify({ ...JSON.parse(text), conversationId: OWN });
  const submitted = async (more: Partial<PlanHandoff>) => {
    const world = new AppWorld();
    await world.addWorker('w1');
    const { project: _, ...sent } = handoff('');
    const answer = await submitPlan(world.deps, { ...sent, plan: { text: written, fileName: 'plan.json' }, ...more });
    return answer.type === 'accepted' ? answer.plan.conversationId : answer;
  };

  it(`is the one that hands over, whatever the plan says of the one that wrote it${verifies('R-85')}`, async () => {
    expect(await submitted({ conversationId: 'this one' })).toBe('this one');
  });

  it('is the one that the plan names, where nobody says another', async () => {
    expect(await submitted({})).toBe(OWN);
  });
});

describe('a hand-off that was accepted and is sent again', () => {
  it(`gets its receipt, also when by now the project is gone, no worker can do it, and the plan is over the limits${verifies('F16', 'I2', 'R-1')}`, async () => {
    const world = new AppWorld();
    const { projects } = world.deps;
    const project = await projects.add({ dir: '/srv/p', name: 'p', host: 'here' });
    const sent = handoff(project.id);
    const accepted = await submitPlan(world.deps, sent);
    if (accepted.type !== 'accepted') throw new Error('refused');
    expect(accepted.receipt.isNew).toBe(true);

    const later = {
      ...world.deps,
      projects: { ...projects, list: async () => [] },
      workers: { scheduling: async () => ({ workers: [{ capabilities: ['claude-code'] }], capacity: new Map() }) },
      limits: { ...DEFAULT_PLAN_LIMITS, bytes: 1 },
    } as unknown as typeof world.deps;
    expect(await submitPlan(later, sent)).toMatchObject({
      type: 'accepted',
      receipt: { ...accepted.receipt, isNew: false },
      estimatedMinutes: accepted.estimatedMinutes,
    });
    await expect(submitPlan(later, { ...sent, digest: sha256('other') })).rejects.toMatchObject({
      code: 'HANDOFF_KEY_REUSED',
    });
    await expect(submitPlan(later, handoff(project.id))).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' });
  });

  it(`gets its receipt once its execution was archived${verifies('I2')}`, async () => {
    const world = new AppWorld();
    await world.addWorker('w1');
    const { project: _, ...sent } = handoff('');
    const first = await submitPlan(world.deps, sent);
    if (first.type !== 'accepted') throw new Error('refused');
    const { receipt, plan } = first;
    const archived = { status: 'succeeded', endedAt: '', archivedAt: '', host: HOST, path: '/archives/x' } as const;
    const store = Object.create(world.deps.store, { archived: { value: async () => archived } });
    expect(await submitPlan({ ...world.deps, store }, sent)).toMatchObject({
      type: 'accepted',
      receipt: { ...receipt, isNew: false },
      plan: { id: plan.id, title: plan.title, tasks: plan.tasks },
      status: 'succeeded',
    });
  });

  it('is found again when it is one task of a node whose project is gone', async () => {
    const world = new AppWorld();
    await world.addWorker('w1');
    const project = await world.deps.projects.add({ dir: '/srv/p', name: 'p', host: 'here' });
    const task = { title: 'Do it', description: '', command: 'true', criteria: [], key: 'k', maxAttempts: 1 };
    const caller = { workflowId: 'wf', n8nExecutionId: 'n8n-1', resumeUrl: 'http://127.0.0.1:1/wake' };
    const first = await runInline(world.deps, { ...task, project: project.id }, caller);
    const later = { ...world.deps, projects: { ...world.deps.projects, list: async () => [] } } as typeof world.deps;
    const again = await runInline(later, { ...task, project: project.id }, caller);
    expect(again).toMatchObject({ executionId: first.type === 'wait' ? first.executionId : '' });
  });
});
