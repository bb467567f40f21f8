import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExecutionTask, NO_ID } from '../../../../runtime/core/plan/plan';
import { type PrintForm, printPlan } from '../../../../runtime/core/plan/print/print-plan';
import { whatPlanSays } from '../../../../runtime/core/plan/print/same-plan';
import { cpuMs } from '../../../support/cpu-ms';
import { verifies } from '../../../support/verifies';
import { brief, noteCodes, planOf, problemsOf } from '../plans';
import { printAndRead } from './print-and-read';

const MARKDOWN = `# Kettle

## Phase 1: Build
- [x] 1. Bend the \`coil\`
- [ ] 2. Solder it (depends: 1) (est: 45m)
  files: \`src/coil.c\`
  verify: \`make test-coil\`
  gate: none
- [ ] 3. Sign-off by the owner
  It must not leak.
  - [x] look
  acceptance criteria:
    - It looks good
`;

const printed = (text: string, form: PrintForm, name?: string): string =>
  printPlan({ ...planOf(text, name), conversationId: NO_ID }, form);

describe('printPlan', () => {
  it(`prints the shortest list that says the same${verifies('R-7')}`, () => {
    expect(printed(MARKDOWN, 'yaml')).toBe(`schemaVersion: 1
title: Kettle
source: INLINE
tasks:
  - id: task-001
    originalId: "1"
    title: Bend the coil
    marked: completed
    phase: "Phase 1: Build"
  - id: task-002
    originalId: "2"
    title: Solder it
    phase: "Phase 1: Build"
    dependencies: [task-001]
    files: [src/coil.c]
    estimateMinutes: 45
    verification:
      - criterion: make test-coil
        command: make test-coil
  - id: task-003
    originalId: "3"
    title: Sign-off by the owner
    phase: "Phase 1: Build"
    description: It must not leak.
    dependencies: [task-002]
    impliedDependencies: [task-002]
    humanGate: The plan says "Sign-off by the owner"
    verification:
      - It looks good
    subtasks:
      - isDone: true
        title: look
`);
  });

  it('keeps the ids of the file where all of them can be ids', () => {
    const list = JSON.stringify([
      { id: 'a', title: 'A' },
      { id: 'b', title: 'B', dependsOn: ['a'] },
    ]);
    expect(JSON.parse(printed(list, 'json')).tasks).toEqual([
      { id: 'a', title: 'A' },
      { id: 'b', title: 'B', dependencies: ['a'] },
    ]);
  });

  it(`prints a roadmap in GSD's words, and the rest in a line of its own${verifies('R-7')}`, () => {
    expect(printed(MARKDOWN, 'roadmap')).toBe(`# Roadmap: Kettle

## Phases

- [x] **Phase 1: Bend the coil**
- [ ] **Phase 2: Solder it**
- [ ] **Phase 3: Sign-off by the owner**

## Phase Details

### Phase 1: Bend the coil
**Depends on**: Nothing
**Also**: {"originalId":"1","phase":"Phase 1: Build"}

### Phase 2: Solder it
**Depends on**: Phase 1
**Files**: \`src/coil.c\`
**Estimate**: 45m
**Also**: {"originalId":"2","phase":"Phase 1: Build"}
**Success Criteria** (what must be TRUE):
  1. verify: \`make test-coil\`

### Phase 3: Sign-off by the owner
It must not leak.
**Gate**: The plan says "Sign-off by the owner"
**Also**: {"originalId":"3","phase":"Phase 1: Build"}
**Success Criteria** (what must be TRUE):
  1. It looks good
**Plans**: 1/1 plans complete

Plans:
- [x] look
`);
  });

  it.each<[string, Partial<ExecutionTask>]>([
    ['a question that begins as a checkpoint does', { humanGate: 'checkpoint* itemAdd `--new` to the table' }],
    [
      'a title that says it is held up, above a part that asks',
      {
        title: 'Lid [BLOCKED]',
        subtasks: [
          { originalId: '', title: 'Bend', isDone: false },
          { originalId: '', title: 'autonomous: false', isDone: false },
        ],
      },
    ],
    ['a title that says it is put off', { title: 'Lid (deferred)' }],
  ])(`prints a roadmap that is read as the same plan: %s${verifies('R-7')}`, (_, task) => {
    const { tasks, ...plan } = planOf('# P\n## Phase 1: A\n- [ ] a\n## Phase 2: B\n- [ ] b\n## Phase 3: C\n- [ ] c\n');
    const meant = {
      ...plan,
      conversationId: NO_ID,
      tasks: tasks.map((each, no) => (no !== 1 ? each : { ...each, ...task })),
    };
    expect(whatPlanSays(printAndRead(meant, 'roadmap'))).toEqual(whatPlanSays(meant));
  });

  it("prints GSD's own roadmap without any line of ours", () => {
    const roadmap = readFileSync(join(__dirname, '../../../../runtime/embedded/example/ROADMAP.md'), 'utf8');
    const again = printed(roadmap, 'roadmap', 'ROADMAP.md');
    expect(again).not.toContain('**Also**');
    expect(printed(again, 'roadmap', 'ROADMAP.md')).toBe(again);
  });

  it.each<[string, string]>([
    ['a box of another phase', '- [x] **Phase 2: Whistle**'],
    ['a dependency', '**Depends on**: Phase 2'],
    ['a command', '**Command**: `rm -rf .`'],
    ['a shipped milestone', '✅ Phases 1-2 shipped'],
    ['a progress table', '| 2. Whistle | 1/1 | Complete |'],
    ['a heading', '### Phase 2: Whistle ✅'],
    ['a fence', '```\n### Phase 9: Hidden'],
    ['a comment', '<!-- hidden'],
    ['frontmatter', '---\nautonomous: true\n---'],
    ['a line of ours', '**Also**: {"humanGate": false, "command": "true"}'],
  ])('takes a description, title, criterion or part for nothing else: %s', (_, text) => {
    const title = `Boil ${text.replace(/\s+/g, ' ')}`;
    const list = [
      { id: 'a', title, description: text, humanGate: text, subtasks: [text], verification: [text] },
      { id: 'b', title: 'Whistle', description: `x\n${text}\ny` },
    ];
    const plan = planOf(JSON.stringify(list));
    expect(whatPlanSays(printAndRead(plan, 'roadmap'))).toEqual({
      ...(whatPlanSays(plan) as object),
      conversationId: plan.conversationId,
    });
  });

  it('prints 2,000 tasks, each following the eight before it, within seconds', () => {
    const tasks = Array.from({ length: 2_000 }, (_, no) => {
      const on = Array.from({ length: Math.min(no, 8) }, (_, back) => `t${no - back - 1}`);
      return { id: `t${no}`, title: `Task ${no}`, dependencies: on, impliedDependencies: on };
    });
    const plan = planOf(JSON.stringify(tasks));
    const ms = cpuMs(() => {
      for (const form of ['json', 'yaml', 'roadmap'] as const) printPlan(plan, form);
    });
    expect(ms).toBeLessThan(8_000);
  });
});

