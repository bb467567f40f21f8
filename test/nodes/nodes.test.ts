import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData, INodeProperties, INodeType } from 'n8n-workflow';
import { NodeOperationError, WAIT_INDEFINITELY } from 'n8n-workflow';
import { AgentExecute } from '../../nodes/AgentExecute/AgentExecute.node';
import { learnDescription } from '../../nodes/Learn/description';
import { Learn } from '../../nodes/Learn/Learn.node';
import { Notify } from '../../nodes/Notify/Notify.node';
import { ParsePlan } from '../../nodes/ParsePlan/ParsePlan.node';
import { Research } from '../../nodes/Research/Research.node';
import { Verify } from '../../nodes/Verify/Verify.node';
import { WaveScheduler } from '../../nodes/WaveScheduler/WaveScheduler.node';
import { ConfigError } from '../../runtime/core/errors';
import { PLAN_FORMATS } from '../../runtime/core/plan/formats/registry';
import type { LoopAnswer, Runtime } from '../../runtime/index';
import { parseSubmission } from '../../runtime/main/facade/parse-node-input';
import { readHandoff } from '../../runtime/main/facade/read-handoff';
import { verifies } from '../support/verifies';
import { executeContext, type Sketch, webhookContext } from './fake-context';
import { scriptedRuntime } from './scripted-runtime';

const loop = { executionId: 'e1', generation: 2 };
const current = (state: 'running' | 'waiting' | 'paused' | 'over' | 'handed-on'): LoopAnswer => ({
  type: 'current',
  ...loop,
  state,
  status: state,
});

async function outputs(type: INodeType, sketch: Sketch): Promise<INodeExecutionData[][]> {
  return (await type.execute?.call(executeContext(sketch).context)) as INodeExecutionData[][];
}

const json = (items: INodeExecutionData[][]) => items.map((output) => output.map((item) => item.json));

describe('Wave Scheduler', () => {
  it.each([
    ['running', [1, 0]],
    ['waiting', [1, 0]],
    ['paused', [1, 0]],
    ['over', [0, 1]],
    ['handed-on', [0, 0]],
  ] as const)('sends an execution that is %s to the outputs %j', async (state, counts) => {
    const { runtime } = scriptedRuntime({ releaseAndAssign: () => current(state) });
    const found = await outputs(new WaveScheduler(async () => runtime), {
      parameters: { operation: 'schedule', ...loop },
    });
    expect(found.map((output) => output.length)).toEqual(counts);
  });

  it('ends silently when another n8n execution drives', async () => {
    const { runtime } = scriptedRuntime({ releaseAndAssign: () => ({ type: 'stale' }) });
    expect(await outputs(new WaveScheduler(async () => runtime), { parameters: { ...loop } })).toEqual([[], []]);
  });

  it('passes the restart key and who calls, once, whatever the number of items', async () => {
    const { runtime, calls } = scriptedRuntime({ releaseAndAssign: () => current('running') });
    const items = [{ json: {} }, { json: {} }, { json: {} }];
    await outputs(new WaveScheduler(async () => runtime), {
      items,
      parameters: { operation: 'schedule', ...loop, restartKey: 'k' },
    });
    expect(calls).toEqual([
      {
        method: 'releaseAndAssign',
        args: [
          { ...loop, restartKey: 'k' },
          { workflowId: 'wf-1', workflowName: 'The Workflow', n8nExecutionId: '17' },
        ],
      },
    ]);
  });

  it.each([
    ['entered', { type: 'entered', ...loop }, [1, 0]],
    ['refused', { type: 'refused', httpStatus: 401, error: { code: 'C', message: 'm', hint: 'h' } }, [0, 1]],
  ] as const)('lets a restarted loop in, or sends it to be refused: %s', async (_, answer, counts) => {
    const { runtime, calls } = scriptedRuntime({ enterLoop: () => answer });
    const found = await outputs(new WaveScheduler(async () => runtime), {
      parameters: { operation: 'enter', ...loop, restartKey: 'k' },
    });
    expect(calls[0]?.args[0]).toEqual({ ...loop, restartKey: 'k' });
    expect(found.map((output) => output.length)).toEqual(counts);
    expect(found.flat()[0]?.json).toEqual(answer);
  });

  it.each([
    [{ operation: 'control', action: 'rollback' }, 'rollBack', { message: 'It is as it was' }],
    [{ operation: 'fork' }, 'fork', { executionId: 'other' }],
  ] as const)('%p goes to a task', async (wanted, method, answer) => {
    const { runtime, calls } = scriptedRuntime({ [method]: () => answer });
    const found = await outputs(new WaveScheduler(async () => runtime), {
      parameters: { ...wanted, executionId: loop.executionId, taskId: 'task-003' },
    });
    expect(json(found)).toEqual([[answer], []]);
    expect(calls[0]).toMatchObject({ method, args: [{ executionId: loop.executionId, taskId: 'task-003' }, {}] });
  });

  it('steers an execution, with what goes with the action and nothing else', async () => {
    const { runtime, calls } = scriptedRuntime({ control: () => ({ message: 'The execution is paused.' }) });
    const asked = { stopsRunning: true, retriedTaskId: 'task-002', executionId: loop.executionId };
    for (const action of ['pause', 'retry', 'cancel'])
      await outputs(new WaveScheduler(async () => runtime), { parameters: { operation: 'control', action, ...asked } });
    expect(calls.map(({ args }) => args[0])).toEqual([
      { executionId: loop.executionId, action: 'pause', stopsRunning: true },
      { executionId: loop.executionId, action: 'retry', taskId: 'task-002' },
      { executionId: loop.executionId, action: 'cancel' },
    ]);
  });

  it('recovers', async () => {
    const { runtime } = scriptedRuntime({ recover: () => ({ restarted: 1 }) });
    const found = await outputs(new WaveScheduler(async () => runtime), { parameters: { operation: 'recover' } });
    expect(json(found)).toEqual([[{ restarted: 1 }], []]);
  });
});

