import { cpuMs } from '../../../support/cpu-ms';
import { verifies } from '../../../support/verifies';
import { detects, formatTable, read } from './format-table';

/** A file of the folder, a plan with its frontmatter: one line each. */
const FOLDER = '.planning/phases/02-whistle';
const file = (name: string, text = '', folder = FOLDER) => ({ path: `${folder}/${name}`, text });
const plan = (name: string, more = '', body = TASK, folder = FOLDER) =>
  file(name, `---\nphase: 02-whistle\n${more}\n---\n${body}`, folder);
const TASK = '<task type="auto">\n<name>Task 1: A</name>\n<verify>look</verify>\n</task>\n';
const on = (...ids: string[]) => `depends_on: [${ids.join(', ')}]`;
const folder = (...documents: { path: string; text: string }[]) => ({ documents });
const two = (reference: string, first = '02-01-PLAN.md', more = 'plan: 01') =>
  folder(plan(first, `${more}\ndepends_on: []`), plan('02-02-PLAN.md', `plan: 02\n${on(reference)}`));

detects('gsd-phase', [
  ['by its path', folder(plan('02-01-PLAN.md')), true],
  ['elsewhere, by what its plans hold', folder({ path: 'x/02-01-PLAN.md', text: TASK }), true],
  ['not when no file is a plan of GSD', folder({ path: 'x/PLAN.md', text: '- [ ] a\n' }), false],
  ['T50: not by a domain document', folder(file('BUSINESS_PLAN.md', '# Money\n- [ ] a\n')), false],
]);

