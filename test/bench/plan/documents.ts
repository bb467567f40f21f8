/** A generated plan of one format, of any size. */
export interface Generated {
  readonly format: string;
  readonly fileName: string;
  /** A document of about so many lines. */
  readonly text: (lines: number) => string;
}

const repeat = (lines: number, each: number, make: (no: number) => string): string => {
  const pieces: string[] = [];
  for (let no = 1; no * each <= lines; no++) pieces.push(make(no));
  return pieces.join('');
};
const words = (no: number): string => `Write the part number ${no} of the kettle and its handle`;
const box = (no: number): string => (no % 7 === 0 ? '[x]' : '[ ]');
const json = (items: readonly object[]): string => items.map((item) => JSON.stringify(item)).join(',\n');
const list = (lines: number, make: (no: number) => object): string =>
  json(Array.from({ length: lines }, (_, no) => make(no + 1)));

/** One box in every line, but for a heading before each fifty. */
export const checkboxPlan = (lines: number): string => {
  const pieces = ['# Plan: Kettle\n'];
  for (let no = 1; no <= lines; no++) {
    if (no % 50 === 1) pieces.push(`\n## Phase ${Math.ceil(no / 50)}: Part ${Math.ceil(no / 50)}\n\n`);
    pieces.push(`- ${box(no)} ${words(no)}\n`);
  }
  return pieces.join('');
};

/** As people write them: sections with a sentence, boxes in boxes, words below, here and there files, a check, a wait. */
export const writtenPlan = (lines: number): string =>
  `# Plan: Kettle\n\nA kettle that tells when the water boils, in small steps.\n${repeat(lines, 24, writtenSection)}`;

const writtenSection = (no: number): string => `
## Phase ${no}: Part ${no}

What this part is for, and why it comes before the others.

- ${box(no)} ${words(no)}
- ${box(no + 1)} **Lid ${no}** - close it with \`lid.close()\`
- [ ] Measure how hot part ${no} gets
  Some words about it, as long as a line of them mostly is.
  - [ ] On the stove of the first floor
  - [ ] On the stove of the second floor
- [ ] Wire sensor ${no} to the board
  files: \`src/sensor${no}.ts\`, \`src/board.ts\`
  verify: \`npm test -- sensor${no}\`
- ${box(no + 2)} Paint the handle of part ${no} red
- [ ] Tell the user of part ${no} when the water boils
  - [ ] By a sound
  - [x] By a light
- [ ] Read the manual of part ${no} once more, and note what is missing in it
- [ ] Pack part ${no} (depends: Measure how hot part ${no} gets)
- [ ] Ship part ${no}
`;