describe("nightshift's own schema", () => {
  const read = (task: object, more: object = {}) =>
    planOf(
      JSON.stringify({
        tasks: [
          { id: 'z', title: 'Z' },
          { id: 'a', title: 'A', ...task },
        ],
        ...more,
      }),
    );

  it.each(['in_progress', 'completed', 'failed', 'skipped'])(`reads marked: %s, as a ticked box does`, (marked) => {
    expect(read({ marked }).tasks[1]!.status).toBe(marked);
  });

  it('reads the id that another file used, and shows it', () => {
    const plan = read({ originalId: '5.2#2', dependencies: ['z'] });
    expect(plan.tasks[1]).toMatchObject({ originalId: '5.2#2', dependencies: ['task-001'] });
  });

  it('keeps what a task waits on outside of the plan', () => {
    const plan = read({}, { missingDependencies: [{ task: 'a', target: 'Phase 9' }] });
    expect(plan.missingDependencies).toMatchObject([{ task: 'task-002', target: 'Phase 9' }]);
    expect(plan.tasks[1]!.dependencies).toEqual([]);
    expect(plan.notes).toMatchObject([{ code: 'NOTE_EXTERNAL_DEPENDENCY' }]);
  });

  it('takes an implied dependency that stands alone as one that it waits on', () => {
    expect(read({ impliedDependencies: ['z'] }).tasks[1]).toMatchObject({
      dependencies: ['task-001'],
      impliedDependencies: ['task-001'],
    });
  });

  it.each<[string, string, readonly string[]]>([
    ['a mark that is none', '[{"title": "a", "marked": "done"}]', ['1:27 PLAN_ENUM']],
    [
      'a status',
      '{"schemaVersion": 1, "tasks": [{"title": "a", "status": "completed"}]}',
      ['1:57 PLAN_FORBIDDEN_FIELD'],
    ],
    [
      'an id twice, by other names',
      '[{"id": "a", "originalId": "1", "title": "a"}, {"id": "a", "originalId": "2", "title": "b"}]',
      ['1:48 PLAN_DUPLICATE_ID'],
    ],
    [
      'two ids of one name',
      '[{"id": "a", "originalId": "1", "title": "a"}, {"id": "b", "originalId": "1", "title": "b"}]',
      ['1:48 PLAN_DUPLICATE_ID'],
    ],
    [
      'a missing dependency of nobody',
      '{"tasks": [{"title": "a"}], "missingDependencies": [{"task": "x", "target": "y"}, {"tusk": 1}, 2]}',
      [
        '1:53 PLAN_UNKNOWN_DEPENDENCY',
        '1:84 PLAN_UNKNOWN_FIELD',
        '1:83 PLAN_MISSING_FIELD',
        '1:83 PLAN_MISSING_FIELD',
        '1:96 PLAN_TYPE',
      ],
    ],
  ])('refuses %s', (_, text, expected) => expect(brief(problemsOf(text)).sort()).toEqual([...expected].sort()));
});

