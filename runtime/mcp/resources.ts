import { type McpServer, ProtocolError, ProtocolErrorCode, ResourceTemplate } from '@modelcontextprotocol/server';
import { isNightshiftError, RequestError } from '../core/errors';
import { errorData, errorText } from './answers/error-answer';
import { oneLine } from './answers/one-line';
import { resultsAnswer } from './answers/results-answer';
import { PLAN_GUIDE } from './instructions';
import type { McpBackend } from './mcp-backend';

const LISTED = 20;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const JSON_TYPE = 'application/json';
const GUIDE = 'nightshift://guide/plan';
/** Of what came in, as much as an error says again. */
const ECHO = 120;

/** Where what went wrong in a part of this server is noted, if it is a mistake of ours. */
export type NoteError = (part: string, error: unknown) => void;

type Contents = { readonly contents: { uri: string; mimeType: string; text: string }[] };

/** The parts of an address that a template names. */
type Parts = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Everything that tools say in short: executions, their reports and logs, and how plans are written. */
export function addResources(server: McpServer, backend: McpBackend, note: NoteError): void {
  const told = <Answer>(read: () => Promise<Answer>) => answered(note, read);
  const readers: {
    readonly template: ResourceTemplate;
    readonly read: (uri: URL, parts: Parts) => Promise<Contents>;
  }[] = [];
  const listed = (ending: string, what: string) => ({ list: () => told(() => recent(backend, ending, what)) });
  const add = (
    name: string,
    template: ResourceTemplate,
    about: { readonly title: string; readonly description: string; readonly mimeType: string },
    read: (uri: URL, parts: Parts) => Promise<Contents>,
  ): void => {
    server.registerResource(name, template, about, read);
    readers.push({ template, read });
  };
  server.registerResource(
    'plan-guide',
    GUIDE,
    { title: 'How to write a plan that runs unattended', mimeType: 'text/markdown' },
    async () => guide(),
  );
  add(
    'execution',
    new ResourceTemplate('nightshift://execution/{id}', listed('', 'how it stands')),
    { title: 'An execution', description: 'How it stands, with every task and its evidence', mimeType: JSON_TYPE },
    async (uri, { id }) => {
      await backend.demand('plan:read');
      const execution = idOf(id);
      const [status, tasks] = await Promise.all([backend.status(execution), backend.tasks(execution)]);
      return json(uri, { ...status, tasks });
    },
  );
  add(
    'report',
    new ResourceTemplate('nightshift://execution/{id}/report', listed('/report', 'report')),
    { title: 'A report', description: 'What was done, with evidence, cost, time and result', mimeType: JSON_TYPE },
    async (uri, { id }) => {
      await backend.demand('plan:read');
      const report = await backend.report(idOf(id));
      const { contents } = json(uri, report);
      return { contents: [...contents, { uri: uri.href, mimeType: 'text/plain', text: resultsAnswer(report) }] };
    },
  );
  add(
    'log',
    new ResourceTemplate('nightshift://execution/{id}/log/{taskId}', { list: undefined }),
    { title: 'A log', description: 'What the newest attempt of a task printed', mimeType: 'text/plain' },
    async (uri, { id, taskId }) => {
      await backend.demand('plan:read');
      const { text, offset } = await backend.log(idOf(id), taskIdOf(taskId));
      const before = offset === 0 ? '' : `[${offset} bytes are left out here]\n`;
      return { contents: [{ uri: uri.href, mimeType: 'text/plain', text: `${before}${text}` }] };
    },
  );
  // By hand: the SDK's own handler says of an address that it does not know nothing but that address, however long it is.
  server.server.setRequestHandler('resources/read', ({ params }) =>
    told(async () => {
      const uri = URL.parse(params.uri);
      if (uri === null) throw unknownResource(params.uri);
      if (uri.href === GUIDE) return guide();
      for (const { template, read } of readers) {
        const parts = template.uriTemplate.match(uri.href);
        if (parts) return read(uri, parts);
      }
      throw unknownResource(params.uri);
    }),
  );
}

const guide = (): Contents => ({ contents: [{ uri: GUIDE, mimeType: 'text/markdown', text: PLAN_GUIDE }] });

function unknownResource(uri: string): RequestError {
  return new RequestError('RESOURCE_UNKNOWN', `There is no resource ${oneLine(uri, ECHO)}`, {
    hint: `Resources are nightshift://execution/ID, nightshift://execution/ID/report, nightshift://execution/ID/log/TASK and ${GUIDE}. Call \`list\` to see the ids`,
    details: { where: { path: oneLine(uri, ECHO) } },
  });
}

/** As tools say it: code, message, next step; of mistakes of ours nothing but that there was one. */
async function answered<Answer>(note: NoteError, read: () => Promise<Answer>): Promise<Answer> {
  try {
    return await read();
  } catch (error) {
    note('resource', error);
    const isTheirs = isNightshiftError(error) && error.kind === 'user';
    throw new ProtocolError(
      isTheirs ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError,
      errorText(error),
      errorData(error),
    );
  }
}

async function recent(backend: McpBackend, ending: string, what: string) {
  await backend.demand('plan:read');
  const executions = await backend.list({ limit: LISTED });
  return {
    resources: executions.map(({ executionId, title, state }) => ({
      uri: `nightshift://execution/${executionId}${ending}`,
      name: `${oneLine(title, 80)} (${state}): ${what}`,
      mimeType: JSON_TYPE,
    })),
  };
}

function json(uri: URL, value: unknown): Contents {
  return { contents: [{ uri: uri.href, mimeType: JSON_TYPE, text: JSON.stringify(value) }] };
}

function idOf(id: string | readonly string[] | undefined): string {
  if (typeof id === 'string' && ID.test(id)) return id;
  throw new RequestError('EXECUTION_UNKNOWN', 'There is no such execution', {
    hint: 'Call `list` to see what there is',
  });
}

function taskIdOf(id: string | readonly string[] | undefined): string {
  if (typeof id === 'string' && /^[A-Za-z0-9._-]{1,100}$/.test(id) && !/^\.+$/.test(id)) return id;
  throw new RequestError('TASK_UNKNOWN', 'There is no such task in this execution', {
    hint: 'Read the execution’s resource to see its tasks',
  });
}
