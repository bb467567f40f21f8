import { cpuMs } from '../../../support/cpu-ms';
import { verifies } from '../../../support/verifies';
import { planOf } from '../plans';
import { detects, formatTable, read } from './format-table';

/** A slice or task line, a folder: one line each. */
const slice = (id: string, depends?: string, mark = ' ') =>
  `- [${mark}] **${id}: Name ${id}** \`risk:low\`${depends === undefined ? '' : ` \`depends:[${depends}]\``}\n  > After this: ${id} is there\n`;
const todo = (id: string, mark = ' ') =>
  `- [${mark}] **${id}: Name ${id}** \`est:45m\`\n  - Why: it is needed\n  - Files: \`src/${id}.c\`\n  - Do: write it\n  - Verify: \`make test-${id}\`\n  - Done when: it runs\n`;
const roadmap = (...slices: string[]) => `# M001: Kettle\n\n**Vision:** hot\n\n## Slices\n\n${slices.join('')}`;
const slicePlan = (...tasks: string[]) => `# S01: Boiler\n\n**Goal:** hot\n\n## Tasks\n\n${tasks.join('')}`;
const taskPlan = (id: string, more = '') =>
  `---\nestimated_steps: 2\nestimated_files: 1\n---\n# ${id}: Coil\n\n## Description\n\nWind it.\n\n## Steps\n\n1. a\n2. b\n\n## Must-Haves\n\n- [ ] it holds\n- [x] it heats\n\n## Verification\n\n- \`make test\`\n\n## Expected Output\n\n- \`src/coil.c\` — the coil\n${more}`;
const file = (path: string, text: string) => ({ path: `.gsd/milestones/${path}`, text });
const folder = (...documents: { path: string; text: string }[]) => ({ documents });

detects('gsd2', [
  ['a roadmap, pasted', roadmap(slice('S01')), true],
  ['a slice plan, pasted', slicePlan(todo('T01')), true],
  ['a task plan, pasted', taskPlan('T01'), true],
  [
    'a task plan by its path',
    { text: '# T01: Coil\n\nWind it.\n', fileName: '.gsd/milestones/M001/slices/S01/tasks/T01-PLAN.md' },
    true,
  ],
  ['a folder', folder(file('M001/M001-ROADMAP.md', roadmap(slice('S01')))), true],
  ['not a list of spec-kit', '- [ ] T001 Do a\n- [ ] **T002** Do b\n', false],
  ['not a roadmap of GSD', '### Phase 1: A\n**Goal**: g\n', false],
]);

