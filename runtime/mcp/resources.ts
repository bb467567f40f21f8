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

/** Where what went wrong in a part of this server is noted, if it is a mistake of ours. */
export type NoteError = (part: string, error: unknown) => void;

/** Everything that tools say in short: executions, their reports and logs, and how plans are written. */
export function addResources(server: McpServer, backend: McpBackend, note: NoteError): void {
  const told = <Answer>(read: () => Promise<Answer>) => answered(note, read);
  server.registerResource(
    'plan-guide',
    'nightshift://guide/plan',
    { title: 'How to write a plan that runs unattended', mimeType: 'text/markdown' },
    async (uri) => ({ contents: [{ uri: uri.href, mimeType: 'text/markdown', text: PLAN_GUIDE }] }),
  );
  server.registerResource(
    'execution',
    new ResourceTemplate('nightshift://execution/{id}', {
      list: () => told(() => recent(backend, '', 'how it stands')),
    }),
    { title: 'An execution', description: 'How it stands, with every task and its evidence', mimeType: JSON_TYPE },
    (uri, { id }) =>
      told(async () => {
        await backend.demand('plan:read');
        const execution = idOf(id);
        const [status, tasks] = await Promise.all([backend.status(execution), backend.tasks(execution)]);
        return json(uri, { ...status, tasks });
      }),
  );
  server.registerResource(
    'report',
    new ResourceTemplate('nightshift://execution/{id}/report', {
      list: () => told(() => recent(backend, '/report', 'report')),
    }),
    { title: 'A report', description: 'What was done, with evidence, cost, time and result', mimeType: JSON_TYPE },
    (uri, { id }) =>
      told(async () => {
        await backend.demand('plan:read');
        const report = await backend.report(idOf(id));
        const { contents } = json(uri, report);
        return { contents: [...contents, { uri: uri.href, mimeType: 'text/plain', text: resultsAnswer(report) }] };
      }),
  );
  server.registerResource(
    'log',
    new ResourceTemplate('nightshift://execution/{id}/log/{taskId}', { list: undefined }),
    { title: 'A log', description: 'What the newest attempt of a task printed', mimeType: 'text/plain' },
    (uri, { id, taskId }) =>
      told(async () => {
        await backend.demand('plan:read');
        const { text, offset } = await backend.log(idOf(id), taskIdOf(taskId));
        const before = offset === 0 ? '' : `[${offset} bytes are left out here]\n`;
        return { contents: [{ uri: uri.href, mimeType: 'text/plain', text: `${before}${text}` }] };
      }),
  );
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

function json(uri: URL, value: unknown) {
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