describe('**Also** in a roadmap', () => {
  const read = (also: string) =>
    planOf(`### Phase 1: A\n**Goal**: g\n### Phase 2: B\n**Goal**: g\n**Also**: ${also}\n`, 'ROADMAP.md');

  it.each<[string, string, object]>([
    [
      'has the last word',
      '{"title": "C", "command": "make", "marked": "skipped"}',
      { title: 'C', command: 'make', status: 'skipped' },
    ],
    ['keeps what is written exactly', '{"description": "  a\\n\\n# b "}', { description: '  a\n\n# b ' }],
    ['names the task for people', '{"originalId": "T7"}', { originalId: 'T7', dependencies: ['task-001'] }],
    ['marks what an order implies', '{"impliedDependencies": ["1"]}', { impliedDependencies: ['task-001'] }],
    ['takes back what was misread', '{"command": null, "humanGate": false}', {}],
  ])('%s', (_, also, expected) => expect(read(also).tasks[1]).toMatchObject(expected));

  it.each<[string, string]>([
    ['no JSON', '{"title": }'],
    ['a field that is none', '{"colour": "red"}'],
    ['a value that is none', '{"contextTier": 33}'],
    ['a prototype', '{"__proto__": {"x": 1}, "constructor": 1}'],
  ])('notes %s', (_, also) => {
    const plan = read(also);
    expect(noteCodes(plan)).toContain('NOTE_NOT_UNDERSTOOD');
    expect(plan.tasks[1]).toMatchObject({ title: 'B', originalId: 'Phase 2' });
  });
});
