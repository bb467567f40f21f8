import { dependencyNote } from '../../../../runtime/core/plan/formats/task-master-prd/dependency-note';
import { detects, formatTable, read } from './format-table';

const PLACE = '.taskmaster/docs/prd.txt';
const TEMPLATE =
  '# Kettle\n## Core Features\n- x\n## Technical Architecture\n- y\n## Development Roadmap\n### Phase 1: MVP\n- coil\n### Phase 2: More\n- lid\n';
const part = (name: string, on: string) =>
  `* [ ] \`${name}\` (depends on: ${on})\n\n  * Acceptance: ${name} works\n  * Test strategy: unit tests\n\n`;
const RPG = `# K\n## Capability Tree\n### Capability: Boil\n## Development Phases\n### Phase 0: Foundation\n**Tasks**\n\n${part('lib/coil', 'none')}${part('lib/lid', 'none')}**Exit Criteria**\nall compile\n\n---\n\n### Phase 1: Whistle\n**Tasks**\n\n`;

detects('task-master-prd', [
  ['by its path', { text: 'We want a kettle.\n## Success Metrics\n- boils\n', fileName: PLACE }, true],
  ['by its path further down', { text: 'A kettle.\n', fileName: '.taskmaster/docs/v1/prd.md' }, true],
  ['by its template', `${TEMPLATE}`, true],
  ['by its tags', '<context>\n# Overview\n</context>\n<PRD>\n# Technical Architecture\n</PRD>\n', true],
  ['by modules that depend on each other', `${RPG}${part('a/b', '`lib/coil`')}`, true],
  ['not a list of boxes that lies there', { text: '- [ ] a\n- [ ] b\n', fileName: '.taskmaster/docs/todo.md' }, false],
  ['not a roadmap of phases', '### Phase 1: A\n**Goal**: g\n### Phase 2: B\n**Depends on**: Phase 1\n', false],
]);

describe('what a module depends on', () => {
  it.each([
    ['`a` (depends on: none)', ['', 'none', '`a`  ']],
    ['`a` (new; depends on: `b` (types), c) later', ['new', '`b` (types), c', '`a`   later']],
    ['`a` (see b) (Depends on : c)', ['', 'c', '`a` (see b)  ']],
    ['`a` (what it depends on: c)', ['', undefined, '`a` (what it depends on: c)']],
    ['`a` (depends on: c', ['', undefined, '`a` (depends on: c']],
    ['`a` depends on: c)', ['', undefined, '`a` depends on: c)']],
  ] as const)('%s', (line, [remark, on, text]) => expect(dependencyNote(line)).toEqual({ text, remark, on }));

  it('is found in linear time', () => {
    const started = performance.now();
    for (const line of ['('.repeat(60_000), '(depends on:'.repeat(5_000), `(depends on: ${'(a '.repeat(20_000)}`])
      dependencyNote(line);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

it('a test strategy that is a command proves the module by machine', () => {
  const examination = read({
    text: `${RPG}* [ ] \`a\` (depends on: none)\n  * Test strategy: \`npm test\`\n`,
    fileName: PLACE,
  });
  const tasks = examination.reading.type === 'plan' ? examination.reading.plan.tasks : [];
  expect(tasks.at(-1)?.verification).toMatchObject([{ command: 'npm test' }]);
});

formatTable('task-master-prd', [
  [
    'has criteria and phases, and no tasks',
    { text: `${TEMPLATE}## Success Metrics\n### Phase 1 (MVP)\n- a\n- b\n### Phase 2\n- c\n`, fileName: PLACE },
    { n_tasks: 0, waves_or_phases: 2, verification_count: 3, problems: ['13 PLAN_NEEDS_TASKS'] },
  ],
  [
    'reads groups of criteria',
    { text: '# K\n## Critérios de aceitação\n- CA01: a\n- CA02: b\n- CA03: c\n', fileName: PLACE },
    { verification_count: 3 },
  ],
  [
    'reads rows of criteria',
    { text: '# K\n## Success Criteria\n| ID | C |\n|---|---|\n| F1 | a |\n| F2 | b |\n', fileName: PLACE },
    { verification_count: 2 },
  ],
  [
    'T40 check marks are decoration',
    { text: '# K\n## Success Metrics\n- ✅ a\n- ✅ b\n', fileName: PLACE },
    { verification_count: 2, n_tasks: 0 },
  ],
  [
    'reads modules as tasks, by full and short names',
    `${RPG}${part('ui/whistle', '`coil`, `lib/lid`')}`,
    {
      n_tasks: 3,
      n_subtasks: 0,
      waves_or_phases: 2,
      edges: [
        ['1', '3'],
        ['2', '3'],
      ],
      shape: ['1', '2', '3<1,2'],
      verification_count: 6,
    },
  ],
  [
    'reads lists in brackets, with remarks in them',
    `${RPG}${part('ui/whistle', '[coil, lib/lid (optional)]')}${part('ui/tea', '[]')}`,
    {
      edges: [
        ['1', '3'],
        ['2', '3'],
      ],
      missing_dep_ids: [],
    },
  ],
  [
    'reads patterns, phases and words of phases as dependencies',
    `${RPG}${part('tools.one', '`lib.*`')}${part('tools.two', 'Phase 0 features')}${part('tools.three', 'foundation')}${part('tools.four', '`tools.*`')}`,
    {
      edges: [
        ['1', '4'],
        ['2', '4'],
        ['1', '5'],
        ['2', '5'],
        ['3', '6'],
        ['4', '6'],
        ['5', '6'],
      ],
    },
  ],
  [
    'T30 notes a name that is no module, and keeps the order then',
    `${RPG}${part('ui/a', '`lib/coil`')}${part('ui/b', '`chat.runtime`')}`,
    { missing_dep_ids: [], shape: ['1', '2', '3<1,~2', '4<~3'] },
  ],
  [
    'does not count what modules accept where the whole has metrics',
    `${RPG}${part('ui/a', 'none')}\n## Success Metrics\n* a\n* b\n`,
    { verification_count: 2 },
  ],
  ['does not take risks for tasks', `${RPG}${part('ui/a', 'none')}\n## Risks\n- [ ] burns\n1. late\n`, { n_tasks: 3 }],
  [
    'T51 asks a person where a module says so',
    `${RPG}${part('ui/a', 'none')}* [ ] Publish (depends on: none)\n  * needs manual approval\n`,
    { gates: ['4 The plan says "needs manual approval"'] },
  ],
  [
    'T51 keeps a gate of a phase',
    `${RPG.replace('Phase 1: Whistle', 'Phase 1: Whistle (manual)')}${part('ui/a', '`lib/coil`')}`,
    { gates: ['3 The plan says "Phase 1: Whistle (manual)"'] },
  ],
]);