formatTable('gsd-phase', [
  [
    'plans are tasks, their tasks are subtasks',
    folder(plan('02-01-PLAN.md', 'wave: 1'), plan('02-02-PLAN.md', `wave: 2\n${on('02-01')}`)),
    {
      ids: ['02-01', '02-02'],
      shape: ['02-01', '02-02<02-01'],
      subtask_ids: ['02-01/1', '02-02/1'],
      waves_or_phases: 2,
      has_cycle: false,
    },
  ],
  [
    'a summary says that its plan is done',
    folder(
      plan('02-01-PLAN.md'),
      file('02-01-SUMMARY.md', '# Done\n- [ ] later\n'),
      plan('02-02-PLAN.md', 'depends_on: []'),
    ),
    { done_ids: ['02-01'] },
  ],
  [
    'a summary that says it failed does not',
    folder(plan('02-01-PLAN.md'), file('02-01-SUMMARY.md', '---\nstatus: blocked\n---\n# S\n')),
    { done_ids: [], notes: ['2 NOTE_STATUS_CONFLICT'] },
  ],
  [
    'T23: names as they are written',
    folder(
      plan('12-PLAN-03.md', 'depends_on: []'),
      plan('12-PLAN-04-doors.md', on('12-03')),
      plan('12-05-windows-PLAN.md', on('12-PLAN-04')),
      plan('26-P02-PLAN.md', 'depends_on: []'),
      file('12-PLAN-03-SUMMARY.md'),
    ),
    {
      ids: ['12-03', '12-04', '12-05-windows', '26-P02'],
      shape: ['12-03', '12-04<12-03', '12-05-windows<12-04', '26-P02'],
    },
  ],
  [
    '12-PLAN-03 is done by 12-03-SUMMARY',
    folder(plan('12-PLAN-03.md'), file('12-03-SUMMARY.md')),
    { done_ids: ['12-03'] },
  ],
  [
    'PLAN.md alone has the number of its folder',
    folder(plan('PLAN.md'), file('SUMMARY.md')),
    { ids: ['02'], done_ids: ['02'] },
  ],
  ['01-PLAN.md is 01', folder(plan('01-PLAN.md')), { ids: ['01'] }],
  ['numbers sort as numbers', folder(plan('02-10-PLAN.md'), plan('02-9-PLAN.md')), { ids: ['02-9', '02-10'] }],
  ...(
    [
      ['its id', '02-01'],
      ['its id in quotes', '"02-01"'],
      ['its id without zeros', '2-1'],
      ['its file', '02-01-PLAN.md'],
      ['its path', '.planning/phases/02-whistle/02-01-PLAN.md'],
      ['T7: a bare number', '01'],
      ['a number without zeros', '1'],
      ['the other spelling', '02-PLAN-01'],
      ['P and a number', '02-P01'],
      ['a word in front', '"Plan 02-01"'],
      ['a remark behind', '"02-01 (the valve)"'],
    ] as const
  ).map(
    ([what, reference]) =>
      [`finds a plan by ${what}`, two(reference), { edges: [['02-01', '02-02']], missing_dep_ids: [] }] as const,
  ),
  [
    'finds a plan by its plan: value',
    two('gap-fixes', '02-01-PLAN.md', 'plan: gap-fixes'),
    { edges: [['02-01', '02-02']] },
  ],
  [
    'finds a plan by the number of its name',
    two('02-01', '02-01-boiler-PLAN.md'),
    { edges: [['02-01-boiler', '02-02']] },
  ],
  [
    'a block list is read',
    folder(plan('02-01-PLAN.md'), plan('02-02-PLAN.md', 'depends_on:\n  - 02-01')),
    { edges: [['02-01', '02-02']] },
  ],
  [
    'null and none are nothing',
    folder(
      plan('02-01-PLAN.md', 'wave: 1'),
      plan('02-02-PLAN.md', 'wave: 1\ndepends_on: null'),
      plan('02-03-PLAN.md', 'wave: 1\ndepends_on: [none]'),
    ),
    { edges: [], shape: ['02-01', '02-02', '02-03'] },
  ],
  [
    'T30: a plan of another phase is kept as missing, not waited for',
    two('01-03'),
    { missing_dep_ids: ['01-03'], shape: ['02-01', '02-02'], notes: ['4 NOTE_EXTERNAL_DEPENDENCY'] },
  ],
  ['a whole other phase too', two('01-foundation'), { missing_dep_ids: ['01-foundation'] }],
  [
    'a plan that is not there is missing',
    two('02-07'),
    { missing_dep_ids: ['02-07'], notes: ['4 NOTE_MISSING_DEPENDENCY'] },
  ],
  [
    'T36: a plan that waits on itself does not',
    two('02-02'),
    { notes: ['4 NOTE_SELF_DEPENDENCY'], shape: ['02-01', '02-02'] },
  ],
  [
    'T35: a cycle is refused',
    folder(plan('02-01-PLAN.md', on('02-02')), plan('02-02-PLAN.md', on('02-01'))),
    { has_cycle: true, problems: ['1 PLAN_CYCLE'] },
  ],
  [
    'T33: an edge counts more than a wave',
    folder(plan('02-01-PLAN.md', 'wave: 3'), plan('02-02-PLAN.md', `wave: 3\n${on('02-01')}`)),
    { shape: ['02-01', '02-02<02-01'], notes: ['4 NOTE_WAVE_CONFLICT'] },
  ],
  [
    'T34: two plans of one wave with one file are noted',
    folder(
      plan('02-01-PLAN.md', 'wave: 1\nfiles_modified: [a.ts, b.ts]'),
      plan('02-02-PLAN.md', 'wave: 1\nfiles_modified:\n  - b.ts'),
    ),
    { shape: ['02-01', '02-02'], notes: ['4 NOTE_SHARED_FILES'] },
  ],
  [
    'a plan that waits on nothing follows the wave before its own; waves may begin at 0 and have gaps',
    folder(
      plan('02-01-PLAN.md', 'wave: 0'),
      plan('02-02-PLAN.md', 'wave: 0'),
      plan('02-03-PLAN.md', 'wave: 4\ndepends_on: []'),
    ),
    { shape: ['02-01', '02-02', '02-03<~02-01,~02-02'], waves_or_phases: 2 },
  ],
  [
    'plans of an older version, without wave and depends_on, run one after another',
    folder(plan('02-01-PLAN.md'), plan('02-02-PLAN.md'), plan('02-03-PLAN.md')),
    { shape: ['02-01', '02-02<~02-01', '02-03<~02-02'] },
  ],
  [
    'a missing wave is one after what the plan waits on',
    folder(
      plan('02-01-PLAN.md', 'depends_on: []'),
      plan('02-02-PLAN.md', on('02-01')),
      plan('02-03-PLAN.md', on('02-02')),
    ),
    { waves_or_phases: 3 },
  ],
  [
    'phases follow each other, and find each other',
    folder(
      plan('01-01-PLAN.md', 'wave: 1', TASK, '.planning/phases/01-boiler'),
      plan('01-02-PLAN.md', 'wave: 1', TASK, '.planning/phases/01-boiler'),
      plan('02-01-PLAN.md', 'wave: 1'),
      plan('02-02-PLAN.md', on('01-02')),
    ),
    { shape: ['01-01', '01-02', '02-01<~01-01,~01-02', '02-02<~01-01,01-02'] },
  ],
  [
    'the same id in two folders is two plans',
    folder(plan('01-PLAN.md', 'wave: 1', TASK, 'a/01-x'), plan('01-PLAN.md', 'wave: 1', TASK, 'a/02-y')),
    { ids: ['01', '02-y/01'], notes: ['1 NOTE_DUPLICATE_ID', '1 NOTE_DOCUMENT_ORDER'] },
  ],
  [
    'T51: whatever asks a person in a plan asks before it',
    folder(
      plan('02-01-PLAN.md', 'wave: 1\nautonomous: false'),
      plan(
        '02-02-PLAN.md',
        'wave: 1',
        `${TASK}<task type="checkpoint:decision" gate="blocking">\n<decision>Which?</decision>\n</task>\n`,
      ),
      plan('02-03-PLAN.md', 'wave: 1\nuser_setup:\n  - service: mail'),
      file('02-04-PLAN.md', `# Late\n\n---\nphase: 02\nplan: 04\nwave: 1\nautonomous: false\n---\n${TASK}`),
    ),
    {
      gates: [
        '02-01 autonomous: false',
        '02-02 checkpoint:decision, gate: blocking: Which?',
        '02-03 user_setup: mail',
        '02-04 autonomous: false',
      ],
    },
  ],
  [
    'T46: a plan without tasks stands for itself and asks',
    folder(plan('02-01-PLAN.md', 'wave: 1'), plan('02-02-PLAN.md', 'wave: 1', '# Findings\n')),
    { n_tasks: 2, gates: ['02-02 The plan has no task'], notes: ['1 NOTE_NO_TASKS'] },
  ],
  [
    'T50: other files of the folder are left out, and named',
    folder(plan('02-01-PLAN.md'), file('02-CONTEXT.md', '- [ ] a\n'), file('TRADING_PLAN.md', '- [ ] b\n')),
    { n_tasks: 1, notes: ['1 NOTE_FILE_LEFT_OUT', '1 NOTE_FILE_LEFT_OUT'] },
  ],
]);