formatTable('gsd2', [
  [
    'slices wait on what they say, and on nothing when they say so',
    roadmap(slice('S01', '', 'x'), slice('S02', 'S01'), slice('S03', '')),
    {
      ids: ['S01', 'S02', 'S03'],
      shape: ['S01', 'S02<S01', 'S03'],
      done_ids: ['S01'],
      waves_or_phases: 1,
      verification_count: 0,
    },
  ],
  [
    'a slice that does not say follows the one before',
    roadmap(slice('S01'), slice('S02')),
    { shape: ['S01', 'S02<~S01'], edges: [] },
  ],
  [
    'a slice that does not say follows all above it, whatever those say',
    roadmap(slice('S01'), slice('S02'), slice('S03', 'S01'), slice('S04')),
    { shape: ['S01', 'S02<~S01', 'S03<S01', 'S04<~S02,~S03'] },
  ],
  [
    'T29: ranges of slices are written out',
    roadmap(slice('S01', ''), slice('S02', ''), slice('S03', ''), slice('S04', 'S01-S03'), slice('S05', 'S01..S02')),
    { shape: ['S01', 'S02', 'S03', 'S04<S01,S02,S03', 'S05<S01,S02'] },
  ],
  [
    'a table lists slices as well',
    '# M001: Kettle\n\n## Slices\n\n| ID | Slice | Risk | Depends | Done | After this |\n|---|---|---|---|---|---|\n| S01 | Boiler | high | — | ✅ | hot |\n| S02 | Whistle | low | S01 | ⬜ | loud |\n| S03 | Lid | low | S01, S02 | ⬜ | shut |\n',
    { shape: ['S01', 'S02<S01', 'S03<S01,S02'], done_ids: ['S01'] },
  ],
  [
    'headings are slices when there is no list',
    '# M001: Kettle\n\n## S01: Boiler\n\nhot\n\n**Depends on:** none\n\n## S02 — Whistle\n\n**Depends on:** S01\n\n### S01 → S02\n\nProduces: steam\n',
    { ids: ['S01', 'S02'], shape: ['S01', 'S02<S01'] },
  ],
  [
    'T44: list and headings are the same slices',
    `${roadmap(slice('S01', ''), slice('S02', 'S01'))}\n## Boundary Map\n\n### S01 → S02\n\n- Produces: steam\n\n## S01: Name S01\n\nmore\n`,
    { ids: ['S01', 'S02'] },
  ],
  [
    'success criteria count, what says them again does not, and boxes of checklists are no slices',
    `# M001: Kettle\n\n## Success Criteria\n\n- hot\n- loud\n\n## Milestone Definition of Done\n\n- all of it\n\n## Horizontal Checklist\n\n- [ ] read again\n\n## Slices\n\n${slice('S01', '')}`,
    { n_tasks: 1, verification_count: 2 },
  ],
  [
    'T14: a sample in a comment is no slice',
    `${roadmap(slice('S01', ''))}\n<!--\n${slice('S02', '')}-->\n`,
    { ids: ['S01'], notes: ['11 NOTE_HIDDEN_BOXES'] },
  ],
  ['T19: a slice twice is kept twice', roadmap(slice('S01', ''), slice('S01', '')), { ids: ['S01', 'S01#2'] }],
  ['a slice of another milestone is missing', roadmap(slice('S01', 'M000/S09')), { n_tasks: 1, shape: ['S01'] }],
  [
    'the tasks of a slice run in order, each with one check',
    slicePlan(todo('T01', 'x'), todo('T02')),
    { ids: ['T01', 'T02'], shape: ['T01', 'T02<~T01'], done_ids: ['T01'], verification_count: 2, n_subtasks: 0 },
  ],
  [
    'must-haves and verification of a slice say the same again',
    `# S01: Boiler\n\n## Must-Haves\n\n- [ ] hot\n\n## Verification\n\n- \`make test\`\n\n## Tasks\n\n${todo('T01')}`,
    { n_tasks: 1, verification_count: 1 },
  ],
  [
    'labels may be bold, with lists below them',
    '# S01: B\n\n## Tasks\n\n- [ ] **T01: A**\n  - **Files:**\n    - `a.c`\n    - `b.c`\n  - **Do:** it\n  - **Verify:**\n    1. `make a`\n    2. look\n  - [ ] a part\n',
    { n_tasks: 1, verification_count: 1, n_subtasks: 1 },
  ],
  [
    'a task plan is one task; its boxes are criteria',
    taskPlan('T01'),
    { ids: ['T01'], n_subtasks: 0, verification_count: 2 },
  ],
  [
    'T51: what asks a person asks',
    `---\nautonomous: false\n---\n${slicePlan(todo('T01'), '- [ ] **T02: Human verification of the release**\n', '- [ ] **T03: X**\n  - Gate: the owner\n')}`,
    { gates: ['T01 autonomous: false', 'T02 The plan says "Human verification of the release"', 'T03 the owner'] },
  ],
  [
    'what waits on something unknown keeps the order of the document',
    roadmap(slice('S01', ''), slice('S02', 'S09')),
    { missing_dep_ids: ['S09'], shape: ['S01', 'S02<~S01'] },
  ],
  [
    'T51: columns of a table besides the known ones are said of the slice',
    `# M001: K\n**Vision:** v\n## Slices\n| ID | Slice | Risk | Depends | Done | Gate |\n|---|---|---|---|---|---|\n| S01 | A | low | — | ⬜ | the owner |\n| S02 | B (manual step: call) | low | S01 | ⬜ | |\n`,
    { gates: ['S01 the owner', 'S02 The plan says "B (manual step: call)"'] },
  ],
  [
    'a folder: slices of the roadmap, with the tasks of their plans',
    folder(
      file('M001/M001-ROADMAP.md', roadmap(slice('S01', '', 'x'), slice('S02', 'S01'))),
      file('M001/slices/S01/S01-PLAN.md', slicePlan(todo('T01', 'x'))),
      file('M001/slices/S02/S02-PLAN.md', slicePlan(todo('T01'), todo('T02')).replace('S01', 'S02')),
      file('M001/slices/S02/tasks/T01-PLAN.md', taskPlan('T01')),
      file('M001/slices/S02/tasks/T01-SUMMARY.md', '# Done\n'),
      file('M001/M001-CONTEXT.md', '- [ ] a\n'),
    ),
    {
      ids: ['S01', 'S02'],
      shape: ['S01', 'S02<S01'],
      done_ids: ['S01'],
      subtask_ids: ['S01/T01', 'S02/T01', 'S02/T02'],
    },
  ],
  [
    'a folder of one slice: its tasks',
    folder(
      file('M001/slices/S01/S01-PLAN.md', slicePlan(todo('T01'), todo('T02'))),
      file('M001/slices/S01/tasks/T01-PLAN.md', taskPlan('T01')),
      file('M001/slices/S01/tasks/T01-SUMMARY.md', '# Done\n'),
    ),
    { ids: ['T01', 'T02'], done_ids: ['T01'], shape: ['T01', 'T02<~T01'] },
  ],
  [
    'task plans alone',
    folder(
      file('M001/slices/S01/tasks/T02-PLAN.md', taskPlan('T02')),
      file('M001/slices/S01/tasks/T01-PLAN.md', taskPlan('T01')),
    ),
    { ids: ['T01', 'T02'], shape: ['T01', 'T02<~T01'] },
  ],
  [
    'milestones follow each other',
    folder(
      file('M001/M001-ROADMAP.md', roadmap(slice('S01', ''))),
      file('M002-x/M002-ROADMAP.md', roadmap(slice('S01', ''), slice('S02', 'S01')).replace('M001', 'M002')),
    ),
    { shape: ['M001/S01', 'M002/S01<~M001/S01', 'M002/S02<M002/S01'] },
  ],
  [
    'a slice that the roadmap does not list is run last',
    folder(
      file('M001/M001-ROADMAP.md', roadmap(slice('S01', ''))),
      file('M001/slices/S07/S07-PLAN.md', slicePlan(todo('T01')).replace('S01', 'S07')),
    ),
    { ids: ['S01', 'S07'], shape: ['S01', 'S07<~S01'] },
  ],
  [
    'a slice that is marked done is open while a task of it that asks a person is',
    folder(
      file('M001/M001-ROADMAP.md', roadmap(slice('S01', '', 'x'), slice('S02', 'S01', 'x'))),
      file(
        'M001/slices/S01/S01-PLAN.md',
        slicePlan(todo('T01', 'x'), '- [ ] **T02: Release** (checkpoint:human-verify)\n'),
      ),
      file('M001/slices/S02/S02-PLAN.md', slicePlan(todo('T01', 'x'), todo('T02')).replace('S01', 'S02')),
    ),
    {
      done_ids: ['S02'],
      gates: ['S01 Release: checkpoint:human-verify'],
      notes: ['7 NOTE_STATUS_CONFLICT', '9 NOTE_DONE', '13 NOTE_DOCUMENT_ORDER', '13 NOTE_DOCUMENT_ORDER'],
    },
  ],
  [
    'T51: a task that asks a person asks before its slice',
    folder(
      file('M001/M001-ROADMAP.md', roadmap(slice('S01', ''))),
      file(
        'M001/slices/S01/S01-PLAN.md',
        slicePlan('- [ ] **T01: Release**\n  - Do: wait for approval, then publish\n'),
      ),
    ),
    { gates: ['S01 Release: wait for approval, then publish'] },
  ],
]);