describe('Agent Execute', () => {
  const node = (runtime: Runtime) => new AgentExecute(async () => runtime);

  it('suspends for ever when there is nothing to do, and gives the runtime the address to wake it', async () => {
    const { runtime, calls } = scriptedRuntime({ announceAndWait: () => ({ type: 'wait', ...loop, wait: 5 }) });
    const { context, seen } = executeContext({ parameters: { operation: 'loop', ...loop } });
    const found = await node(runtime).execute.call(context);
    expect(seen.waitTill).toEqual(WAIT_INDEFINITELY);
    expect(found).toEqual([[{ json: {} }]]);
    expect(calls[0]?.args).toEqual([
      loop,
      {
        workflowId: 'wf-1',
        workflowName: 'The Workflow',
        n8nExecutionId: '17',
        resumeUrl: 'http://127.0.0.1:5678/webhook-waiting/17/wake?signature=abc',
      },
    ]);
  });

  it('goes on at once when there is something to do', async () => {
    const { runtime } = scriptedRuntime({ announceAndWait: () => ({ type: 'go-on', ...loop }) });
    const { context, seen } = executeContext({ parameters: { operation: 'loop', ...loop } });
    expect(await node(runtime).execute.call(context)).toEqual([
      [{ json: { type: 'go-on', ...loop }, pairedItem: { item: 0 } }],
    ]);
    expect(seen.waitTill).toBeUndefined();
  });

  it('ends silently when it is stale', async () => {
    const { runtime } = scriptedRuntime({ announceAndWait: () => ({ type: 'stale' }) });
    const { context, seen } = executeContext({ parameters: { operation: 'loop', ...loop } });
    expect(await node(runtime).execute.call(context)).toEqual([[]]);
    expect(seen.waitTill).toBeUndefined();
  });

  it('hands one task to a worker, with a key that stays the same when the call is repeated', async () => {
    const { runtime, calls } = scriptedRuntime({
      runInline: () => ({ type: 'wait', executionId: 'e9', generation: 1, wait: 1 }),
    });
    const parameters = {
      operation: 'run',
      title: 'Do it',
      command: 'true',
      criteria: { criterion: [{ criterion: 'works', command: 'true' }] },
    };
    await node(runtime).execute.call(executeContext({ parameters }).context);
    await node(runtime).execute.call(executeContext({ parameters }).context);
    expect(calls[0]?.args[0]).toMatchObject({
      kind: 'task',
      key: '17.node-1.0.0',
      title: 'Do it',
      command: 'true',
      criteria: [{ criterion: 'works', command: 'true' }],
    });
    expect(calls[1]).toEqual(calls[0]);
  });

  it('takes one item at a time, and says how to give it many', async () => {
    const { runtime } = scriptedRuntime({});
    const items = [{ json: {} }, { json: {} }];
    await expect(outputs(node(runtime), { items, parameters: { operation: 'run' } })).rejects.toMatchObject({
      description: expect.stringContaining('Loop Over Items'),
    });
  });

  it('turns an error into an item when it may continue', async () => {
    const { runtime } = scriptedRuntime({
      announceAndWait: () => {
        throw new ConfigError('CONFIG_X', 'No', { hint: 'Set X' });
      },
    });
    const found = await outputs(node(runtime), { parameters: { ...loop }, continueOnFail: true });
    expect(json(found)).toEqual([[{ error: 'No', details: { code: 'CONFIG_X', message: 'No', hint: 'Set X' } }]]);
  });
});

