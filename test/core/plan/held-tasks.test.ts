import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import type { PlanInput } from '../../../runtime/core/plan/plan';
import { verifies } from '../../support/verifies';
import { context } from './plans';

const gatesOf = (input: PlanInput): readonly (string | undefined)[] => {
  const { reading } = examinePlan(input, context());
  if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
  return reading.plan.tasks.map(({ humanGate }) => humanGate);
};
const front = (...fields: string[]): string => `---\n${fields.join('\n')}\n---\n# T\n`;

describe('a task that its plan calls blocked waits for a person', () => {
  it.each<[string, PlanInput, (string | undefined)[]]>([
    ['a field below a box', { text: '- [ ] a\n  status: blocked\n- [ ] b\n' }, ['status: blocked', undefined]],
    [
      'a bold field with a reason',
      { text: '- [ ] a\n  - **Status**: Blocked - waiting for legal\n' },
      ['status: Blocked - waiting for legal'],
    ],
    ['a field in the title', { text: '- [ ] a (status: on hold)\n' }, ['status: on hold']],
    ['a box with [!]', { text: '- [!] a\n' }, ['It is marked [!]']],
    ['a box of spec-kit', { text: '- [!] T001 a\n- [ ] T002 b\n' }, ['It is marked [!]', undefined]],
    ['a box of Kiro', { text: '- [!] 1. a\n', fileName: '.kiro/specs/k/tasks.md' }, ['It is marked [!]']],
    ['a box of OpenSpec', { text: '## 1. A\n- [!] 1.1 a\n- [ ] 1.2 b\n' }, ['It is marked [!]', undefined]],
    [
      'a field of spec-kit',
      { text: '- [ ] T001 a\n  - Status: blocked by legal\n- [ ] T002 b\n' },
      ['status: blocked by legal', undefined],
    ],
    [
      'headings in the style of Kiro',
      {
        text: '### Task T-001: a\n**Status**: blocked\n### Task T-002: b\n**Status**: todo\n',
        fileName: '.kiro/specs/k/tasks.md',
      },
      ['status: blocked', undefined],
    ],
    [
      'a column of a table',
      { text: '# P\n| Task | Status |\n|---|---|\n| a | Todo |\n| b | Blocked |\n' },
      [undefined, 'status: Blocked'],
    ],
    ['headings', { text: '### Step 1: a\n**Status:** blocked\n### Step 2: b\nx\n' }, ['status: blocked', undefined]],
    [
      'a phase of a roadmap',
      { text: '### Phase 1: A\n**Goal**: a\n**Status**: Blocked (legal)\n### Phase 2: B\n**Goal**: b\n' },
      ['status: Blocked (legal)', undefined],
    ],
    [
      'a row of its progress table',
      {
        text: '### Phase 1: A\n**Goal**: a\n### Phase 2: B\n**Goal**: b\n\n| Phase | Status |\n|---|---|\n| 1. A | Planned |\n| 2. B | On hold |\n',
      },
      [undefined, 'status: On hold'],
    ],
    [
      'a story of BMAD, before its first task',
      {
        text: '# Story 1.2: Lid\n\nStatus: blocked\n\n## Tasks / Subtasks\n- [ ] a\n- [ ] b\n',
        fileName: 'stories/1-2-lid.md',
      },
      ['status: blocked', undefined],
    ],
    [
      'a sprint',
      { text: 'development_status:\n  epic-1: backlog\n  1-1-a: on-hold\n  1-2-b: backlog\n' },
      ['status: on-hold', undefined],
    ],
    [
      'a code task without frontmatter',
      { text: '# Task: a\nStatus: blocked\n## Acceptance Criteria\n1. x\n', fileName: 'task-01-a.code-task.md' },
      ['status: blocked'],
    ],
    ['a file of Backlog.md', { text: front('id: task-1', 'status: Blocked', 'dependencies: []') }, ['status: Blocked']],
    [
      'a list of data, in other words',
      {
        text: '{"tasks":[{"id":1,"title":"a","status":"on hold"},{"id":2,"title":"b","status":"todo"}]}',
        format: 'data-list',
      },
      ['status: on hold', undefined],
    ],
    ['a list of Japanese', { text: '- [ ] a\n  status: ブロック中\n' }, ['status: ブロック中']],
  ])(`in %s${verifies('R-32')}`, (_, input, gates) => expect(gatesOf(input)).toEqual(gates));

  it('not where the task says itself that nobody is asked', () =>
    expect(gatesOf({ text: '- [ ] a\n  gate: none\n  status: blocked\n' })).toEqual([undefined]));
  it('not where the word only stands in a sentence', () =>
    expect(gatesOf({ text: '- [ ] Show blocked users\n  It lists who is blocked.\n' })).toEqual([undefined]));
});

describe('the status field of a box', () => {
  const statusOf = (text: string): readonly string[] => {
    const { reading, notes } = examinePlan({ text }, context());
    const said = notes.filter(({ code }) => code === 'NOTE_STATUS_CONFLICT').map(({ line, code }) => `${line} ${code}`);
    return [...(reading.type === 'plan' ? reading.plan.tasks.map(({ status }) => status) : []), ...said];
  };
  it.each<[string, string, string[]]>([
    ['says how far it is', '- [ ] a\n  status: in progress\n', ['in_progress']],
    ['leaves out what is cancelled', '- [ ] a\n  status: cancelled\n- [ ] b\n', ['skipped', 'pending']],
    ['makes nothing done that is not ticked', '- [ ] a\n  status: done\n', ['pending', '2 NOTE_STATUS_CONFLICT']],
    ['takes the tick away where it says otherwise', '- [x] a\n  status: todo\n', ['pending', '2 NOTE_STATUS_CONFLICT']],
    ['is no conflict where both say done', '- [x] a\n  status: done\n', ['completed']],
  ])('%s', (_, text, expected) => expect(statusOf(text)).toEqual(expected));
});
