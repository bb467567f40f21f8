import type { PlanInput } from '../../../../runtime/core/plan/plan';
import { detects, formatTable } from './format-table';

const file = (fields: string, body = '') => `---\n${fields}\n---\n\n${body}`;
const fields = (name: string, on: string, ...more: string[]) =>
  [`name: ${name}`, `depends_on: ${on}`, 'parallel: true', 'conflicts_with: []', ...more].join('\n');
const folder = (files: Readonly<Record<string, string>>): PlanInput => ({
  documents: Object.entries(files).map(([name, text]) => ({ path: `.claude/epics/kettle/${name}`, text })),
});
const at = (text: string, fileName: string) => ({ text, fileName });
const epic = (status: string, preview: string, created: string) =>
  file(
    `name: kettle\nstatus: ${status}\nprogress: 0%\nprd: x`,
    `# Epic: kettle\n\n## Task Breakdown Preview\n\n${preview}\n## Tasks Created\n${created}`,
  );

detects('ccpm', [
  ['by its frontmatter', file(fields('Boil', '[]', 'status: open')), true],
  ['by its place', at(file('name: Boil\nparallel: true'), '.claude/epics/kettle/001.md'), true],
  ['an epic by its lists', epic('open', '- [ ] **Task 1: Boil**\n', '- [ ] #2 - Boil (parallel: true)\n'), true],
  [
    'an epic that speaks of phases, and not as a roadmap',
    epic('open', '- [ ] **Task 1: Boil**\n\n### Phase 1: A\n**Goal**: g\n', ''),
    true,
  ],
  [
    'not a plan of GSD',
    file('phase: 1\nplan: 1\nwave: 1\ndepends_on: []\nname: x\nparallel: true\nstatus: open', '<task>\n'),
    false,
  ],
]);

formatTable('ccpm', [
  [
    'T7: reads a task file, with numbers as they are written',
    at(
      file(
        fields('Boil', '[001, 008, 010]', 'status: closed'),
        '# Task: Boil\n\n## Acceptance Criteria\n- [ ] hot\n- [ ] loud\n\n## Technical Details\n1. first\n\n## Definition of Done\n- [ ] hot, as said\n',
      ),
      '.claude/epics/kettle/011.md',
    ),
    {
      ids: ['011'],
      done_ids: ['011'],
      edges: [
        ['001', '011'],
        ['008', '011'],
        ['010', '011'],
      ],
      verification_count: 2,
      n_subtasks: 0,
    },
  ],
  [
    'takes the number of the issue, when the file has none',
    file(fields('Boil', '[]', 'status: open', 'github: https://github.com/a/b/issues/42')),
    { ids: ['42'] },
  ],
  [
    'T51: asks a person, whatever the field is called',
    file(fields('Boil', '[]', 'status: open', 'gate: human')),
    { gates: ['1 gate: human'] },
  ],
  [
    'tasks in conflict follow each other, whichever of them says so',
    folder({
      '001.md': file(fields('A', '[]', 'status: open').replace('with: []', 'with: [002]')),
      '002.md': file(fields('B', '[]', 'status: open')),
    }),
    { shape: ['001', '002<~001'] },
  ],
  [
    'reads a folder: what may not run beside others follows the one before',
    folder({
      '001.md': file(fields('A', '[]', 'status: closed')),
      '002.md': file('name: B\nstatus: open\nparallel: false\ndepends_on: []\nconflicts_with: []'),
      '003.md': file(fields('C', '[001]', 'status: open')),
      '004.md': file('name: D\nstatus: open\ndepends_on: []\nparallel: true\nconflicts_with: [002]'),
      'epic.md': '---\nname: kettle\nstatus: open\n---\n# Epic: kettle\n',
      '002-analysis.md': '# Analysis\n- [ ] no task\n',
    }),
    {
      ids: ['001', '002', '003', '004'],
      done_ids: ['001'],
      edges: [['001', '003']],
      shape: ['001', '002<~001', '003<001', '004<~002'],
    },
  ],
  [
    'does not take old numbers for issues after a sync',
    folder({ '1.md': file(fields('A', '[]', 'status: open')), '2.md': file(fields('B', '[001]', 'status: open')) }),
    { edges: [['001', '2']], missing_dep_ids: ['001'], shape: ['1', '2<~1'] },
  ],
  [
    'T44: reads an epic once, though it lists its tasks twice',
    epic(
      'open',
      '- [ ] **Task 1: Boil the water**\n  - slowly\n- [ ] **Task 2: Pour**\n- [ ] **Task 3: Drink it up**\n',
      '- [ ] #12 - Drink it up (parallel: false)\n- [x] #10 - Boil the water now (parallel: true)\n- [ ] #11 - Pour (parallel: true)\n',
    ),
    { ids: ['12', '10', '11'], done_ids: ['10'], shape: ['12<~10,~11', '10', '11'], n_tasks: 3, edges: [] },
  ],
  [
    'knows the names that files have before a sync',
    epic('open', '', '- [ ] 001.md - Boil (parallel: true)\n- [ ] 002.md - Pour (parallel: false)\n'),
    { ids: ['001', '002'] },
  ],
  [
    'knows issues by their form under any heading',
    {
      fileName: '.claude/epics/a/epic.md',
      text: '---\nname: a\nstatus: open\n---\n# Epic: a\n- [ ] #7 - Boil (parallel: true)\n',
    },
    { ids: ['7'] },
  ],
  [
    'reads the preview, when no tasks are made yet',
    epic('open', '- [ ] **Task 1: Boil**\n- [ ] **Task 2: Pour**\n', ''),
    { ids: ['1', '2'], shape: ['1', '2<~1'] },
  ],
  [
    'reads what a task of an epic says that it waits on',
    epic('open', '', '- [ ] #1 - Boil (parallel: true)\n- [ ] #2 - Pour (parallel: false, depends on #1)\n'),
    { edges: [['1', '2']], shape: ['1', '2<1'] },
  ],
  [
    'says that an epic is done and its tasks are not, and counts its phases',
    `${epic('completed', '', '- [ ] #1 - Boil (parallel: true)\n')}\n## Strategy\n### Phase 1: A\n### Phase 2: B\n`,
    { done_ids: [], waves_or_phases: 2, notes: ['3 NOTE_STATUS_CONFLICT', '17 NOTE_LEFT_OUT'] },
  ],
  [
    'T9: takes criteria of an epic for criteria',
    `${epic('open', '', '- [ ] #1 - Boil\n')}\n## Success Criteria\n- hot\n- loud\n`,
    { n_tasks: 1, verification_count: 2 },
  ],
  [
    'T51: asks a person',
    file(fields('Boil', '[]', 'status: open', 'autonomous: false')),
    { gates: ['1 autonomous: false'] },
  ],
]);

formatTable('ccpm', [
  [
    'reads files of an epic that say little more than their names',
    {
      documents: [
        { path: '.claude/epics/e/001.md', text: '---\nname: A\nstatus: open\n---\n' },
        { path: '.claude/epics/e/002.md', text: '---\nname: B\nstatus: open\nblocked_by: [001]\n---\n' },
      ],
    },
    { ids: ['001', '002'], edges: [['001', '002']] },
  ],
]);
