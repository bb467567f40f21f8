import { detects, formatTable } from './format-table';

const HEAD = '# PRD: Kettle\n\n## Goals\n- hot water\n\n';

detects('prd', [
  ['by its title', `${HEAD}## Success Metrics\n- it boils\n`, true],
  [
    'by its folder',
    { text: '# Kettle\n## Overview\nx\n## Success Criteria\n- a\n', fileName: '.claude/prds/kettle.md' },
    true,
  ],
  [
    'by its name',
    { text: '# Kettle\n## Goals\nx\n## Success Criteria\n- a\n', fileName: 'docs/kettle-brief.md' },
    true,
  ],
  [
    'by many of its headings',
    '## Executive Summary\n## Problem Statement\n## Functional Requirements\n## Out of Scope\n## Success Criteria\n- a\n',
    true,
  ],
  ['not with a list of tasks', `${HEAD}## Implementation plan\n- [ ] a\n- [ ] b\n`, false],
  ['not a plan', '# Plan\n## Goals\n- a\n## Steps\n1. b\n2. c\n', false],
]);

formatTable('prd', [
  [
    'takes criteria only',
    `${HEAD}## Success Metrics\n- boils in 4 min\n- [ ] stops by itself\n\n## Phases\n### Phase 1\n- build\n`,
    { n_tasks: 0, verification_count: 2, problems: ['7 PLAN_NEEDS_TASKS'] },
  ],
  [
    'reads rows of tables of criteria',
    `${HEAD}## 5. Success Criteria\n### 5.1 Functional\n| ID | Criterion |\n|----|---|\n| F1 | boils |\n| F2 | stops |\n### 5.2 Speed\n| P1 | Target |\n|---|---|\n| P2 | 4 min |\n`,
    { verification_count: 3 },
  ],
  [
    'reads a definition of done',
    `${HEAD}## Definition of Done\n1. a\n2. b\n   - more about b\n3. c\n`,
    { verification_count: 3 },
  ],
  [
    'reads labels and their translations',
    `${HEAD}## Stories\n**验收标准:**\n- a\n- b\n\n**Critérios de aceitação:**\n- c\n`,
    { verification_count: 3 },
  ],
  [
    'counts the items of a named group, not its name',
    `${HEAD}## Success Metrics\n- **Speed**:\n  - a\n  - b\n- **Safety**:\n  - c\n`,
    { verification_count: 3 },
  ],
  [
    'T40 takes a check mark for decoration',
    `${HEAD}## Success Metrics\n- ✅ a\n- ✅ b\n`,
    { verification_count: 2, done_ids: [] },
  ],
  [
    'T16 leaves out what is out of scope',
    `${HEAD}## Success Criteria\n- a\n## Out of Scope\n- [ ] b\n1. c\n`,
    { verification_count: 1, notes: ['9 NOTE_LEFT_OUT'] },
  ],
  [
    'notes requirements that are numbered',
    `${HEAD}## Functional Requirements\n1. FR-1 a\n2. FR-2 b\n## Success Criteria\n- a\n`,
    { verification_count: 1, notes: ['7 NOTE_LEFT_OUT'] },
  ],
  [
    'has nothing to take where no criteria are',
    { text: `${HEAD}## Overview\ntext\n`, fileName: 'prd.md' },
    { n_tasks: 0, problems: ['1 PLAN_NO_TASKS'] },
  ],
]);
