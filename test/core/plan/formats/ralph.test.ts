import { detects, formatTable } from './format-table';

const story = (id: string, more: object = {}) => ({
  id,
  title: `S ${id}`,
  acceptanceCriteria: ['a', 'b'],
  passes: false,
  ...more,
});
const prd = (...userStories: unknown[]) => JSON.stringify({ project: 'P', branchName: 'b', userStories });

detects('ralph', [
  ['by its stories', prd(story('US-001')), true],
  ['by other names', JSON.stringify({ user_stories: [story('1')] }), true],
  ['by its name', { text: JSON.stringify({ stories: [story('1')] }), fileName: 'scripts/ralph/prd.json' }, true],
  ['behind a byte order mark (T1)', `\ufeff${prd(story('1'))}`, true],
  ['not features', JSON.stringify({ features: [{ name: 'a', passes: true }] }), false],
]);

formatTable('ralph', [
  [
    'runs stories by priority, ties as they stand',
    prd(story('c', { priority: 2 }), story('a', { priority: 1, passes: true }), story('b', { priority: 2 })),
    { ids: ['c', 'a', 'b'], shape: ['c<~a', 'a', 'b<~c'], done_ids: ['a'], edges: [], verification_count: 6 },
  ],
  [
    'reads other spellings of its keys',
    JSON.stringify({
      stories: [
        { id: 'x', title: 't', acceptance_criteria: ['a'], inProgress: true },
        { id: 'y', title: 'u', depends_on: ['x'] },
      ],
    }),
    { edges: [['x', 'y']], verification_count: 1, done_ids: [] },
  ],
  [
    'keeps the order of priorities where one story says what it waits on',
    prd(
      story('a', { priority: 1 }),
      story('b', { priority: 2 }),
      story('c', { priority: 3, dependsOn: ['a'] }),
      story('d', { priority: 4 }),
    ),
    { shape: ['a', 'b<~a', 'c<a,~b', 'd<~c'] },
  ],
  [
    'runs stories as they say where each says what it waits on',
    prd(
      story('a', { priority: 1, dependsOn: [] }),
      story('b', { priority: 2, dependsOn: ['a'] }),
      story('c', { priority: 3, dependsOn: ['a'] }),
    ),
    { shape: ['a', 'b<a', 'c<a'] },
  ],
  [
    'waits on what dependsOn names',
    prd(story('a'), story('b', { dependsOn: ['a', 'z'] })),
    {
      edges: [
        ['a', 'b'],
        ['z', 'b'],
      ],
      missing_dep_ids: ['z'],
    },
  ],
  [
    'asks a person at a checkpoint (T51)',
    prd(
      story('a', { checkpoint: true }),
      story('b', { checkpoint: 'Look at it' }),
      story('c', { checkpoint: false }),
      story('d', { checkpoint: null }),
    ),
    { gates: ['a checkpoint: true', 'b checkpoint: Look at it'] },
  ],
  [
    'reads phases that hold tasks one level deeper',
    JSON.stringify({
      userStories: [
        {
          id: 'P1',
          title: 'One',
          acceptanceCriteria: ['works'],
          tasks: [
            { id: 'T001', title: 'a', passes: true },
            { id: 'T002', title: 'b' },
          ],
        },
        { id: 'P2', title: 'Two', tasks: [{ id: 'T003', title: 'c' }] },
      ],
    }),
    {
      ids: ['T001', 'T002', 'T003'],
      waves_or_phases: 2,
      done_ids: ['T001'],
      verification_count: 1,
      shape: ['T001', 'T002<~T001', 'T003<~T002'],
    },
  ],
  ['has no stories', prd(), { n_tasks: 0, problems: ['1 PLAN_NO_TASKS'] }],
  [
    'shows a damaged file, and refuses it',
    '{"userStories":[{"id":"a","title":"x,\n"passes":true}]}',
    { ids: ['a'], done_ids: ['a'], problems: ['1 PLAN_SYNTAX'] },
  ],
]);
