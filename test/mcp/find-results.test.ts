import { RequestError } from '../../runtime/core/errors';
import { findResults } from '../../runtime/mcp/find-results';
import type { McpBackend } from '../../runtime/mcp/mcp-backend';
import { TOOLS } from '../../runtime/mcp/tools/tools';
import { LISTING, REPORT } from './scripted-views';

type Row = readonly [id: string, state: string, project: string];

/** A gateway with these executions, newest first, that knows the projects `/site` and `/api`. */
const backend = (rows: readonly Row[], dir?: string): McpBackend =>
  ({
    list: async ({ limit, project, status }: Parameters<McpBackend['list']>[0]) => {
      if (project !== undefined && !['/site', '/api'].includes(project))
        throw new RequestError('PROJECT_UNKNOWN', 'It is not registered');
      return rows
        .filter(([, state, of]) => (status ?? [state]).includes(state as never) && (project ?? of) === of)
        .slice(0, limit)
        .map(([executionId]) => ({ ...LISTING, executionId }));
    },
    report: async (executionId: string) => ({ ...REPORT, executionId }),
    ...(dir === undefined ? {} : { folder: { projectAt: async () => ({ dir, dirty: [] }) } }),
  }) as never;

const HERE = "the newest of this folder's project that is over";
const ANYWHERE = 'the newest of all projects that is over';
const ROWS: readonly Row[] = [
  ['runs', 'running', '/site'],
  ['other', 'failed', '/api'],
  ['mine', 'succeeded', '/site'],
];

describe('results of which no execution was named', () => {
  it.each([
    ["the newest that is over of this folder's project", ROWS, '/site', 'mine', HERE],
    [
      'else the newest that is over',
      ROWS.slice(0, 2),
      '/site',
      'other',
      `${ANYWHERE}: nothing of this folder's project is`,
    ],
    [
      'also in a folder that is no project',
      ROWS,
      '/elsewhere',
      'other',
      `${ANYWHERE}: nothing of this folder's project is`,
    ],
    ['also where the folder is not seen', ROWS, undefined, 'other', ANYWHERE],
    ['else the newest', ROWS.slice(0, 1), '/site', 'runs', 'the newest: nothing is over yet'],
  ])('are those of %s', async (_, rows, dir, id, which) =>
    expect(await findResults(backend(rows, dir), {})).toEqual({ id, which }),
  );

  it('say which it is', async () => {
    const results = TOOLS.find(({ name }) => name === 'results')!;
    const answer = await results.answer({}, { backend: backend(ROWS, '/site') } as never);
    expect(answer).toContain(`\nNo execution was named, so this is ${HERE}.`);
    const named = await results.answer({ execution: 'other' }, { backend: backend(ROWS, '/site') } as never);
    expect(named).not.toContain('No execution was named');
  });

  it('are refused when there is none, or when the gateway does not answer', async () => {
    await expect(findResults(backend([], '/site'), {})).rejects.toMatchObject({ code: 'EXECUTION_UNKNOWN' });
    const down = { list: async () => Promise.reject(new RequestError('SCOPE_MISSING', 'It may not')) };
    await expect(findResults(down as never, {})).rejects.toMatchObject({ code: 'SCOPE_MISSING' });
  });
});
