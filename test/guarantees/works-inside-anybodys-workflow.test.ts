import type { N8nSession } from '../../runtime/main/n8n-session';
import { bubblewrapSkipReason } from '../support/bubblewrap-skip-reason';
import { BY_HAND, createWorkflow, ended, type NodeSketch, readExecution, runByHand } from '../support/n8n-workflow';
import { Nightshift, STARTS } from '../support/nightshift';
import { openSinkServer, type SinkServer } from '../support/sink-server';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const GATE = 'until [ -e "$HOME/go" ]; do sleep 0.05; done';

let nightshift: Nightshift;
let n8n: N8nSession;
let push: SinkServer;
let research: SinkServer;

beforeAll(async () => {
  nightshift = await Nightshift.shared('killed');
  n8n = await nightshift.n8n();
  push = await openSinkServer(nightshift.doubles.push);
  push.answerWith({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"id":"1"}' });
  research = await openSinkServer(nightshift.doubles.research);
  research.answerWith({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: 'answer',
      object: 'chat.completion',
      model: 'sonar',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Until April 2028 [1].' } }],
      search_results: [{ title: 'Releases', url: 'https://nodejs.org/en/about/previous-releases' }],
      usage: { prompt_tokens: 30, completion_tokens: 20, total_tokens: 50 },
    }),
  });
}, STARTS);
afterAll(async () => {
  await push?.close();
  await research?.close();
  await nightshift?.close();
}, MINUTE);

const verify = (name: string, command: string): NodeSketch => ({
  name,
  type: 'verify',
  parameters: { operation: 'run', criteria: { criterion: [{ criterion: `${name} holds`, command }] } },
});
const task = (name: string, command: string, more: Record<string, unknown> = {}): NodeSketch => ({
  name,
  type: 'agentExecute',
  parameters: { operation: 'run', title: name, command, agent: 'shell', ...more },
});
const last: NodeSketch = { name: 'What Follows', type: 'base.noOp' };

const run = async (name: string, nodes: readonly NodeSketch[], more: object = {}): Promise<string> =>
  runByHand(n8n, await createWorkflow(n8n, { name, nodes: [BY_HAND, ...nodes], ...more }));

interface InlineRow {
  readonly id: string;
  readonly isWaitOpen: boolean;
}
const inlineOf = (n8nExecutionId: string) =>
  nightshift.rows<InlineRow>(
    `select execution_id as id, is_wait_open as "isWaitOpen" from nightshift.loops
     where kind = 'inline' and n8n_execution_id = $1 order by execution_id`,
    [n8nExecutionId],
  );
const suspended = async (n8nExecutionId: string): Promise<string> =>
  nightshift.until('the n8n execution is suspended', async () => {
    const { status } = await readExecution(nightshift, n8nExecutionId);
    return status === 'waiting' ? (await inlineOf(n8nExecutionId)).at(-1)?.id : undefined;
  });

const inSandbox = bubblewrapSkipReason() === undefined ? describe : describe.skip;

