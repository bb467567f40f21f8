import { detects, formatTable } from './format-table';

type Link = readonly [on: string, type?: string];
const issue = (id: string, more: object = {}, ...links: readonly Link[]): string =>
  JSON.stringify({
    id,
    title: `T ${id}`,
    status: 'open',
    priority: 2,
    issue_type: 'task',
    ...(links.length === 0
      ? {}
      : { dependencies: links.map(([depends_on_id, type = 'blocks']) => ({ issue_id: id, depends_on_id, type })) }),
    ...more,
  });
const lines = (...issues: readonly string[]): string => `${issues.join('\n')}\n`;

detects('beads', [
  ['by its path', { text: issue('a-1'), fileName: '.beads/issues.jsonl' }, true],
  ['by what it holds', lines(issue('a-1'), issue('a-2')), true],
  ['a single issue', issue('a-1'), true],
  ['by links alone', lines('{"id":"a","title":"x","dependencies":[{"depends_on_id":"b"}]}', issue('b')), true],
  ['not other lines of JSON', '{"id":"a","title":"x"}\n{"id":"b","title":"y"}\n', false],
  [
    'not its events',
    { text: '{"id":"e","kind":"created","issue_id":"a"}\n', fileName: '.beads/interactions.jsonl' },
    false,
  ],
]);

formatTable('beads', [
  [
    'waits on what blocks, in that direction (T32)',
    lines(issue('a', {}, ['b']), issue('b')),
    { edges: [['b', 'a']], shape: ['a<b', 'b'], n_subtasks: 0 },
  ],
  [
    'reads parent-child as a part, an epic behind its parts (T32)',
    lines(
      issue('e', { issue_type: 'epic' }),
      issue('e.1', {}, ['e', 'parent-child']),
      issue('e.2', {}, ['e', 'parent-child'], ['e.1']),
    ),
    { n_tasks: 3, n_subtasks: 2, edges: [['e.1', 'e.2']], shape: ['e<~e.2', 'e.1', 'e.2<e.1'] },
  ],
  [
    'lets parts wait on what their epic waits on',
    lines(issue('x'), issue('e', { issue_type: 'epic' }, ['x']), issue('p', {}, ['e', 'parent-child'])),
    { edges: [['x', 'e']], shape: ['x', 'e<x,~p', 'p<~x'] },
  ],
  [
    'notes links that order nothing',
    lines(issue('a', {}, ['b', 'related'], ['b', 'discovered-from']), issue('b')),
    { edges: [], notes: ['1 NOTE_DOCUMENT_ORDER', '1 NOTE_RELATED', '1 NOTE_RELATED'] },
  ],
  [
    'drops what is deleted, and says so (T41)',
    lines(issue('a', { status: 'tombstone' }), issue('b', {}, ['a'])),
    { ids: ['b'], missing_dep_ids: ['a'], notes: ['1 NOTE_DELETED', '2 NOTE_MISSING_DEPENDENCY'] },
  ],
  [
    'reads statuses',
    lines(issue('a', { status: 'closed' }), issue('b', { status: 'in_progress' }), issue('c', { status: 'blocked' })),
    { done_ids: ['a'], gates: ['c status: blocked'] },
  ],
  [
    'T51: labels ask a person',
    lines(issue('a', { labels: ['ui', 'gate:human'] }), issue('b', { labels: ['gateway'] })),
    { gates: ['a labels: gate:human'] },
  ],
  [
    'keeps an external target as missing',
    lines(issue('a', {}, ['external:other:cap'], ['b']), issue('b')),
    { missing_dep_ids: ['external:other:cap'], shape: ['a<b', 'b'], notes: ['1 NOTE_EXTERNAL_DEPENDENCY'] },
  ],
  [
    'refuses a cycle (T35)',
    lines(issue('a', {}, ['b']), issue('b', {}, ['a'])),
    { has_cycle: true, problems: ['1 PLAN_CYCLE'] },
  ],
  [
    'runs by priority when nothing is written, 0 first',
    lines(issue('a', { priority: 3 }), issue('b', { priority: 0 }), issue('c', { priority: 3 })),
    { shape: ['a<~b', 'b', 'c<~a'] },
  ],
  [
    'keeps an epic behind its parts when all go by priority',
    lines(issue('e', { priority: 0, issue_type: 'epic' }), issue('p', { priority: 2 }, ['e', 'parent-child'])),
    { shape: ['e<~p', 'p'] },
  ],
  [
    'asks a person about kinds that are no work (T51)',
    lines(
      issue('g', { issue_type: 'gate' }),
      issue('m', { issue_type: 'message' }),
      issue('c', { issue_type: 'chore' }),
    ),
    { gates: ['g issue_type: gate', 'm issue_type: message'] },
  ],
  [
    'reads criteria and estimates, and passes blank lines',
    `${issue('a', { acceptance_criteria: 'It boils', estimated_minutes: 30 })}\n\n${issue('b')}`,
    { verification_count: 1, n_tasks: 2 },
  ],
  [
    'refuses a broken line, and reads the others',
    lines(issue('a'), '{"id":"b",', issue('c')),
    { problems: ['2 PLAN_SYNTAX'], ids: ['a', 'c'] },
  ],
  [
    'joins links that stand in a file of their own',
    {
      documents: [
        {
          path: '.beads/backup/dependencies.jsonl',
          text: '{"issue_id":"b","depends_on_id":"a","type":"blocks"}\n{"issue_id":"z","depends_on_id":"a"}\n',
        },
        { path: '.beads/backup/events.jsonl', text: '{"id":1}\n' },
        { path: '.beads/backup/issues.jsonl', text: lines(issue('a'), issue('b')) },
      ],
    },
    {
      edges: [['a', 'b']],
      shape: ['a', 'b<a'],
      notes: ['2 NOTE_LEFT_OUT', '1 NOTE_FILE_LEFT_OUT'],
    },
  ],
]);