describe('a GSD-2 plan', () => {
  it(`gives a task its estimate, files, work and check${verifies('R-2', 'R-3')}`, () => {
    expect(planOf(slicePlan(todo('T01'))).tasks[0]).toMatchObject({
      title: 'Name T01',
      estimateMinutes: 45,
      files: ['src/T01.c'],
      phase: 'S01: Boiler',
      description: expect.stringContaining('write it') as string,
      verification: [
        { criterion: '`make test-T01`', command: 'make test-T01' },
        { criterion: 'it runs', test: 'manual' },
      ],
    });
  });

  it('gives a slice what is there after it, and its risk', () => {
    const [task] = planOf(roadmap(slice('S01', ''))).tasks;
    expect(task).toMatchObject({ title: 'Name S01', verification: [{ criterion: 'S01 is there', test: 'manual' }] });
    expect(task!.description).toContain('Risk: low');
  });

  it('gives a task plan its steps and the files that it makes', () => {
    const [task] = planOf(taskPlan('T01')).tasks;
    expect(task).toMatchObject({ title: 'Coil', files: ['src/coil.c'] });
    expect(task!.description).toContain('1. a');
    expect(task!.verification.map(({ criterion }) => criterion)).toEqual(['it holds', 'it heats', '`make test`']);
  });

  it('reads many slices in time that grows with them', () => {
    const many = roadmap(...Array.from({ length: 20_000 }, (_, no) => slice(`S${String(no % 90).padStart(2, '0')}`)));
    expect(cpuMs(() => read(many))).toBeLessThan(6_000);
  });
});
