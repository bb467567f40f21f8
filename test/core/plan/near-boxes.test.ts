import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import type { PlanInput } from '../../../runtime/core/plan/plan';
import { context } from './plans';

describe('a box whose space is missing is a task, and noted', () => {
  it.each<[string, PlanInput, string[]]>([
    [
      'in a slice plan of GSD-2',
      {
        text: '# S01: B\n\n## Tasks\n\n- [ ] **T01: Build** `est:1h`\n-[ ] **T02: Release** (checkpoint:human-verify)\n- [ ] **T03: After** `est:1h`\n',
      },
      ['T01', 'T02 checkpoint:human-verify', 'T03'],
    ],
    [
      'in a slice plan that has no other',
      { text: '# S01: B\n\n## Tasks\n\n-[ ] **T01: Release** (checkpoint:human-verify)\n' },
      ['T01 checkpoint:human-verify'],
    ],
    [
      'in a GSD roadmap',
      {
        text: '# Roadmap: K\n\n## Phases\n- [ ] **Phase 1: Build** - x\n-[ ] **Phase 2: Approve** - checkpoint:human-verify\n- [ ] **Phase 3: Go** - x\n',
        fileName: 'ROADMAP.md',
      },
      ['Phase 1', 'Phase 2 The plan says "Approve"', 'Phase 3'],
    ],
    [
      'in an epic of CCPM',
      {
        text: '---\nname: k\nstatus: backlog\nprogress: 0%\n---\n# Epic: k\n\n## Tasks Created\n- [ ] #1 - A (parallel: false)\n-[ ] #2 - B, manual approval (parallel: false)\n',
        fileName: '.claude/epics/k/epic.md',
      },
      ['1', '2 The plan says "B, manual approval"'],
    ],
  ])('%s', (_, input, expected) => {
    const { reading, notes } = examinePlan(input, context());
    if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
    const tasks = reading.plan.tasks.map(({ originalId, humanGate = '' }) => `${originalId} ${humanGate}`.trim());
    expect(tasks).toEqual(expected);
    expect(notes.map(({ code }) => code)).toContain('NOTE_NEAR_BOX');
  });
});

describe('a box without its bullet in a plan of boxes', () => {
  it.each<[string, string, string[]]>([
    ['is a task', '# P\n- [ ] a\n[ ] b\n[x] c\n- [ ] d\n', ['a pending', 'b pending', 'c completed', 'd pending']],
    ['where all are', '# P\n[ ] a\n[ ] b\n', ['a pending', 'b pending']],
    ['unless it is a link or a legend', '# P\n- [ ] a\n\n[x](y) z\n[P] together\n', ['a pending']],
  ])('%s', (_, text, expected) => {
    const { reading, notes } = examinePlan({ text }, context());
    if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
    expect(reading.plan.tasks.map(({ title, status }) => `${title} ${status}`)).toEqual(expected);
    expect(notes.some(({ code }) => code === 'NOTE_NEAR_BOX')).toBe(expected.length > 1);
  });
});
