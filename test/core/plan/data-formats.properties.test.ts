import fc from 'fast-check';
import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import { cpuMs } from '../../support/cpu-ms';
import { verifies } from '../../support/verifies';
import { context } from './plans';

const FILES: readonly (readonly [string, string])[] = [
  [
    'Task Master',
    '{"master":{"tasks":[{"id":1,"title":"a","testStrategy":"t","dependencies":[],"status":"done","subtasks":[{"id":1,"title":"s","dependencies":[2]},{"id":2,"title":"u","dependencies":["1.1"]}]},\n{"id":"2","title":"b","dependencies":[1,"1.2",9],"autonomous":false}],"metadata":{}},"other":{"tasks":[{"id":1,"title":"c"}]}}',
  ],
  [
    'beads',
    '{"id":"a","title":"x","issue_type":"epic","status":"open","priority":1}\n{"id":"a.1","title":"y","issue_type":"task","status":"closed","dependencies":[{"issue_id":"a.1","depends_on_id":"a","type":"parent-child"},{"depends_on_id":"b","type":"blocks"}]}\n{"id":"b","title":"z","issue_type":"gate","status":"tombstone"}\n',
  ],
  [
    'ralph',
    '{"userStories":[{"id":"US-1","title":"a","acceptanceCriteria":["x","`make test`"],"priority":2,"passes":false,"checkpoint":"look"},\n{"id":"US-2","title":"b","priority":1,"passes":true,"dependsOn":["US-1"]}]}',
  ],
  [
    'Auto-Claude',
    '{"phases":[{"id":"p1","name":"n","subtasks":[{"id":"a","description":"d","verification":{"type":"command","command":"make"},"files_to_modify":["a.ts","../b"]}]},\n{"id":"p2","depends_on":["p1","p2"],"subtasks":[{"id":"b","description":"e"}]}],"final_acceptance":["ok"]}',
  ],
  [
    'YAML',
    'project: p\ntasks:\n- id: 0\n  name: a\n  status: finished\n  phase: P0\n- id: 1\n  description: >\n    b c\n  dependencies: [0, 7]\n  human: yes\n',
  ],
];
const PIECES = [
  '"',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '\n',
  '\\',
  'null',
  '{}',
  '[1]',
  '"id":',
  '"tasks":',
  '0',
  '-',
  ' ',
  '\u202e',
  '\u0000',
  'true',
  '<<<<<<< HEAD\n',
  '=======\n',
  '- ',
  '  ',
  '#',
  '&a ',
  '*a',
  '"status":"done",',
  '"dependencies":["1"],',
];

/** A plan, or a reason with a place; notes and facts always. */
function expectAnswer(text: string): void {
  const { reading, notes, facts } = examinePlan({ text }, context());
  if (reading.type === 'problems') expect(reading.total).toBeGreaterThan(0);
  else expect(reading.plan.tasks.length).toBeGreaterThan(0);
  for (const { line, column } of notes) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
  expect(facts().n_tasks).toBe(facts().ids.length);
}

describe.each(FILES)('%s', (_, file) => {
  it(`answers wherever the file is cut${verifies('R-4')}`, () => {
    for (let length = 0; length <= file.length; length++) expectAnswer(file.slice(0, length));
  });

  it(`answers whatever is put in or taken out${verifies('R-4')}`, () => {
    const mutation = fc.record({ at: fc.nat(file.length), piece: fc.constantFrom('', ...PIECES), removed: fc.nat(12) });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        let text = file;
        for (const { at, piece, removed } of mutations) text = text.slice(0, at) + piece + text.slice(at + removed);
        expectAnswer(text);
      }),
      { numRuns: Number(process.env['PLAN_PROPERTY_RUNS'] ?? 300) },
    );
  });
});

it('is linear in the size of every list', () => {
  const many = (make: (no: number) => unknown): unknown[] => Array.from({ length: 1_900 }, (_, no) => make(no));
  const texts = [
    JSON.stringify({
      tasks: many((id) => ({
        id,
        title: 't',
        dependencies: id === 0 ? [] : [id - (id % 400 === 0 ? 0 : 1)],
        details: 'd',
        subtasks: [{ id: 1, title: 's' }],
      })),
    }),
    many((no) =>
      JSON.stringify({
        id: `a${no}`,
        title: 't',
        issue_type: 'task',
        dependencies: [{ depends_on_id: 'a0', type: 'parent-child' }],
      }),
    ).join('\n'),
    JSON.stringify({
      phases: many((no) => ({
        id: no,
        depends_on: no === 0 ? [] : [0],
        subtasks: [{ id: `s${no}`, description: 'd' }],
      })),
    }),
    `tasks:\n${many((no) => `- id: ${no}\n  name: n\n  status: todo\n`).join('')}`,
  ];
  for (const text of texts) {
    expect(cpuMs(() => examinePlan({ text }, context()))).toBeLessThan(1_500);
  }
});