describe.each([
  ['Wave Scheduler', 'releaseAndAssign', (runtime: Runtime): INodeType => new WaveScheduler(async () => runtime)],
  ['Agent Execute', 'announceAndWait', (runtime: Runtime): INodeType => new AgentExecute(async () => runtime)],
  ['Verify', 'judgeAttempts', (runtime: Runtime): INodeType => new Verify(async () => runtime)],
  ['Learn', 'learn', (runtime: Runtime): INodeType => new Learn(async () => runtime)],
  ['Notify', 'notify', (runtime: Runtime): INodeType => new Notify(async () => runtime)],
] as const)('%s in the loop', (_, method, node) => {
  it('takes its step once and gives one item, however many items a person put before it', async () => {
    const answer = method === 'announceAndWait' ? ({ type: 'go-on', ...loop } as const) : current('running');
    const { runtime, calls } = scriptedRuntime({ [method]: () => answer });
    const items = [{ json: { approved: true } }, { json: { ok: 1 } }, { json: { ok: 2 } }];
    const found = await outputs(node(runtime), { items, parameters: {} });
    expect(calls.map((call) => call.method)).toEqual([method]);
    expect(found.flat().map((item) => item.json)).toMatchObject([loop]);
  });
});

describe.each([
  ['Agent Execute', (runtime: Runtime): INodeType => new AgentExecute(async () => runtime), 'loop'],
  ['Verify', (runtime: Runtime): INodeType => new Verify(async () => runtime), 'judge'],
] as const)('the wake of %s', (_, node, operation) => {
  const nudge = { ...loop, wait: 5 };
  const wake = async (runtime: Runtime, sketch: Partial<Parameters<typeof webhookContext>[0]> = {}) => {
    const { context, response } = webhookContext({ parameters: { operation, ...loop }, body: nudge, ...sketch });
    return { answer: await node(runtime).webhook?.call(context), response };
  };

  it('goes on with the item that the runtime gives', async () => {
    const { runtime, calls } = scriptedRuntime({
      onWake: () => ({ httpStatus: 200, body: { resumed: true }, item: loop }),
    });
    const { answer, response } = await wake(runtime);
    expect(answer).toEqual({ noWebhookResponse: true, workflowData: [[{ json: loop, pairedItem: { item: 0 } }]] });
    expect(response).toEqual({ status: 200, body: { resumed: true } });
    expect(calls[0]?.args).toEqual([{ ...loop, wait: 5, n8nExecutionId: '17' }]);
  });

  it('stays suspended without an item', async () => {
    const { runtime } = scriptedRuntime({ onWake: () => ({ httpStatus: 409, body: { resumed: false } }) });
    const { answer, response } = await wake(runtime);
    expect(answer).toEqual({ noWebhookResponse: true });
    expect(response).toEqual({ status: 409, body: { resumed: false } });
  });

  it('knows its own execution and generation, whatever a nudge says', async () => {
    const { runtime, calls } = scriptedRuntime({ onWake: () => ({ httpStatus: 409, body: {} }) });
    await wake(runtime, { body: { executionId: 'other', generation: 9, wait: 5 } });
    expect(calls[0]?.args[0]).toEqual({ ...loop, wait: 5, n8nExecutionId: '17' });
  });

  it('takes the execution of an inline task from the nudge, for the runtime to check against its n8n execution', async () => {
    const { runtime, calls } = scriptedRuntime({ onWake: () => ({ httpStatus: 409, body: {} }) });
    await wake(runtime, { parameters: { operation: 'run' } });
    expect(calls[0]?.args[0]).toEqual({ ...nudge, n8nExecutionId: '17' });
  });

  it.each([
    ['neither', {}],
    ['no execution, and a generation of something else', { generation: 40 }],
    ['no generation', { executionId: 'e1' }],
  ])('takes them from the nudge where a person gave it an item with %s', async (_name, item) => {
    const { runtime, calls } = scriptedRuntime({ onWake: () => ({ httpStatus: 409, body: {} }) });
    await wake(runtime, { parameters: { operation, ...item } });
    expect(calls[0]?.args[0]).toEqual({ ...nudge, n8nExecutionId: '17' });
  });

  it.each([
    ['nothing', undefined],
    ['text', 'hello'],
    ['null', null],
    ['a list', [1]],
    ['other fields', { executionId: 1, generation: 'x', wait: null }],
  ])('asks the runtime for a wait that cannot be when %s is posted', async (_name, body) => {
    const { runtime, calls } = scriptedRuntime({ onWake: () => ({ httpStatus: 409, body: { resumed: false } }) });
    const { answer, response } = await wake(runtime, { body });
    expect(answer).toEqual({ noWebhookResponse: true });
    expect(response.status).toBe(409);
    expect(calls[0]?.args[0]).toEqual({ ...loop, wait: -1, n8nExecutionId: '17' });
  });

  it('never throws: not when the runtime cannot be opened', async () => {
    const failing: INodeType = _ === 'Verify' ? new Verify(refuse) : new AgentExecute(refuse);
    const { context, response } = webhookContext({ parameters: { operation, ...loop }, body: nudge });
    expect(await failing.webhook?.call(context)).toEqual({ noWebhookResponse: true });
    expect(response).toEqual({ status: 503, body: { error: 'retry' } });
  });

  it('never throws: not when the runtime fails, nor when the connection is gone as well', async () => {
    const { runtime } = scriptedRuntime({});
    expect((await wake(runtime)).response.status).toBe(503);
    expect((await wake(runtime, { brokenResponse: true })).answer).toEqual({ noWebhookResponse: true });
  });
});