inSandbox('a task or a proof in a workflow of its own', () => {
  it(`suspends the n8n execution, and wakes it with the result as the item${verifies('R-15')}`, async () => {
    const criteria = { criterion: [{ criterion: 'it was written', command: 'grep -qx night out.txt' }] };
    const id = await run('one task', [task('Write', `${GATE}; echo night > out.txt`, { criteria }), last]);
    const executionId = await suspended(id);
    nightshift.openGate(executionId, 'task-001');
    const execution = await ended(nightshift, id);
    expect(execution.status).toBe('success');
    expect(execution.items('What Follows')).toEqual(execution.items('Write'));
    expect(execution.items('Write')).toEqual([
      expect.objectContaining({
        executionId,
        isSuccess: true,
        attempts: 1,
        evidence: [
          expect.objectContaining({ criterion: 'it was written', command: 'grep -qx night out.txt', exitCode: 0 }),
        ],
      }),
    ]);
  });

  it('gives evidence and goes on when the criterion does not hold', async () => {
    const id = await run('a proof that fails', [verify('Wrong', 'echo no such thing; exit 3'), last]);
    const execution = await ended(nightshift, id);
    expect(execution.status).toBe('success');
    expect(execution.items('What Follows')).toEqual([
      expect.objectContaining({
        isSuccess: false,
        state: 'failed',
        attempts: 1,
        evidence: [expect.objectContaining({ isPassed: false, exitCode: 3 })],
      }),
    ]);
  });

  it('keeps two waits of one n8n execution apart, and sends nothing once it has ended', async () => {
    const id = await run('two in a row', [verify('First', 'true'), task('Second', `${GATE}; true`), last]);
    const first = await nightshift.until('the second waits', async () => {
      const rows = await inlineOf(id);
      return rows.length === 2 && rows[1]?.isWaitOpen ? rows[0] : undefined;
    });
    // The first one's wake is closed by the second one's wait, so it cannot wake the second.
    expect(first.isWaitOpen).toBe(false);
    nightshift.openGate(await suspended(id), 'task-001');
    const execution = await ended(nightshift, id);
    expect(execution.items('First')).toEqual([expect.objectContaining({ executionId: first.id, isSuccess: true })]);
    const [second] = execution.items('Second');
    expect(second).toMatchObject({ isSuccess: true, evidence: [] });
    expect(second?.['executionId']).not.toBe(first.id);
    await nightshift.until('no wait is open', async () => (await inlineOf(id)).every(({ isWaitOpen }) => !isWaitOpen));
  });

  it('proves one item after the other in a loop over items, each by its own result', async () => {
    const codes = [0, 4, 0];
    const id = await run(
      'a loop',
      [
        {
          name: 'Codes',
          type: 'base.set',
          typeVersion: 3.4,
          parameters: {
            assignments: { assignments: [{ id: '1', name: 'codes', type: 'array', value: `=[${codes.join(',')}]` }] },
          },
        },
        { name: 'Split', type: 'base.splitOut', parameters: { fieldToSplitOut: 'codes' } },
        { name: 'Each', type: 'base.splitInBatches', typeVersion: 3, parameters: {} },
        verify('Prove', '=exit {{ $json.codes }}'),
        last,
      ],
      {
        connections: {
          'By Hand': [['Codes']],
          Codes: [['Split']],
          Split: [['Each']],
          Each: [['What Follows'], ['Prove']],
          Prove: [['Each']],
        },
      },
    );
    const execution = await ended(nightshift, id, 2 * MINUTE);
    expect(execution.items('What Follows').map(({ isSuccess }) => isSuccess)).toEqual([true, false, true]);
    expect(new Set(execution.items('Prove').map(({ executionId }) => executionId)).size).toBe(3);
  });

  it('refuses two items at once and says what to do', async () => {
    const split: NodeSketch = { name: 'Split', type: 'base.splitOut', parameters: { fieldToSplitOut: 'list' } };
    const two: NodeSketch = {
      name: 'Two',
      type: 'base.set',
      typeVersion: 3.4,
      parameters: { assignments: { assignments: [{ id: '1', name: 'list', type: 'array', value: '=[1,2]' }] } },
    };
    const execution = await ended(nightshift, await run('two items', [two, split, verify('Prove', 'true')]));
    expect(execution.status).toBe('error');
    expect(execution.error('Prove')).toMatchObject({ description: expect.stringContaining('NODE_ONE_ITEM') });
  });

  it(
    'wakes what was suspended when n8n was killed meanwhile',
    async () => {
      const id = await run('survivor', [task('Long', `${GATE}; true`), last]);
      const executionId = await suspended(id);
      const former = nightshift.pid('n8n');
      await nightshift.kill9('n8n');
      nightshift.openGate(executionId, 'task-001');
      await nightshift.isBack('n8n', former);
      n8n = await nightshift.n8n();
      const execution = await ended(nightshift, id);
      expect(execution.items('What Follows')).toEqual([expect.objectContaining({ executionId, isSuccess: true })]);
    },
    3 * MINUTE,
  );

  it(`remembers what was done, and recommends it${verifies('R-63')}`, async () => {
    const [recommended] = await nightshift.until('something is recommended', async () => {
      const look: NodeSketch = {
        name: 'Look Back',
        type: 'learn',
        parameters: { operation: 'recommend', text: 'Write', limit: 3 },
      };
      const execution = await ended(nightshift, await run('look back', [look]));
      const similar = execution.items('Look Back')[0]?.['similar'] as readonly Record<string, unknown>[];
      return similar.some(({ taskTitle }) => taskTitle === 'Write') ? similar : undefined;
    });
    expect(recommended).toMatchObject({ taskTitle: 'Write', isSuccess: true });
  });
});

describe('a message and a question in a workflow of its own', () => {
  it(`tells everybody who is configured, once for each key${verifies('R-50')}`, async () => {
    const key = `once-${Date.now()}`;
    const tell: NodeSketch = {
      name: 'Tell',
      type: 'notify',
      parameters: { operation: 'send', title: 'Backup', message: 'The backup is done', key },
    };
    const answers: unknown[] = [];
    for (const _ of [1, 2]) answers.push((await ended(nightshift, await run('tell', [tell]))).items('Tell')[0]);
    expect(answers).toEqual([
      { queued: ['push'], sentBefore: [], leftOut: [] },
      { queued: [], sentBefore: ['push'], leftOut: [] },
    ]);
    await nightshift.until('it was pushed', async () => pushed('The backup is done').length > 0);
    expect(pushed('The backup is done')).toHaveLength(1);
  });

  it('answers a question with its sources, and the same one again from memory', async () => {
    const ask: NodeSketch = { name: 'Ask', type: 'research', parameters: { question: `Until when? ${Date.now()}` } };
    const answers: (Record<string, unknown> | undefined)[] = [];
    for (const _ of [1, 2]) answers.push((await ended(nightshift, await run('ask', [ask]))).items('Ask')[0]);
    const found = {
      answer: 'Until April 2028 [1].',
      sources: [{ title: 'Releases', url: 'https://nodejs.org/en/about/previous-releases' }],
    };
    expect(answers).toEqual([
      expect.objectContaining({ ...found, isCached: false }),
      expect.objectContaining({ ...found, isCached: true }),
    ]);
  });

  it.each([
    ['nightNotifyTs0v1', 'Tell Everywhere', { queued: ['push'] }],
    ['nightResQuest0v1', 'Research', { answer: 'Until April 2028 [1].' }],
  ])(`the template %s runs by hand${verifies('R-84')}`, async (workflow, node, item) => {
    const execution = await ended(nightshift, await runByHand(n8n, workflow));
    expect(execution.status).toBe('success');
    expect(execution.items(node)).toEqual([expect.objectContaining(item)]);
  });
});

const pushed = (message: string) => push.requests.filter(({ body }) => body.includes(message));
