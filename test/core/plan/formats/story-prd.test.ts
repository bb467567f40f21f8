import { detects, formatTable } from './format-table';

const story = (id: string, boxes = '- [ ] a\n- [ ] b\n', more = '') =>
  `### ${id}: Title of ${id}\n**Description:** As a user I want tea.\n${more}\n**Acceptance Criteria:**\n${boxes}\n`;

detects('story-prd', [
  ['by its headings', story('US-001'), true],
  [
    'by its headings, whatever its name',
    { text: `# PRD: Tea\n## Goals\n- x\n${story('US-001')}`, fileName: 'tasks/prd-tea.md' },
    true,
  ],
  ['not by a word', '# US-001\ntext\n', false],
  ['not by stories of epics', '### Story 1.1: x\n**Acceptance Criteria:**\n- a\n', false],
]);

formatTable('story-prd', [
  [
    'T9 reads each story as a task, its boxes as criteria',
    `# PRD: Tea\n## User Stories\n${story('US-001')}${story('US-002')}## Non-Goals\n- no coffee\n`,
    {
      ids: ['US-001', 'US-002'],
      n_subtasks: 0,
      verification_count: 4,
      shape: ['US-001', 'US-002<~US-001'],
      done_ids: [],
    },
  ],
  [
    'reads criteria in bullets and numbers',
    `${story('US-1', '- a\n- b\n')}${story('US-2', '1. a\n2. b\n3. c\n')}`,
    { verification_count: 5, ids: ['US-1', 'US-2'] },
  ],
  [
    'reads criteria below a heading',
    '### US-001 - Tea\nAs a user.\n#### Acceptance Criteria\n- [ ] a\n',
    { verification_count: 1 },
  ],
  [
    'reads the order that arrows draw',
    `${story('US-001')}${story('US-002')}${story('US-003')}${story('US-004')}## Execution Order\n\n\`\`\`\nUS-001 -> US-002, US-003\nUS-003 → US-004\n\`\`\`\n`,
    {
      edges: [
        ['US-001', 'US-002'],
        ['US-001', 'US-003'],
        ['US-003', 'US-004'],
      ],
      shape: ['US-001', 'US-002<US-001', 'US-003<US-001', 'US-004<US-003'],
    },
  ],
  [
    'reads a dependency that a story names',
    `${story('US-001')}${story('US-002', undefined, '**Depends on:** US-001\n')}`,
    { edges: [['US-001', 'US-002']] },
  ],
  [
    'notes a dependency that is none',
    `${story('US-001')}${story('US-002', undefined, '**Dependencies:** Stripe SDK\n')}`,
    { edges: [], missing_dep_ids: [], shape: ['US-001', 'US-002<~US-001'] },
  ],
  [
    'a missing story is missing',
    `${story('US-001')}${story('US-002', undefined, '**Depends on:** US-009\n')}`,
    { missing_dep_ids: ['US-009'] },
  ],
  [
    'is done when every criterion is ticked',
    `${story('US-001', '- [x] a\n- [X] b\n')}${story('US-002', '- [x] a\n- [ ] b\n')}`,
    { done_ids: ['US-001'] },
  ],
  [
    'T39 is open where the heading says done over empty boxes',
    story('US-001').replace('Title of US-001', 'Tea ✅'),
    { done_ids: [], notes: ['1 NOTE_STATUS_CONFLICT'] },
  ],
  [
    'does not count metrics, and notes numbered requirements',
    `${story('US-001')}## Functional Requirements\n1. FR-1: x\n## Success Metrics\n- fast\n`,
    { verification_count: 2 },
  ],
  [
    'T20 keeps two stories of one id',
    `${story('US-001')}${story('US-001', '- [ ] c\n')}`,
    { ids: ['US-001', 'US-001#2'] },
  ],
  [
    'T51 keeps a gate',
    `${story('US-001')}${story('US-002', undefined, 'Requires manual approval.\n')}`,
    { gates: ['US-002 The plan says "Requires manual approval."'] },
  ],
  [
    'T51 keeps a gate of the document',
    `# PRD\nAutonomous: false\n${story('US-001')}`,
    { gates: ['US-001 The plan says "Autonomous: false"'] },
  ],
]);