async function refuse(): Promise<Runtime> {
  throw new Error('no database');
}

describe('Parse Plan', () => {
  const node = (runtime: Runtime) => new ParsePlan(async () => runtime);
  const accepted = { type: 'accepted', httpStatus: 202, ...loop } as const;
  const door = { signingSecrets: [], nowMs: 0, maxBytes: 1_000 };

  it('hands the exact bytes and headers of a webhook over', async () => {
    const body = Buffer.from('{ "plan" :\r\n 1}\0');
    const { runtime, calls } = scriptedRuntime({ submitPlan: () => accepted });
    const items = [{ json: { headers: { 'webhook-id': 'm1' }, body: {} } }];
    const parameters = {
      operation: 'submit',
      source: 'webhook',
      binaryProperty: 'data',
      requireSignature: true,
      options: { agent: 'shell' },
    };
    expect(json(await outputs(node(runtime), { items, parameters, binary: body }))).toEqual([[accepted], []]);
    expect(calls[0]?.args[0]).toEqual({
      source: 'webhook',
      body,
      headers: { 'webhook-id': 'm1' },
      requireSignature: true,
      options: { agent: 'shell' },
    });
  });

  it('puts a refusal on the second output, linked to its item', async () => {
    const refused = { type: 'refused', httpStatus: 401, error: { code: 'SIGNATURE_WRONG', message: 'No' } } as const;
    const { runtime } = scriptedRuntime({ submitPlan: () => refused });
    const found = await outputs(node(runtime), { parameters: { operation: 'submit', source: 'text', text: 'x' } });
    expect(found).toEqual([[], [{ json: refused, pairedItem: { item: 0 } }]]);
  });

  it('puts its errors on the second output when it may continue', async () => {
    const found = await outputs(new ParsePlan(refuse), { parameters: { operation: 'submit' }, continueOnFail: true });
    expect(json(found)).toEqual([
      [],
      [{ error: 'no database', details: expect.objectContaining({ code: 'BUG_UNEXPECTED' }) }],
    ]);
  });

  it('previews without any runtime: a plan on the first output, problems on the second', async () => {
    const node = new ParsePlan(refuse);
    const text = (item: number) =>
      ['- [ ] one\n- [ ] two', '{"tasks": [{"id": "a", "title": "a", "dependencies": ["zz"]}]}'][item];
    const items = [{ json: {} }, { json: {} }];
    const found = await outputs(node, { items, parameters: { operation: 'preview', text } });
    expect(json(found)[0]).toEqual([expect.objectContaining({ type: 'plan' })]);
    expect(found[1]).toEqual([{ json: expect.objectContaining({ type: 'problems' }), pairedItem: { item: 1 } }]);
    expect(found[1]![0]!.json).toMatchObject({
      format: 'task-list',
      problems: [{ code: 'PLAN_UNKNOWN_DEPENDENCY', line: 1 }],
      total: 1,
      notes: [],
      facts: { n_tasks: 1, ids: ['a'] },
    });
  });

  it('hands a text over as the format that was chosen, or as what it looks like', async () => {
    const { runtime, calls } = scriptedRuntime({ submitPlan: () => accepted });
    const text = { operation: 'submit', source: 'text', text: '- [ ] x' };
    await outputs(node(runtime), { parameters: { ...text, format: 'kiro' } });
    await outputs(node(runtime), { parameters: text });
    const plans = calls.map(({ args }) => readHandoff(parseSubmission(args[0]), door).plan);
    expect(plans).toEqual([{ text: '- [ ] x', format: 'kiro' }, { text: '- [ ] x' }]);
  });

  it(`offers every format that is read${verifies('R-2')}`, () => {
    const { properties } = new ParsePlan(refuse).description;
    const offered = properties
      .find(({ name }) => name === 'format')!
      .options!.flatMap((option) => ('value' in option && option.value !== '' ? [String(option.value)] : []));
    expect([...offered].sort()).toEqual([...new Set(PLAN_FORMATS.map(({ name }) => name))].sort());
  });

  it('tells of a plan what nightshift plan tells: format, notes, facts and a chart', async () => {
    const text =
      '## Phase 1: Build\n- [x] 1. Lint\n- [ ] 2. Ship (depends: 1)\n  gate: Ada says yes\n  files: `a.txt`\n  verify: `npm test`\n  - [ ] pack\n- [ ] 3. Tell\n';
    const [[item] = []] = json(await outputs(new ParsePlan(refuse), { parameters: { operation: 'preview', text } }));
    expect(item).toMatchObject({
      format: 'checkbox',
      problems: [],
      notes: expect.arrayContaining([
        'Line 2, column 7: 1 of 3 tasks is marked as done; it is not run [NOTE_DONE]',
      ]) as unknown,
      facts: { n_tasks: 3, edges: [['1', '2']], done_ids: ['1'] },
      phases: ['Phase 1: Build'],
      missing: [],
      svg: expect.stringMatching(/^<svg /) as unknown,
      mermaid: expect.stringMatching(/^flowchart LR\n[\s\S]*t1 --> t2/),
      tasks: [
        { status: 'completed', line: 2 },
        {
          startsAfter: 'Ada says yes',
          phase: 'Phase 1: Build',
          waitsOn: '1',
          implied: '',
          files: ['a.txt'],
          criteria: ['npm test'],
          subtasks: ['[ ] pack'],
        },
        { waitsOn: '', implied: '2' },
      ],
    });
  });

  it('previews a plan so that a person can read it: waves, critical path and tasks by the ids of the file', async () => {
    const tasks = [
      { id: 'a', title: 'Lint', estimateMinutes: 2 },
      {
        id: 'b',
        title: 'Build',
        dependencies: ['a'],
        estimateMinutes: 5,
        verification: ['`true` passes', 'Looks good'],
      },
      { id: 'c', title: 'Docs', dependencies: ['a'], estimateMinutes: 1 },
    ];
    const parameters = { operation: 'preview', text: JSON.stringify({ title: 'Release', tasks }) };
    const [[item] = []] = json(await outputs(new ParsePlan(refuse), { parameters }));
    expect(item).toMatchObject({
      title: 'Release',
      summary: expect.stringMatching(/^3 tasks in 2 waves; at least 7 min along the critical path, 8 min one after/),
      waves: { 'Wave 1': ['a Lint'], 'Wave 2': ['b Build', 'c Docs'] },
      criticalPath: 'a Lint → b Build',
      criticalMinutes: 7,
      times: { tasksAtATime: 4, rollingMinutes: 7, barrierMinutes: 7 },
      tasks: [
        { task: 'a', waitsOn: '', isCritical: true },
        { task: 'b', waitsOn: 'a', minutes: 5, wave: 2 },
        { task: 'c', waitsOn: 'a', isCritical: false },
      ],
    });
  });
});

