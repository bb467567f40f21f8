import { detects, formatTable } from './format-table';

/** A checklist line, a phase with what it depends on, a plan line: one line each. */
const box = (no: string, isDone = false) => `- [${isDone ? 'x' : ' '}] **Phase ${no}: P${no}** - text\n`;
const phase = (no: string, on = '') =>
  `### Phase ${no}: P${no}\n**Goal**: g\n${on === '' ? '' : `**Depends on**: ${on}\n`}`;
const plan = (id: string, isDone = false) => `- [${isDone ? 'x' : ' '}] ${id}-PLAN.md — text\n`;
const TABLE = '| Phase | Plans | Status |\n|---|---|---|\n';

detects('gsd-roadmap', [
  ['by headings and labels', phase('1') + phase('2'), true],
  ['by its name and a checklist', { text: box('1'), fileName: '.planning/ROADMAP.md' }, true],
  ['not by boxes alone', '- [ ] a\n', false],
  ['not by task ids', '- [ ] T001 a\n- [ ] T002 b\n- [ ] T003 c\n- [ ] Phase 1 x\n- [ ] Phase 2 y\n', false],
]);

formatTable('gsd-roadmap', [
  [
    'merges checklist, heading and table',
    `${box('1', true)}${box('2')}${phase('1')}${phase('2', 'Phase 1')}\n${TABLE}| 1. P1 | 1/1 | Complete |\n`,
    {
      ids: ['1', '2'],
      done_ids: ['1'],
      shape: ['Phase 1', 'Phase 2<Phase 1'],
      waves_or_phases: 2,
    },
  ],
  [
    'tells implied order from what is written',
    `${phase('1')}${phase('2')}${phase('3', 'Phase 1')}`,
    {
      edges: [['1', '3']],
      shape: ['Phase 1', 'Phase 2<~Phase 1', 'Phase 3<Phase 1'],
    },
  ],
  ['reads zero padding as the same phase', `${box('09.1')}${phase('9.1')}`, { ids: ['9.1'], n_tasks: 1 }],
  [
    'keeps plans as subtasks',
    `${phase('2')}Plans:\n${plan('02-01', true)}${plan('02-02')}`,
    { subtask_ids: ['02-01', '02-02'] },
  ],
  [
    'notes a phase of an earlier file',
    phase('7', 'Phase 6'),
    {
      edges: [['6', '7']],
      missing_dep_ids: ['6'],
      notes: ['3 NOTE_EXTERNAL_DEPENDENCY'],
    },
  ],
  [
    'refuses a cycle, and still says what it found',
    `${phase('1', 'Phase 2')}${phase('2', 'Phase 1')}`,
    {
      has_cycle: true,
      n_tasks: 2,
      problems: ['1 PLAN_CYCLE'],
    },
  ],
  [
    'asks a person where the frontmatter stands late',
    `# R\n---\nphase: 1\nautonomous: false\n---\n${phase('1')}`,
    {
      gates: ['Phase 1 autonomous: false'],
      notes: ['2 NOTE_LATE_FRONTMATTER', '6 NOTE_HUMAN_GATE'],
    },
  ],
]);
