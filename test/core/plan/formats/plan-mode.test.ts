import { detects, formatTable } from './format-table';

const HEAD = '# Plan: Whistle\n\n## Context\nThe kettle is silent.\n\n';
const FILES = '## Critical Files\n- `src/valve.c` — the valve\n- `src/main.c` — the loop\n\n';
const VERIFY = '## Verification\n1. It whistles\n2. It stops\n';
const STEPS =
  '## Implementation Steps\n1. Open `src/valve.c` and add a pipe\n2. Call it in main.c\n3. Tune it (optional)\n\n';

detects('plan-mode', [
  ['by its title and headings', `${HEAD}${STEPS}${VERIFY}`, true],
  ['by its headings alone', `## Context\nx\n## Approach\n1. a\n2. b\n## Verification\n- run it\n`, true],
  ['by its path', { text: '# Whistle\n\n1. a\n2. b\n', fileName: '.claude/plans/brave-kettle.md' }, true],
  ['not with boxes', `${HEAD}## Tasks\n- [ ] a\n`, false],
  ['not a list', '1. a\n2. b\n', false],
]);

formatTable('plan-mode', [
  [
    'reads a numbered list under steps',
    `${HEAD}${STEPS}${FILES}${VERIFY}`,
    {
      ids: ['1', '2', '3'],
      edges: [],
      done_ids: [],
      n_subtasks: 0,
      verification_count: 2,
      shape: ['1', '2<~1', '3<~2'],
      notes: ['7 NOTE_LIST_CHOSEN', '7 NOTE_DOCUMENT_ORDER', '16 NOTE_CRITERIA_PLACED'],
    },
  ],
  [
    'reads headings of phases',
    `${HEAD}## Implementation Plan\n### Phase 1 — Valve\n- a\n### Phase 2 — Tune\n- b\n${VERIFY}`,
    { ids: ['1', '2'], waves_or_phases: 2 },
  ],
  [
    'reads headings of steps',
    `${HEAD}## Approach\n### Step 1: Valve\n1. x\n2. y\n### Step 2: Tune\ntext\n${FILES}${VERIFY}`,
    { ids: ['1', '2'] },
  ],
  ['reads numbered headings', `${HEAD}## 1. Add the valve\ntext\n## 2. Tune it\ntext\n${VERIFY}`, { ids: ['1', '2'] }],
  [
    'prefers the sequence to headings that describe files',
    `${HEAD}## Changes\n### 1. \`src/a.c\`\nx\n### 2. \`src/b.c\`\ny\n## Implementation Order\n1. b\n2. a\n3. c\n${VERIFY}`,
    { ids: ['1', '2', '3'] },
  ],
  [
    'does not take numbered headings that start again',
    `${HEAD}## Backend\n### 1. \`src/a.c\`\nx\n### 2. \`src/b.c\`\ny\n## Frontend\n### 1. \`ui/a.c\`\nz\n## Plan\n1. all of it\n2. and test\n${VERIFY}`,
    { ids: ['1', '2'], n_tasks: 2 },
  ],
  [
    'reads a numbered list under the approach',
    `${HEAD}## Approach\n1. a\n   - more\n2. b\n${VERIFY}`,
    { ids: ['1', '2'] },
  ],
  [
    'T44 the list of files repeats the steps',
    `${HEAD}${STEPS}## Files to Modify\n1. \`src/valve.c\`\n2. \`src/main.c\`\n`,
    { n_tasks: 3 },
  ],
  [
    'reads files in a table',
    `${HEAD}${STEPS}## Critical Files\n| File | Change |\n|---|---|\n| \`src/valve.c\` | pipe |\n`,
    { n_tasks: 3 },
  ],
  [
    'takes dependencies for packages',
    `${HEAD}${STEPS}## Dependencies\n- zod\n1. react\n${VERIFY}`,
    { n_tasks: 3, missing_dep_ids: [], edges: [] },
  ],
  [
    'T16 leaves out the future',
    `${HEAD}${STEPS}## Future Enhancements (Out of Scope)\n1. steam\n2. more steam\n`,
    { n_tasks: 3, notes: ['7 NOTE_LIST_CHOSEN', '7 NOTE_DOCUMENT_ORDER', '12 NOTE_LEFT_OUT'] },
  ],
  [
    'takes sentences of the verification',
    `${HEAD}${STEPS}## Verification\nAfter that:\n\nRun \`npm test\` and check.\nThen open the page\nand look at the lid.\n`,
    { verification_count: 2 },
  ],
  [
    'takes commands of the verification',
    `${HEAD}${STEPS}## Verification\n\`\`\`bash\nnpm test\n\`\`\`\n`,
    { verification_count: 0, n_tasks: 3 },
  ],
  [
    'T51 keeps a gate of a step',
    `${HEAD}## Steps\n1. Build\n2. Publish (needs approval)\n${VERIFY}`,
    { gates: ['2 The plan says "Publish (needs approval)"'] },
  ],
  [
    'T51 keeps a gate above the steps',
    `${HEAD}Do not proceed without a yes.\n\n${STEPS}`,
    { gates: ['1 The plan says "Do not proceed without a yes."'] },
  ],
  ['reads Chinese headings', `${HEAD}## 实施步骤\n1. 甲\n2. 乙\n${VERIFY}`, { ids: ['1', '2'] }],
  [
    'has no tasks where there is no list',
    `${HEAD}${FILES}## Approach\nJust do it.\n## Verification\n- it works\n`,
    { n_tasks: 0, problems: ['1 PLAN_NO_TASKS'] },
  ],
]);
