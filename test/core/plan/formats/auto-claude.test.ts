import { detects, formatTable } from './format-table';

const task = (id: string, more: object = {}) => ({ id, description: `Do ${id}`, status: 'pending', ...more });
const plan = (phases: unknown[], more: object = {}) =>
  JSON.stringify({ feature: 'F', workflow_type: 'feature', phases, ...more });

detects('auto-claude', [
  ['by its phases', plan([{ id: 'p', name: 'P', subtasks: [task('a')] }]), true],
  ['by chunks', plan([{ phase: 1, name: 'P', chunks: [task('a')] }]), true],
  [
    'by its name',
    { text: plan([{ phase: 1, chunks: [task('a')] }]), fileName: 'specs/1/implementation_plan.json' },
    true,
  ],
  ['not phases that hold tasks', plan([{ id: 'p', tasks: [task('a')] }]), false],
]);

formatTable('auto-claude', [
  [
    'what a person or a browser must check is a criterion, under whatever name it stands',
    plan([
      {
        id: 'p',
        subtasks: [
          task('a', { verification: { type: 'manual', instructions: 'look' } }),
          task('b', { verification: { type: 'manual', run: 'it compiles' } }),
          task('c', { verification: { type: 'browser', url: 'http://localhost:1', checks: ['open', 'press'] } }),
          task('d', { verification: { type: 'e2e', steps: ['fill', 'boil'] } }),
          task('e', { verification: { type: 'none' } }),
        ],
      },
    ]),
    { verification_count: 4 },
  ],
  [
    'lets phases wait on phases, by id',
    plan([
      { id: 'p1', name: 'One', subtasks: [task('a', { status: 'completed' }), task('b')] },
      { id: 'p2', name: 'Two', depends_on: ['p1'], subtasks: [task('c')] },
      { id: 'p3', name: 'Three', depends_on: ['p1'], subtasks: [task('d')] },
    ]),
    {
      ids: ['a', 'b', 'c', 'd'],
      edges: [
        ['a', 'c'],
        ['b', 'c'],
        ['a', 'd'],
        ['b', 'd'],
      ],
      done_ids: ['a'],
      waves_or_phases: 3,
      shape: ['a', 'b<~a', 'c<a,b', 'd<a,b'],
    },
  ],
  [
    'and by number, with chunks',
    plan([
      { phase: 1, name: 'One', chunks: [task('a')] },
      { phase: 2, name: 'Two', depends_on: [1], chunks: [task('b'), task('c')], parallel_safe: true },
    ]),
    { shape: ['a', 'b<a', 'c<a'] },
  ],
  [
    'goes by the order of phases that say nothing',
    plan([
      { phase: 1, subtasks: [task('a')] },
      { phase: 2, subtasks: [task('b')] },
    ]),
    { shape: ['a', 'b<~a'] },
  ],
  [
    'reads how each is verified, and the whole',
    plan(
      [
        {
          id: 'p',
          subtasks: [
            task('a', { verification: { type: 'command', command: 'make test', expected: 'passes' } }),
            task('b', { verification: { type: 'manual', run: 'look', instructions: 'Look at it' } }),
            task('c', { verification: { type: 'none' } }),
          ],
        },
      ],
      { final_acceptance: ['All pass', 'Docs are there'] },
    ),
    { verification_count: 4 },
  ],
  [
    'notes phases that are not there or wait on themselves',
    plan([{ id: 'p', depends_on: ['p', 'q'], subtasks: [task('a')] }]),
    { notes: ['1 NOTE_SELF_DEPENDENCY', '1 NOTE_MISSING_DEPENDENCY'] },
  ],
  [
    'asks a person where a phase says so (T51)',
    plan([{ id: 'p', requires_approval: true, subtasks: [task('a'), task('b')] }]),
    { gates: ['a requires_approval: true', 'b requires_approval: true'] },
  ],
]);
