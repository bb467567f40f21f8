import { changedFile } from '../../../../runtime/core/plan/formats/prp/changed-file';
import { verifies } from '../../../support/verifies';
import { detects, formatTable, read } from './format-table';

const HEAD =
  '# PRP: Kettle\n\n## What\n### Success Criteria\n- [ ] boils\n- [ ] stops\n\n## All Needed Context\n### Known Gotchas\n\n## Implementation Blueprint\n';
const LOOP =
  '## Validation Loop\n### Level 1: Syntax\n```bash\n# check\nnpm run lint   # quick\nnpm run dev &\nsleep 5\n```\n### Level 2: Tests\n```bash\nnpm test\n```\n';
const fence = (tasks: string, info = 'yaml') => `### list of tasks\n\`\`\`${info}\n${tasks}\`\`\`\n`;
const TWO =
  'Task 1: Boiler\nCREATE src/boiler.py:\n  - PATTERN: follow src/pump.py\n  - DEPENDENCIES: None\n\nTask 2:\nMODIFY src/main.py\n  - DEPENDENCIES: Task 1 (needs the class)\n';

detects('prp', [
  ['by its headings', `${HEAD}${LOOP}`, true],
  ['by its path', { text: `# K\n## Implementation Blueprint\n${fence(TWO)}`, fileName: 'PRPs/kettle.md' }, true],
  ['by its frontmatter', `---\nname: "Base PRP Template"\n---\n## Validation Loop\n${fence(TWO)}`, true],
  ['not by one heading', `# Plan\n## Validation Loop\n- [ ] a\n`, false],
]);

describe('the file that a PRP line changes', () => {
  it.each([
    ['CREATE src/boiler.py:', 'src/boiler.py'],
    ['- **MODIFY** file `src/app/(shop)/page.test.tsx` (lines 3-9)', 'src/app/(shop)/page.test.tsx'],
    ['UPDATE src/main.py.', 'src/main.py'],
    ['EDIT v1.2/notes', 'none'],
    ['ADD a route', 'none'],
    [`CREATE ${'1.'.repeat(50_000)}`, 'none'],
  ])('%.60s', (line, file) => expect(changedFile(line) ?? 'none').toBe(file));
});

