import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { AgentExecute } from '../../nodes/AgentExecute/AgentExecute.node';
import { Learn } from '../../nodes/Learn/Learn.node';
import { Notify } from '../../nodes/Notify/Notify.node';
import { ParsePlan } from '../../nodes/ParsePlan/ParsePlan.node';
import { Research } from '../../nodes/Research/Research.node';
import { Verify } from '../../nodes/Verify/Verify.node';
import { WaveScheduler } from '../../nodes/WaveScheduler/WaveScheduler.node';
import type { Answer, LoopAnswer, NodeCaller, Runtime, WaitingNode } from '../../runtime/index';
import { verifies } from '../support/verifies';
import { InProcessN8n, type N8nExecution, standIn, type Template } from './in-process-n8n';

const template: Template = JSON.parse(
  readFileSync(join(__dirname, '../../workflows/plan-to-execution.v1.json'), 'utf8'),
);

/** As much of a runtime as a loop sees: one execution whose turns a test counts, with the loop's binding and waits. */
class LoopDouble {
  readonly calls: string[] = [];
  readonly keys: unknown[] = [];
  turnsLeft: number;
  generation = 1;
  wait = 0;
  due = true;
  owner: string | undefined;

  constructor(turns: number) {
    this.turnsLeft = turns;
  }

  readonly runtime = {
    enterLoop: async ({ executionId, generation, restartKey }: Answer, caller: NodeCaller) => {
      this.keys.push(restartKey);
      if (restartKey !== 'once' || this.step('enter', { executionId, generation }, caller).type === 'stale')
        return { type: 'refused', httpStatus: 401, error: { code: 'LOOP_KEY_REFUSED', message: 'No.', hint: 'Next.' } };
      return { type: 'entered', executionId, generation };
    },
    releaseAndAssign: async (input: Answer, caller: NodeCaller) => {
      this.keys.push(input['restartKey']);
      return this.step('schedule', input, caller);
    },
    judgeAttempts: async (input: Answer, caller: NodeCaller) => {
      const answer = this.step('judge', input, caller);
      if (answer.type === 'current') this.turnsLeft--;
      return answer;
    },
    learn: async (input: Answer, caller: NodeCaller) =>
      this.step(input['final'] === true ? 'learn-final' : 'learn', input, caller),
    notify: async (input: Answer, caller: NodeCaller) =>
      this.step(input['final'] === true ? 'notify-final' : 'notify', input, caller),
    announceAndWait: async (input: Answer, caller: NodeCaller) => {
      if (this.step('announce', input, caller).type === 'stale') return { type: 'stale' };
      return { type: 'wait', executionId: 'e1', generation: this.generation, wait: ++this.wait };
    },
    onWake: async ({ executionId, generation, wait, n8nExecutionId }: WaitingNode) => {
      const isOurs =
        executionId === 'e1' && generation === this.generation && wait === this.wait && n8nExecutionId === this.owner;
      if (!isOurs) return { httpStatus: 409, body: { resumed: false } };
      if (!this.due) return { httpStatus: 202, body: { resumed: false } };
      return { httpStatus: 200, body: { resumed: true }, item: { executionId, generation } };
    },
  } as unknown as Runtime;

  private step(name: string, input: Answer, caller: NodeCaller): LoopAnswer {
    if (input['generation'] === this.generation) this.owner ??= caller.n8nExecutionId;
    if (
      input['executionId'] !== 'e1' ||
      input['generation'] !== this.generation ||
      this.owner !== caller.n8nExecutionId
    ) {
      this.calls.push(`${name}:stale`);
      return { type: 'stale' };
    }
    this.calls.push(name);
    const state = this.turnsLeft > 0 ? 'running' : 'over';
    return { type: 'current', executionId: 'e1', generation: this.generation, state, status: state };
  }
}

function n8nWith(runtime: Runtime): InProcessN8n {
  const open = async () => runtime;
  const ours: INodeType[] = [
    new ParsePlan(open),
    new WaveScheduler(open),
    new AgentExecute(open),
    new Verify(open),
    new Research(open),
    new Learn(open),
    new Notify(open),
  ];
  const types: Record<string, INodeType> = {
    'n8n-nodes-base.webhook': standIn('webhook'),
    'n8n-nodes-base.respondToWebhook': standIn('respondToWebhook'),
    'n8n-nodes-base.stickyNote': standIn('stickyNote'),
  };
  for (const type of ours) types[`n8n-nodes-nightshift.${type.description.name}`] = type;
  return new InProcessN8n(template, types);
}

