import { Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { openSinkServer, type SinkServer } from '../support/sink-server';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
/** What the night was called by whoever handed it over. */
const CONVERSATION = `the night of 日本, ${process.pid}`;

let nightshift: Nightshift;
let push: SinkServer;
let executionId: string;

beforeAll(async () => {
  nightshift = await Nightshift.shared('steady');
  push = await openSinkServer(nightshift.doubles.push);
  const reply = await nightshift.handOff(planText(['a', 'b<a']), {
    conversationId: CONVERSATION,
    notifications: { push: true },
  });
  executionId = reply.executionId;
  expect(await nightshift.over(executionId)).toBe('succeeded');
}, STARTS + MINUTE);
afterAll(async () => {
  await push?.close();
  await nightshift?.close();
}, MINUTE);

describe(`the conversation of a hand-off through n8n${verifies('R-85')}`, () => {
  it('finds its executions in one call', async () => {
    const found = await nightshift.gateway.list({ limit: 10, conversationId: CONVERSATION });
    expect(found.map((one) => [one.executionId, one.conversationId])).toEqual([[executionId, CONVERSATION]]);
  });

  it('stands on every row of every table that speaks of an execution', async () => {
    const tables = await nightshift.rows<{ name: string; named: boolean }>(
      `select t.table_name as name, bool_or(c.column_name = 'conversation_id') as named
       from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
       where t.table_schema = 'nightshift' and t.table_type = 'BASE TABLE'
       group by 1 having bool_or(c.column_name = 'execution_id') order by 1`,
    );
    expect(tables.filter(({ named }) => !named).map(({ name }) => name)).toEqual([]);
    expect(tables.length).toBeGreaterThan(8);
    for (const { name } of tables) {
      const rows = await nightshift.rows<{ conversation: string | null }>(
        `select distinct conversation_id as conversation from nightshift.${name} where execution_id::text = $1`,
        [executionId],
      );
      expect([name, rows.filter(({ conversation }) => conversation !== CONVERSATION)]).toEqual([name, []]);
    }
  });

  it('is in the data of the n8n executions that drove it', async () => {
    const { n8nExecutionId } = await nightshift.loop(executionId);
    const [row] = await nightshift.n8nRows<{ data: string }>(
      'select data from execution_data where "executionId"::text = $1',
      [n8nExecutionId],
    );
    expect(row?.data).toContain(executionId);
    expect(row?.data).toContain(CONVERSATION);
  });

  it('is on every vector', async () => {
    const vectors = await nightshift.until('both tasks were learned from', async () => {
      const rows = await nightshift.rows<{ conversation: string }>(
        'select conversation_id as conversation from nightshift.patterns where conversation_id = $1',
        [CONVERSATION],
      );
      return rows.length === 2 ? rows : undefined;
    });
    expect(vectors.map(({ conversation }) => conversation)).toEqual([CONVERSATION, CONVERSATION]);
  });

  it('is the exemplar of its metrics', async () => {
    const { ports, secrets } = nightshift.settings;
    const reply = await fetch(`http://127.0.0.1:${ports.gateway}/metrics`, {
      headers: { authorization: `Bearer ${secrets.token}`, accept: 'application/openmetrics-text' },
    });
    const exemplars = (await reply.text()).split('\n').filter((line) => line.includes(' # {'));
    expect(exemplars.join('\n')).toContain(CONVERSATION);
  });

  it('goes with every message about it, for people and for programs', async () => {
    // The push service is shared: plans of other tests may still be told of, each with its own conversation.
    const conversationOf = (sent: { readonly headers: NodeJS.Dict<string | string[]> }) =>
      decodeURIComponent(String(sent.headers['x-conversation-id']));
    const mine = await nightshift.until('it was told', async () =>
      push.requests.find((sent) => conversationOf(sent) === CONVERSATION),
    );
    expect((JSON.parse(mine.body) as { readonly message: string }).message).toContain(`\nconversation ${CONVERSATION}`);
    for (const sent of push.requests.filter(({ headers }) => headers['x-conversation-id'] !== undefined)) {
      const { message } = JSON.parse(sent.body) as { readonly message: string };
      expect(message).toContain(`\nconversation ${conversationOf(sent)}`);
    }
  });
});
