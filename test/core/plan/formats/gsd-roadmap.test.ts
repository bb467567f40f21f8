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
    'writes ranges out with the phases between',
    phase('1', 'Nothing') + phase('2', 'Phase 1') + phase('2.1', 'Phase 2') + phase('3', 'Phases 1-2.1'),
    { shape: ['Phase 1', 'Phase 2<Phase 1', 'Phase 2.1<Phase 2', 'Phase 3<Phase 1,Phase 2,Phase 2.1'], notes: [] },
  ],
  [
    'asks before the phase that waits on a person, and not before another',
    '### Phase 1: A\n**Goal**: a\n### Phase 2: B\n**Depends on**: Phase 1 complete, human sign-off of Phase 1\n### Phase 3: C\n**Depends on**: Phase 2 (human must approve the provider first)\n',
    {
      shape: ['Phase 1', 'Phase 2<Phase 1', 'Phase 3<Phase 2'],
      gates: [
        'Phase 2 The phase waits on "Phase 1 complete, human sign-off of Phase 1"',
        'Phase 3 The phase waits on "Phase 2 (human must approve the provider first)"',
      ],
      notes: [],
    },
  ],
  [
    'does not wait for a wish, and calls it one',
    '### Phase 1: A\n**Goal**: a\n### Phase 2: B\n**Depends on**: soft dependency on Phase 1\n',
    { edges: [], notes: ['4 NOTE_NOT_UNDERSTOOD'] },
  ],
  [
    'what waits on something unknown keeps the order of the phases',
    '### Phase 1: A\n**Goal**: g\n### Phase 2: B\n**Depends on**: Phase 9\n### Phase 3: C\n**Depends on**: the thing before\n### Phase 4: D\n**Depends on**: Nothing\n',
    { missing_dep_ids: ['9'], shape: ['Phase 1', 'Phase 2<~Phase 1', 'Phase 3<~Phase 2', 'Phase 4'] },
  ],
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
  [
    'T18: three parts, letters and parked phases are phases',
    `${phase('12.3.1')}${phase('12a')}${phase('999.2')}`,
    { ids: ['12.3.1', '12a', '999.2'], done_ids: [] },
  ],
  [
    'a heading may be decorated, at any level, with any separator',
    '## 🚧 Phase 1: A (INSERTED)\n**Goal**: g\n#### **Phase 2** - B ✅\n**Goal**: g\n### ✅ Phase 3 — C — COMPLETE 2026-01-05\n**Goal**: g\n### Fase 4: D\n### 阶段 5：E\n',
    { ids: ['1', '2', '3', '4', '5'], done_ids: ['2', '3'] },
  ],
  [
    'a checklist without bold, and milestones in a fold, are phases',
    '## Phases\n\n<details>\n<summary>v1.0 (Phases 1-2)</summary>\n\n- [x] Phase 1: A - text\n- [x] Phase 2: B - text\n\n</details>\n\n- [ ] **Phase 3: C** - text\n',
    { ids: ['1', '2', '3'], done_ids: ['1', '2'] },
  ],
  [
    'what the template says, and lines of milestones, are no phases',
    `# Roadmap\n\n- Integer phases (1, 2, 3): planned\n- Decimal phases (2.1, 2.2): urgent (marked with INSERTED)\n- 🚧 **v1.1 Name** — Phases 1-6\n\n${phase('1')}`,
    { ids: ['1'], done_ids: [] },
  ],
  [
    'a milestone that is shipped is a sign for its phases, and only for those',
    `- ✅ **v1.0 Name** — Phases 1-2 (shipped 2026-01-05)\n\n${phase('1')}${phase('2.1')}${phase('3')}`,
    { ids: ['1', '2.1', '3'], done_ids: ['1', '2.1'] },
  ],
  [
    'and so is one in a fold, but an open box counts more',
    `<summary>v1.0 Name (Phases 1-2) - SHIPPED 2026-01-05</summary>\n\n${box('1')}${phase('1')}${phase('2')}`,
    { done_ids: ['2'], notes: ['3 NOTE_STATUS_CONFLICT', '6 NOTE_DONE'] },
  ],
  [
    'what a phase waits on, aims at or is checked by says of no phase that it is done',
    `${phase('1')}${phase('2')}### Phase 3: C\n**Goal**: done when v1.0 complete (Phases 1-2)\n**Depends on**: Wave A complete (Phases 1–2)\n**Success Criteria**:\n  1. Migration of Phases 1-2 complete\n\n## Notes\n\nOnce Phases 1-2 are complete, tell Ann.\n`,
    { ids: ['1', '2', '3'], done_ids: [] },
  ],
  [
    'the colon stands inside or outside of the bold, in one file',
    `${phase('1')}### Phase 2: B\n**Goal:** g\n**Depends on:** Phase 1\n`,
    { edges: [['1', '2']] },
  ],
  [
    'criteria end at the next label, plans or heading',
    `### Phase 1: A\n**Goal**: g\n**Success Criteria** (what must be TRUE):\n\n  1. a\n  2. b\n**Plans**: 2 plans\n\nPlans:\n${plan('01-01')}- [ ] 01-02: text\n### Phase 2: B\n**Goal**: g\n**Success Criteria:**\n- c\n`,
    { verification_count: 3, subtask_ids: ['01-01', '01-02'] },
  ],
  [
    'T23: plans in every spelling; waves group them',
    `### Phase 1: A\n**Goal**: g\n**Plans**: 6 plans\n\nPlans:\n**Wave 1**\n- [x] 01-01-PLAN.md — a\n- [ ] [01-02-PLAN.md](01-02-PLAN.md) -- b\n- [ ] \`01-03\` - c\n**Wave 2** *(blocked on Wave 1 completion)*\n- [ ] 01-PLAN-04-slug.md: d\n- [ ] 01-PLAN-05.md\n- 1.6 f\n- [ ] TBD (run the planner)\n`,
    { subtask_ids: ['01-01', '01-02', '01-03', '01-04', '01-05', '1.6'], n_subtasks: 6 },
  ],
  [
    'progress tables differ; others only trace requirements',
    `${phase('1')}${phase('2')}${phase('3')}${phase('4')}\n| Phase | Milestone | Plans Complete | Status | Completed |\n|---|---|---|---|---|\n| 1. P1 | v1 | 1/1 | Complete | 2026-01-05 |\n| 2 — P2 | 2/2 | Complete | - |\n| **3.** P3 | v1 | 0/1 | Not started | - |\n\n| Requirement | Phase | Status |\n|---|---|---|\n| A-1 | Phase 4 | Complete |\n`,
    { done_ids: ['1', '2'] },
  ],
  [
    'T43: when planning is complete, the phase is not',
    `${phase('1')}\n${TABLE}| 1. P1 | 0/3 | Planning complete |\n`,
    { done_ids: [] },
  ],
  [
    'T37: checklist and table contradict: not done, and noted',
    `${box('1', true)}${phase('1')}\n${TABLE}| 1. P1 | 0/1 | In progress |\n`,
    { done_ids: [], notes: ['1 NOTE_STATUS_CONFLICT'] },
  ],
  [
    'T39: a heading that is done over plans that are not counts, and is noted',
    `### Phase 1: A ✅\n**Goal**: g\nPlans:\n${plan('01-01')}`,
    { done_ids: ['1'], notes: ['1 NOTE_STATUS_CONFLICT', '1 NOTE_DONE'] },
  ],
  [
    'T37: an open phase whose plans are all ticked is not done, and noted',
    `${box('1')}${phase('1')}Plans:\n${plan('01-01', true)}`,
    { done_ids: [], notes: ['1 NOTE_STATUS_CONFLICT'] },
  ],
  [
    'T38: a count that the boxes contradict is noted; the boxes count',
    `### Phase 1: A\n**Goal**: g\n**Plans**: 2/2 plans complete\n\nPlans:\n${plan('01-01', true)}${plan('01-02')}`,
    { done_ids: [], notes: ['1 NOTE_STATUS_CONFLICT'] },
  ],
  [
    'T45: plans of one phase under many others go back to it, once',
    `${phase('1')}Plans:\n${plan('01-01', true)}${phase('2')}Plans:\n${plan('01-01', true)}${plan('02-01')}${phase('3')}Plans:\n${plan('01-01', true)}`,
    {
      subtask_ids: ['01-01', '02-01'],
      done_ids: ['1'],
      notes: ['1 NOTE_DONE', '8 NOTE_MOVED_PLAN', '13 NOTE_MOVED_PLAN'],
    },
  ],
  [
    'T19: a plan twice is read once',
    `${phase('1')}Plans:\n${plan('01-01')}${plan('01-01')}`,
    { n_subtasks: 1, notes: ['5 NOTE_DUPLICATE_ID'] },
  ],
  [
    'T26: two phases with one number are two, when nothing else is common',
    `- [x] **Phase 9: Boiler** - hot\n- [ ] **Phase 9: Whistle** - loud\n### Phase 9: Boiler\n**Goal**: g\n### Phase 9: Whistle\n**Goal**: g\n### Phase 10: Lid\n**Goal**: g\n**Depends on**: Phase 9\n`,
    { ids: ['9', '9#2', '10'], done_ids: ['9'], edges: [['9', '10']] },
  ],
  [
    'a second heading of the same phase is the same phase',
    `### Phase 3: Boiler\n**Goal**: g\n### Phase 3: The boiler, in detail\n**Goal**: h\n`,
    { ids: ['3'], notes: ['3 NOTE_DUPLICATE_ID'] },
  ],
  [
    'the newest milestone may stand first',
    `${phase('3')}${phase('1')}${phase('2')}`,
    { ids: ['3', '1', '2'], shape: ['Phase 3<~Phase 2', 'Phase 1', 'Phase 2<~Phase 1'] },
  ],
  [
    'T3: a remark behind a lone carriage return belongs to its line',
    `- [x] **Phase 1: A** - text\r (completed 2026-01-05)\n${phase('2')}`,
    { ids: ['1', '2'], done_ids: ['1'] },
  ],
  [
    'T27: nothing, with a phase in parentheses',
    `${phase('1')}${phase('2', 'Nothing (independent of Phase 1)')}`,
    { edges: [] },
  ],
  [
    'T30: a milestone is no phase',
    `${phase('1')}${phase('2', 'v1.0 complete (Phase 1)')}`,
    { edges: [], notes: ['5 NOTE_EXTERNAL_DEPENDENCY'] },
  ],
]);

formatTable('gsd-roadmap', [
  [
    'hears other words for waiting where they name phases',
    '# Roadmap\n### Phase 1: a\n**Goal**: g\n### Phase 2: b\n**Blocked by**: Phase 1\n### Phase 3: c\n**Requires**: Phase 1\n### Phase 4: d\n**Prerequisites**: Phases 1-2\n### Phase 5: e\n**Requires**: Node 20\n',
    {
      shape: ['Phase 1', 'Phase 2<Phase 1', 'Phase 3<Phase 1', 'Phase 4<Phase 1,Phase 2', 'Phase 5<~Phase 3,~Phase 4'],
    },
  ],
]);
