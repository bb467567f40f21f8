import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Workflow } from '../../runtime/main/n8n-workflow';
import { publishWorkflow } from '../../runtime/main/publish-workflow';
import { Nightshift, STARTS } from '../support/nightshift';
import { openSearchModelDouble, type SearchModelDouble } from '../support/search-model-double';
import { openSinkServer, type SinkServer } from '../support/sink-server';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const TEMPLATE = resolve(__dirname, '../../workflows/scheduled-research.v1.json');
const ID = 'nightTestSched01';
let nightshift: Nightshift;
let model: SearchModelDouble;
let push: SinkServer;

beforeAll(async () => {
  nightshift = await Nightshift.shared('steady');
  model = await openSearchModelDouble(nightshift.doubles.research, (question) => `What is known of: ${question}`);
  push = await openSinkServer(nightshift.doubles.push);
}, STARTS);
afterAll(async () => {
  await model.close();
  await push.close();
  await nightshift.close();
}, MINUTE);

it(
  `asks every question when its time comes, by itself, and tells the answers; what was answered is not asked again${verifies('R-50', 'R-70', 'R-72', 'R-88')}`,
  async () => {
    const template = JSON.parse(readFileSync(TEMPLATE, 'utf8')) as Workflow;
    const n8n = await nightshift.n8n();
    await n8n.call('POST', '/rest/workflows', {
      ...template,
      id: ID,
      name: 'Research every two seconds',
      // The template as it is shipped, with a time that comes soon.
      nodes: template.nodes.map((node) =>
        node['type'] === 'n8n-nodes-base.scheduleTrigger'
          ? { ...node, parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } } }
          : node,
      ),
    });
    try {
      await publishWorkflow(n8n, ID);
      await nightshift.until('it fired three times', async () => {
        const fired = await runs();
        return fired.length >= 3 && fired.slice(0, 3).every(({ status }) => status === 'success');
      });
    } finally {
      await n8n.call('POST', `/rest/workflows/${ID}/deactivate`, {});
    }
    expect((await runs()).map(({ mode }) => mode)).toEqual((await runs()).map(() => 'trigger'));

    const questions = questionsOf(template);
    expect(questions).toHaveLength(2);
    expect([...model.questions].sort()).toEqual([...questions].sort());
    const told = await nightshift.until('all answers were told', async () => {
      const messages = push.requests.map(
        ({ body }) => JSON.parse(body) as { topic: string; title: string; message: string },
      );
      return messages.length >= 6 && messages;
    });
    for (const question of questions) {
      expect(told).toContainEqual(
        expect.objectContaining({
          topic: 'nightshift-test',
          title: question,
          message: expect.stringContaining(`What is known of: ${question}`),
        }),
      );
    }
    const [cached] = await nightshift.rows<{ answer: string }>(
      'select answer from nightshift.research_cache where question = $1',
      [questions[0]],
    );
    expect(cached?.answer).toContain('https://example.org/source');
  },
  2 * MINUTE,
);

function runs(): Promise<readonly { readonly mode: string; readonly status: string }[]> {
  return nightshift.n8nRows(`select mode, status from execution_entity where "workflowId" = $1 order by id`, [ID]);
}

/** As they stand in the node that a person edits. */
function questionsOf(template: Workflow): readonly string[] {
  return [...JSON.stringify(template.nodes).matchAll(/question\\+":\\+"(.+?)\\+"/g)].map(([, question]) => question!);
}