export const DOCUMENTS: readonly Generated[] = [
  { format: 'checkbox', fileName: 'TODO.md', text: checkboxPlan },
  { format: 'checkbox, as written', fileName: 'TODO.md', text: writtenPlan },
  {
    format: 'checkbox, with details',
    fileName: 'PLAN.md',
    text: (lines) =>
      `# Plan\n${repeat(lines, 5, (no) => `- [ ] ${no}. ${words(no)}${no > 1 ? ` (depends: ${no - 1})` : ''}\n  files: \`src/a${no}.ts\`\n  verify: \`npm test -- a${no}\`\n  - [ ] A part of it\n  Some words about it.\n`)}`,
  },
  {
    format: 'gsd-roadmap',
    fileName: '.planning/ROADMAP.md',
    text: (lines) =>
      `# Roadmap: Kettle\n\n## Phases\n${repeat(lines, 8, (no) => `### Phase ${no}: Part ${no}\n**Goal**: ${words(no)}\n**Depends on**: ${no === 1 ? 'Nothing' : `Phase ${no - 1}`}\n**Success Criteria** (what must be TRUE):\n  1. It boils ${no}\n\nPlans:\n- ${box(no)} ${no}-01: coil\n`)}`,
  },
  {
    format: 'gsd-plan',
    fileName: '.planning/phases/01-kettle/01-01-PLAN.md',
    text: (lines) =>
      `---\nphase: 01-kettle\nplan: 01\nwave: 1\ndepends_on: []\nautonomous: true\n---\n<tasks>\n${repeat(lines, 6, (no) => `<task type="auto">\n  <name>Task ${no}: ${words(no)}</name>\n  <files>src/a${no}.ts</files>\n  <verify><automated>npm test</automated></verify>\n  <done>It works</done>\n</task>\n`)}</tasks>\n`,
  },
  {
    format: 'spec-kit',
    fileName: 'specs/001-kettle/tasks.md',
    text: (lines) =>
      `# Tasks: Kettle\n${repeat(lines, 20, (no) => `## Phase ${no}: Part ${no}\n${Array.from({ length: 19 }, (_, at) => `- ${box(at)} T${String(no * 20 + at).padStart(3, '0')} [P] [US${no}] Write src/part${no}/a${at}.ts\n`).join('')}`)}`,
  },
  {
    format: 'openspec',
    fileName: 'openspec/changes/kettle/tasks.md',
    text: (lines) =>
      repeat(
        lines,
        10,
        (no) =>
          `## ${no}. Part ${no}\n${Array.from({ length: 9 }, (_, at) => `- ${box(at)} ${no}.${at + 1} ${words(at)}\n`).join('')}`,
      ),
  },
  {
    format: 'kiro',
    fileName: '.kiro/specs/kettle/tasks.md',
    text: (lines) =>
      `# Implementation Plan\n${repeat(lines, 4, (no) => `- ${box(no)} ${no}. ${words(no)}\n- [ ] ${no}.1 A part\n  - a detail\n  - _Requirements: 1.${no}_\n`)}`,
  },
  {
    format: 'superpowers',
    fileName: 'docs/plans/2026-01-05-kettle.md',
    text: (lines) =>
      `# Kettle Implementation Plan\n**Goal:** tea\n---\n${repeat(lines, 8, (no) => `### Task ${no}: ${words(no)}\n**Files:**\n- Create: \`src/a${no}.ts\`\n- [ ] **Step 1: Write the failing test**\n\`\`\`ts\n# no heading\n\`\`\`\nRun: \`npm test\`\n`)}`,
  },
  {
    format: 'plan mode',
    fileName: '.claude/plans/kettle.md',
    text: (lines) =>
      `# Plan: Kettle\n## Context\nTea.\n## Implementation Steps\n${repeat(lines, 1, (no) => `${no}. ${words(no)}\n`)}## Verification\n1. \`npm test\`\n`,
  },
  {
    format: 'Task Master',
    fileName: '.taskmaster/tasks/tasks.json',
    text: (lines) =>
      `{"master":{"tasks":[${list(lines, (no) => ({ id: no, title: words(no), description: 'x', status: 'pending', dependencies: no === 1 ? [] : [no - 1], subtasks: [] }))}]}}`,
  },
  {
    format: 'ralph',
    fileName: 'prd.json',
    text: (lines) =>
      `{"project":"Kettle","userStories":[${list(lines, (no) => ({ id: `US-${no}`, title: words(no), acceptanceCriteria: ['It boils'], priority: no, passes: false }))}]}`,
  },
  {
    format: 'beads',
    fileName: '.beads/issues.jsonl',
    text: (lines) =>
      repeat(
        lines,
        1,
        (no) =>
          `${JSON.stringify({ id: `bd-${no}`, title: words(no), status: 'open', priority: 1, issue_type: 'task' })}\n`,
      ),
  },
  {
    format: 'task-list, JSON',
    fileName: 'plan.json',
    text: (lines) =>
      `{"schemaVersion":1,"title":"Kettle","tasks":[${list(lines, (no) => ({ id: `t${no}`, title: words(no), dependencies: no === 1 ? [] : [`t${no - 1}`] }))}]}`,
  },
  {
    format: 'task-list, YAML',
    fileName: 'plan.yaml',
    text: (lines) =>
      `title: Kettle\ntasks:\n${repeat(lines, 3, (no) => `  - id: t${no}\n    title: ${words(no)}\n    dependencies: [${no === 1 ? '' : `t${no - 1}`}]\n`)}`,
  },
  {
    format: 'sprint-status',
    fileName: 'sprint-status.yaml',
    text: (lines) =>
      `development_status:\n${repeat(lines, 10, (no) => `  epic-${no}: in-progress\n${Array.from({ length: 9 }, (_, at) => `  ${no}-${at + 1}-part: backlog\n`).join('')}`)}`,
  },
];