describe('the kinds of tasks that Learn offers', () => {
  it(`are those by which patterns are kept${verifies('R-63')}`, () => {
    const source = readFileSync(join(__dirname, '../../runtime/core/learn/task-type.ts'), 'utf8');
    const kept = [...source.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, type]) => type);
    const filters = learnDescription.properties.find(({ name }) => name === 'filters')?.options as INodeProperties[];
    const offered = filters.find(({ name }) => name === 'taskType')?.options as { value: string }[];
    expect(offered.map(({ value }) => value)).toEqual([...kept].sort());
    expect(kept.length).toBeGreaterThan(5);
  });

  it('are looked back at three at a time, unless asked otherwise', () => {
    expect(learnDescription.properties.find(({ name }) => name === 'limit')?.default).toBe(3);
  });
});

describe('the other nodes', () => {
  it('Verify judges and goes on; stale ends silently', async () => {
    const answers: LoopAnswer[] = [current('over'), { type: 'stale' }];
    const { runtime } = scriptedRuntime({ judgeAttempts: () => answers.shift() ?? { type: 'stale' } });
    const node = new Verify(async () => runtime);
    expect(json(await outputs(node, { parameters: { operation: 'judge', ...loop } }))).toEqual([[current('over')]]);
    expect(await outputs(node, { parameters: { operation: 'judge', ...loop } })).toEqual([[]]);
  });

  it('Learn reports once, and recommends per item', async () => {
    const { runtime, calls } = scriptedRuntime({ learn: () => current('running'), recommend: () => ({ similar: [] }) });
    const node = new Learn(async () => runtime);
    const items = [{ json: {} }, { json: {} }];
    expect(await outputs(node, { items, parameters: { operation: 'report', ...loop } })).toEqual([
      [{ json: current('running'), pairedItem: { item: 0 } }],
    ]);
    const found = await outputs(node, {
      items,
      parameters: {
        operation: 'recommend',
        text: (item: number) => `t${item}`,
        limit: 3,
        filters: { taskType: 'fix', isSuccess: false },
      },
    });
    expect(found).toEqual([[0, 1].map((item) => ({ json: { similar: [] }, pairedItem: { item } }))]);
    expect(calls.map(({ args }) => args[0])).toEqual([
      { ...loop, final: false },
      { text: 't0', limit: 3, taskType: 'fix', isSuccess: false },
      { text: 't1', limit: 3, taskType: 'fix', isSuccess: false },
    ]);
  });

  it('Notify keeps the ids of the loop, and sends under a key of its own per item', async () => {
    const { runtime, calls } = scriptedRuntime({ notify: () => ({ sent: 1, ...loop }) });
    const node = new Notify(async () => runtime);
    expect(json(await outputs(node, { parameters: { operation: 'report', ...loop } }))).toEqual([
      [{ sent: 1, ...loop }],
    ]);
    const items = [{ json: {} }, { json: {} }];
    await outputs(node, {
      items,
      parameters: { operation: 'send', message: 'hi', key: (item: number) => ['', 'mine'][item] },
    });
    expect(calls.slice(1).map(({ args }) => (args[0] as { key: string }).key)).toEqual(['17.node-1.0.0', 'mine']);
  });

  it('Research asks per item, with its options', async () => {
    const { runtime, calls } = scriptedRuntime({ research: () => ({ answer: '42', sources: [] }) });
    const found = await outputs(new Research(async () => runtime), {
      parameters: { question: 'Why?', options: { maxAgeHours: 1 } },
    });
    expect(json(found)).toEqual([[{ answer: '42', sources: [] }]]);
    expect(calls[0]?.args).toEqual([{ question: 'Why?', maxAgeHours: 1 }]);
  });
});

