import { randomUUID } from 'node:crypto';
import type { N8nSession } from '../../runtime/main/n8n-session';
import { exportWorkflow, type Workflow } from '../../runtime/main/n8n-workflow';
import { publishWorkflow } from '../../runtime/main/publish-workflow';
import { LoopWitness } from '../support/loop-witness';
import { Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { openSinkServer, type SinkServer } from '../support/sink-server';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const ID = 'nightPlanExec0v1';
let nightshift: Nightshift;
let n8n: N8nSession;
let shipped: Workflow;
/** The person's chat: gets the address at which to say yes. */
let chat: SinkServer;

beforeAll(async () => {
  nightshift = await Nightshift.shared('killed');
  n8n = await nightshift.n8n();
  shipped = (await exportWorkflow(n8n, ID))!;
  chat = await openSinkServer();
}, STARTS);
afterAll(async () => {
  n8n = await nightshift.n8n();
  await save(shipped);
  await chat.close();
  await nightshift.close();
}, MINUTE);

it(
  `waits on for a person's yes between Verify and Learn when n8n is killed, in the same n8n execution${verifies('R-11', 'R-84', 'R-88')}`,
  async () => {
    await save(
      between('Verify', 'Learn', [
        {
          name: 'Ask',
          type: 'n8n-nodes-base.httpRequest',
          typeVersion: 4.2,
          parameters: {
            method: 'POST',
            url: chat.url,
            sendBody: true,
            specifyBody: 'json',
            jsonBody: '={{ JSON.stringify({ yes: $execution.resumeUrl }) }}',
          },
        },
        {
          name: 'Approval',
          type: 'n8n-nodes-base.wait',
          typeVersion: 1.1,
          parameters: { resume: 'webhook', options: {} },
          webhookId: randomUUID(),
        },
      ]),
    );
    const { executionId } = await nightshift.handOff(planText(['a', 'b<a']));
    await nightshift.until('the person is asked', async () => chat.requests.length > 0);
    const before = await nightshift.loop(executionId);
    const witness = new LoopWitness(nightshift, before.n8nExecutionId!);
    await nightshift.until(
      'n8n has suspended it',
      async () => (await witness.statusOf(before.n8nExecutionId!)) === 'waiting',
    );
    expect(before.isWaitOpen).toBe(false);

    const pid = nightshift.pid('n8n');
    await nightshift.kill9('n8n');
    await nightshift.isBack('n8n', pid);
    // The reconciler has asked n8n about it, and left it alone: it waits for somebody else than us.
    await nightshift.until(
      'the gateway looked at the loop',
      async () => (await witness.statusOf(before.n8nExecutionId!)) === 'waiting',
    );
    expect(await nightshift.loop(executionId)).toMatchObject({
      generation: 1,
      restarts: 0,
      n8nExecutionId: before.n8nExecutionId,
    });
    expect((await nightshift.gateway.tasks(executionId))[1]!.kernelStatus).toBe('pending');
    expect(chat.requests).toHaveLength(1);

    let said = 0;
    await nightshift.until(
      'every yes was said',
      async () => {
        const next = chat.requests[said];
        // 409 until n8n has suspended.
        if (next !== undefined && (await fetch((JSON.parse(next.body) as { readonly yes: string }).yes)).ok) said += 1;
        return said > 1 && (await nightshift.gateway.status(executionId)).state === 'succeeded';
      },
      90_000,
    );
    expect(await nightshift.loop(executionId)).toMatchObject({
      generation: 1,
      restarts: 0,
      n8nExecutionId: before.n8nExecutionId,
    });
    expect((await witness.end()).mostAtOnce).toBe(1);
    for (const task of ['task-001', 'task-002']) expect(nightshift.runsOf(executionId, task)).toEqual(['1']);
  },
  4 * MINUTE,
);

it(
  `enters a workflow that a person edited again after a short wait of theirs died with n8n, edits included${verifies('R-11', 'R-84', 'R-88')}`,
  async () => {
    await save(
      between('Verify', 'Learn', [
        {
          name: 'Breathe',
          type: 'n8n-nodes-base.wait',
          typeVersion: 1.1,
          // n8n keeps waits of less than 65 s in its memory. Long enough to be killed in, the first time.
          parameters: { resume: 'timeInterval', amount: '={{ $json.generation === 1 ? 50 : 1 }}', unit: 'seconds' },
          webhookId: randomUUID(),
        },
      ]),
    );
    const { executionId } = await nightshift.handOff(planText(['a', 'b<a']));
    await nightshift.task(executionId, 'task-001', 'completed');
    const before = await nightshift.loop(executionId);
    const witness = new LoopWitness(nightshift, before.n8nExecutionId!);
    const pid = nightshift.pid('n8n');
    await nightshift.kill9('n8n');
    await nightshift.isBack('n8n', pid);

    expect(await nightshift.over(executionId)).toBe('succeeded');
    const after = await nightshift.loop(executionId);
    expect(after).toMatchObject({ generation: 2, workflowId: ID, restartReason: 'n8n says crashed' });
    await nightshift.until(
      'n8n has ended the loop',
      async () => (await witness.statusOf(after.n8nExecutionId!)) === 'success',
    );
    expect(await witness.end()).toEqual({
      mostAtOnce: 1,
      loops: [
        [before.n8nExecutionId, ID, 'crashed'],
        [after.n8nExecutionId, ID, 'success'],
      ],
    });
    for (const task of ['task-001', 'task-002']) expect(nightshift.runsOf(executionId, task)).toEqual(['1']);
    const nodes = (await exportWorkflow(await nightshift.n8n(), ID))!.nodes.map((node) => node['name']);
    expect(nodes).toContain('Breathe');
  },
  4 * MINUTE,
);

type Node = {
  readonly name: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly parameters: object;
  readonly webhookId?: string;
};

/** The shipped workflow with a person's nodes in the line from one node to the next. */
function between(from: string, to: string, added: readonly Node[]): Workflow {
  const names = [from, ...added.map(({ name }) => name), to];
  const lines = names
    .slice(0, -1)
    .map((name, at) => [name, { main: [[{ node: names[at + 1], type: 'main', index: 0 }]] }]);
  return {
    ...shipped,
    nodes: [
      ...shipped.nodes,
      ...added.map((node, at) => ({ id: randomUUID(), position: [1_400 + 200 * at, 900], ...node })),
    ],
    connections: { ...shipped.connections, ...Object.fromEntries(lines) },
  };
}

/** As a person does: save, publish. */
async function save({ id, name, nodes, connections, settings }: Workflow): Promise<void> {
  await n8n.call('PATCH', `/rest/workflows/${id}?forceSave=true`, {
    name,
    nodes,
    connections,
    settings: settings ?? {},
  });
  await publishWorkflow(n8n, id);
}