const receipt = [{ json: { type: 'accepted', httpStatus: 202, executionId: 'e1', generation: 1 } }];
const nudge = (wait: number, generation = 1) => ({ executionId: 'e1', generation, wait });

describe(`the loop of plan-to-execution, in the engine of n8n${verifies('R-88')}`, () => {
  it('goes round until the execution is over, suspending once per turn, and reports at the end', async () => {
    const loop = new LoopDouble(3);
    const n8n = n8nWith(loop.runtime);
    let execution = await n8n.start('Respond With Receipt', receipt);
    for (let wait = 1; wait <= 3; wait++) {
      expect(execution.status).toBe('waiting');
      const nudged = await n8n.nudge(execution, nudge(wait));
      expect(nudged.response).toEqual({ status: 200, body: { resumed: true } });
      execution = nudged.execution;
    }
    expect(execution.status).toBe('success');
    const turn = ['schedule', 'announce', 'judge', 'learn', 'notify'];
    expect(loop.calls).toEqual([...turn, ...turn, ...turn, 'schedule', 'learn-final', 'notify-final']);
  });

  it('stays suspended for a nudge of another wait, another generation, or when nothing is due', async () => {
    const loop = new LoopDouble(1);
    const n8n = n8nWith(loop.runtime);
    const execution = await n8n.start('Respond With Receipt', receipt);
    loop.due = false;
    for (const [body, status] of [
      [nudge(0), 409],
      [nudge(2), 409],
      [{ ...nudge(1), executionId: 'other' }, 202],
      [nudge(1, 7), 202],
      [undefined, 409],
      ['x', 409],
      [nudge(1), 202],
    ] as const) {
      const nudged = await n8n.nudge(execution, body);
      expect([body, nudged.response.status]).toEqual([body, status]);
      expect(nudged.execution).toBe(execution);
    }
    expect(loop.calls).toEqual(['schedule', 'announce']);
  });

  it('is entered again by a restart with a new generation and its key; the old one ends silently', async () => {
    const loop = new LoopDouble(2);
    const n8n = n8nWith(loop.runtime);
    const first = await n8n.start('Respond With Receipt', receipt);
    expect(first.status).toBe('waiting');

    loop.generation = 2;
    loop.owner = undefined;
    const body = { executionId: 'e1', generation: 2, key: 'once' };
    let second = await n8n.start('Restart Loop', [{ json: { body, headers: {} } }]);
    expect(loop.keys).toContain('once');
    expect(second.status).toBe('waiting');

    const late = await n8n.nudge(first, nudge(loop.wait));
    expect(late.response.status).toBe(409);
    expect(late.execution).toBe(first);

    while (second.status === 'waiting') second = (await n8n.nudge(second, nudge(loop.wait, 2))).execution;
    expect(second.status).toBe('success');
    expect(loop.calls.slice(-3)).toEqual(['schedule', 'learn-final', 'notify-final']);
  });

  it.each([
    ['without a body', {}],
    ['with another key', { body: { executionId: 'e1', generation: 1, key: 'guessed' } }],
    ['for a generation that is none', { body: { executionId: 'e1', generation: 7, key: 'once' } }],
  ])('refuses a call of its restart %s, and goes no further', async (_, json) => {
    const loop = new LoopDouble(1);
    const execution = await n8nWith(loop.runtime).start('Restart Loop', [{ json: { headers: {}, ...json } }]);
    expect(execution.status).toBe('success');
    expect(Object.keys(execution.data.resultData.runData)).toEqual([
      'Restart Loop',
      'Loop Entry',
      'Respond With Refusal',
    ]);
    expect(loop.calls.filter((call) => !call.endsWith(':stale'))).toEqual([]);
  });

  it('ends without a trace when a stale execution gets past its wait', async () => {
    const loop = new LoopDouble(5);
    const n8n = n8nWith(loop.runtime);
    const stale = await n8n.start('Respond With Receipt', [{ json: { executionId: 'e1', generation: 99 } }]);
    expect(stale.status).toBe('success');
    expect(loop.calls).toEqual(['schedule:stale']);
  });

  it('keeps run data small: ids and counts, the same each turn', async () => {
    const loop = new LoopDouble(100);
    const n8n = n8nWith(loop.runtime);
    let execution: N8nExecution = await n8n.start('Respond With Receipt', receipt);
    for (let wait = 1; wait <= 100; wait++) execution = (await n8n.nudge(execution, nudge(wait))).execution;
    expect(execution.status).toBe('success');
    expect(JSON.stringify(execution.data).length).toBeLessThan(100 * 5 * 1_000);
  });
});