describe('a GSD phase folder', () => {
  const { reading, notes } = read(
    folder(
      plan(
        '02-01-PLAN.md',
        'wave: 1\nfiles_modified: [a.ts]',
        `<objective>\nBuild the valve. Now.\n</objective>\n${TASK}`,
      ),
      plan('02-02-PLAN.md', `wave: 2\n${on('02-01', '02-09')}`),
    ),
  );

  it(`gives each plan its purpose, parts, files and wave, with the file that it stands in${verifies('R-2', 'R-3')}`, () => {
    expect(reading).toMatchObject({
      type: 'plan',
      plan: {
        title: '02-whistle',
        source: 'ROADMAP',
        tasks: [
          {
            title: 'Build the valve',
            phase: 'Wave 1',
            files: ['a.ts'],
            where: { line: 1, file: `${FOLDER}/02-01-PLAN.md` },
            subtasks: [{ originalId: '02-01/1', title: 'A', isDone: false, where: { line: 9 } }],
            verification: [{ criterion: 'look', test: 'manual' }],
          },
          { phase: 'Wave 2' },
        ],
        missingDependencies: [{ target: '02-09', where: { line: 4, column: 1, file: `${FOLDER}/02-02-PLAN.md` } }],
      },
    });
    expect(notes.map(({ file: at }) => at)).toContain(`${FOLDER}/02-02-PLAN.md`);
  });

  it('reads many plans in time that grows with them', () => {
    const many = Array.from({ length: 1_500 }, (_, no) =>
      plan(`02-${no + 1}-PLAN.md`, `wave: ${no % 3}\nfiles_modified: [a.ts]`),
    );
    expect(cpuMs(() => read(folder(...many)))).toBeLessThan(6_000);
  });
});