describe('what all nodes share', () => {
  it('asks n8n for the credential only when one is set', async () => {
    const { runtime } = scriptedRuntime({ research: () => ({}) });
    const opened: unknown[] = [];
    const node = new Research(async (credential) => {
      opened.push(credential);
      return runtime;
    });
    const parameters = { question: 'q' };
    await outputs(node, { parameters });
    const credential = { databaseUrl: 'postgres://x', gatewayUrl: 'http://g', signingSecret: 's' };
    await outputs(node, { parameters, credential });
    expect(opened).toEqual([undefined, credential]);
  });

  it('shows the code and the next step of an error, and which item it was', async () => {
    const { runtime } = scriptedRuntime({
      research: () => {
        throw new ConfigError('CONFIG_RESEARCH_MISSING', 'No provider', { hint: 'Set NIGHTSHIFT_RESEARCH_URL' });
      },
    });
    const failure = await outputs(new Research(async () => runtime), { parameters: { question: 'q' } }).catch(
      (error) => error,
    );
    expect(failure).toBeInstanceOf(NodeOperationError);
    expect(failure).toMatchObject({
      message: 'No provider',
      description: 'CONFIG_RESEARCH_MISSING: Set NIGHTSHIFT_RESEARCH_URL',
      context: { itemIndex: 0 },
    });
  });

  it('never lets a login in a URL into an error', async () => {
    const { runtime } = scriptedRuntime({
      research: () => {
        throw new Error('connect postgres://ns_app:s3cret@db:5432/x failed');
      },
    });
    const failure = await outputs(new Research(async () => runtime), { parameters: {} }).catch((error) => error);
    expect(JSON.stringify({ ...failure, message: failure.message, stack: failure.stack })).not.toContain('s3cret');
  });

  it('continues past an item that failed, when it is set to', async () => {
    const { runtime } = scriptedRuntime({
      research: (input) => {
        if ((input as { question: string }).question === 'bad')
          throw new ConfigError('CONFIG_X', 'No', {
            details: { where: { path: 'X' }, limit: 3, seen: 4, inner: 'kept' },
          });
        return { ok: true };
      },
    });
    const items = [{ json: {} }, { json: {} }, { json: {} }];
    const question = (item: number) => ['good', 'bad', 'good'][item];
    const found = await outputs(new Research(async () => runtime), {
      items,
      parameters: { question },
      continueOnFail: true,
    });
    expect(json(found)).toEqual([
      [
        { ok: true },
        { error: 'No', details: { code: 'CONFIG_X', message: 'No', where: { path: 'X' }, limit: 3, seen: 4 } },
        { ok: true },
      ],
    ]);
    expect(found[0]?.map((item) => item.pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
  });
});