formatTable('prp', [
  [
    'T15 reads the list in a fence',
    `${HEAD}${fence(TWO)}${LOOP}`,
    { ids: ['1', '2'], edges: [['1', '2']], n_subtasks: 0, verification_count: 2, done_ids: [], missing_dep_ids: [] },
  ],
  ['reads the list in a fence without a language', `${HEAD}${fence(TWO, '')}`, { ids: ['1', '2'] }],
  [
    'reads one fence for each task',
    `${HEAD}${fence('Task 1: a\n  - x\n')}\n${fence('Task 2: b\n  - y\n')}`,
    { ids: ['1', '2'] },
  ],
  ['reads headings', `${HEAD}### Task 1: a\n- do\n### Task 2: b\n- do\n${LOOP}`, { ids: ['1', '2'] }],
  ['reads lines', `${HEAD}**Task 1: a**\n- do\n\n**Task 2: b**\n- do\n`, { ids: ['1', '2'] }],
  [
    'reads a numbered list with boxes below',
    `${HEAD}### Task List (in order)\n1. **Setup**\n   - [x] a\n   - [x] b\n2. **Core**\n   - [x] c\n   - [ ] d\n`,
    { ids: ['1', '2'], n_subtasks: 4, done_ids: ['1'] },
  ],
  [
    'does not count pseudocode as tasks',
    `${HEAD}${fence(TWO)}### Pseudocode per task\n#### Task 2: main\n\`\`\`python\n# Task 2\nTask 3: x\n\`\`\`\n`,
    { ids: ['1', '2'], notes: ['5 NOTE_CRITERIA_PLACED', '26 NOTE_LEFT_OUT'] },
  ],
  [
    'T29 reads lists, ranges and "None" with reasons',
    `${HEAD}${fence('Task 1: a\n  - DEPENDENCIES: None (first)\nTask 2: b\n  - DEPENDENCIES: None\nTask 3: c\n  - DEPENDENCIES: Task 1, 2 (all parts)\nTask 4: d\n  - DEPENDENCIES: Task 1 (x), Task 3 (y)\nTask 5: e\n  - DEPENDENCIES: Tasks 1-3\n')}`,
    {
      edges: [
        ['1', '3'],
        ['2', '3'],
        ['1', '4'],
        ['3', '4'],
        ['1', '5'],
        ['2', '5'],
        ['3', '5'],
      ],
      shape: ['1', '2', '3<1,2', '4<1,3', '5<1,2,3'],
    },
  ],
  [
    'T30 a document is no task',
    `${HEAD}${fence('Task 1: a\nTask 2: b\n  - DEPENDENCIES: auth-flow-prd.md (prerequisite)\n')}`,
    { edges: [], missing_dep_ids: [], shape: ['1', '2<~1'] },
  ],
  [
    'a missing task is missing',
    `${HEAD}${fence('Task 1: a\nTask 2: b\n  - DEPENDENCIES: Task 7\n')}`,
    { missing_dep_ids: ['7'] },
  ],
  [
    'T16 counts success criteria only',
    `${HEAD}${fence(TWO)}## Final Validation Checklist\n- [ ] a\n- [ ] b\n## Success Metrics\n- c\n## Anti-Patterns to Avoid\n- don't\n`,
    { verification_count: 2, n_tasks: 2 },
  ],
  [
    'reads translated success criteria',
    `# PRP\n## Critérios de Sucesso\n- a\n- b\n- c\n## Implementation Blueprint\n${fence(TWO)}${LOOP}`,
    { verification_count: 3 },
  ],
  [
    'takes the criteria that there are, where none are of success',
    `# PRP\n## Implementation Blueprint\n${fence(TWO)}${LOOP}## Final Validation Checklist\n- [ ] a\n`,
    { verification_count: 1 },
  ],
  [
    'T51 keeps a gate of a task',
    `${HEAD}${fence('Task 1: a\nTask 2: b\n  - type: manual\n')}`,
    { gates: ['2 type: manual'] },
  ],
  [
    'T51 keeps a gate of late frontmatter',
    `# PRP\n---\nname: x\nautonomous: false\n---\n## Implementation Blueprint\n${fence(TWO)}${LOOP}`,
    { gates: ['1 autonomous: false'] },
  ],
  ['criteria without tasks wait for them', `${HEAD}${LOOP}`, { n_tasks: 0, problems: ['5 PLAN_NEEDS_TASKS'] }],
  [
    'T51 keeps a gate of the section that has the list',
    `${HEAD}### list of tasks\nDo not start before approval.\n\`\`\`yaml\n${TWO}\`\`\`\n`,
    { gates: ['1 The plan says "Do not start before approval."', '2 The plan says "Do not start before approval."'] },
  ],
]);

it(`proves the last task of a PRP by the commands of its loop${verifies('R-2')}`, () => {
  const { reading } = read(`${HEAD}${fence(TWO)}${LOOP}`);
  expect(
    reading.type === 'plan'
      ? reading.plan.tasks.map(({ title, files, verification }) => ({
          title,
          files,
          commands: verification.flatMap(({ command }) => command ?? []),
        }))
      : reading,
  ).toEqual([
    { title: 'Boiler', files: ['src/boiler.py'], commands: [] },
    { title: 'MODIFY src/main.py', files: ['src/main.py'], commands: ['npm run lint', 'npm test'] },
  ]);
});

it('notes the checks that find no room', () => {
  const { notes, reading } = read(`${HEAD}${fence(TWO)}## Final Validation Checklist\n${'- [ ] x\n'.repeat(60)}`);
  expect(reading.type).toBe('plan');
  expect(notes.find(({ message }) => message.includes('at most 50'))).toMatchObject({ code: 'NOTE_CRITERIA_LEFT_OUT' });
});
