import { detects, formatTable } from './format-table';

const text = (
  status: string,
  on: string,
  criteria = '1. **Hot**\n   - Given water\n   - When it boils\n   - Then it is hot\n\n2. **Loud**\n   - Given steam\n',
) =>
  `---\nstatus: ${status}\ncreated: 2026-01-01\nstarted: null\ncompleted: null\n---\n# Task: Boil\n\n## Technical Requirements\n1. Use \`src/boil.rs\`\n\n## Dependencies\n${on}\n## Acceptance Criteria\n\n${criteria}`;
const at = (no: string, content: string) => ({
  text: content,
  fileName: `specs/kettle/tasks/task-${no}-boil.code-task.md`,
});

detects('code-task', [
  ['by its ending', at('01', '# Task: Boil\n'), true],
  ['by its frontmatter and headings', text('pending', ''), true],
  ['not by a heading alone', '# Task: Boil\n## Acceptance Criteria\n- [ ] a\n', false],
]);

formatTable('code-task', [
  [
    'reads one task, with the numbers that its file name has',
    at('06', text('completed', '- Task 3: the kettle\n- Task 9: the lid\n')),
    {
      ids: ['06'],
      done_ids: ['06'],
      edges: [
        ['03', '06'],
        ['09', '06'],
      ],
      verification_count: 2,
    },
  ],
  [
    'says what else it needs',
    at('06', text('pending', '- water from the tap\n- None\n')),
    { edges: [], notes: ['13 NOTE_EXTERNAL_DEPENDENCY'] },
  ],
  [
    'reads pasted text, which waits on no task 1 that it would be itself',
    text('in_progress', '- Task 1: the kettle\n'),
    { ids: ['task'], done_ids: [], edges: [['1', 'task']], notes: ['13 NOTE_EXTERNAL_DEPENDENCY'] },
  ],
  [
    'reads a folder: who says nothing follows the one before',
    {
      documents: [
        at('02', text('pending', '')),
        at('01', text('pending', '')),
        at('03', text('pending', '- Task 1: water\n')),
      ].map((each) => ({ path: each.fileName, text: each.text })),
    },
    { ids: ['01', '02', '03'], edges: [['01', '03']], shape: ['01', '02<~01', '03<01'] },
  ],
  ['T51: asks a person', at('01', text('pending\nautonomous: false', '')), { gates: ['01 autonomous: false'] }],
]);
