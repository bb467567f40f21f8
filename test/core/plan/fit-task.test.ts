import { describe, expect, it } from '@jest/globals';
import { criterionIds } from '../../../runtime/core/plan/criterion-ids';
import { Findings } from '../../../runtime/core/plan/findings';
import { read } from './formats/format-table';

const NAMES = Array.from({ length: 60 }, (_, no) => `criterion number ${no}`);

/** One task of each kind of file that other tools write, with `{path}` as a file and `{agent}` as who does it. */
const FOREIGN: readonly (readonly [string, string, string])[] = [
  [
    'spec-kit',
    'specs/001-a/tasks.md',
    '## Phase 1: Set up\n- [ ] T001 Write the job\n  - Files: {path}\n  - Agent: {agent}\n',
  ],
  [
    'kiro',
    '.kiro/specs/a/tasks.md',
    '# Implementation Plan\n- [ ] 1. Write the job\n  - Files: {path}\n  - Agent: {agent}\n',
  ],
  [
    'openspec',
    'openspec/changes/a/tasks.md',
    '## 1. Set up\n- [ ] 1.1 Write the job\n  - Files: {path}\n  - Agent: {agent}\n',
  ],
  [
    'superpowers',
    'docs/plans/2026-01-01-a.md',
    '# A Implementation Plan\n### Task 1: Write the job\n**Files:**\n- Create: `{path}`\n\n- [ ] **Step 1: Write it**\n',
  ],
  [
    'gsd-plan',
    '.planning/phases/01-a/01-01-PLAN.md',
    '---\nphase: 01-a\nplan: 01\n---\n<tasks>\n<task type="auto">\n<name>Write the job</name>\n<files>{path}</files>\n<action>Do</action>\n</task>\n</tasks>\n',
  ],
  [
    'auto-claude',
    'implementation_plan.json',
    '{"phases":[{"id":"p","name":"P","subtasks":[{"id":"a","description":"Write the job","files_to_create":["{path}"],"status":"pending"}]}]}',
  ],
];

describe('what a foreign plan may not say', () => {
  it.each(FOREIGN)(
    'of %s: a person is asked before a protected path, and the plan is not refused',
    (format, fileName, text) => {
      const { reading, notes, ...others } = read({
        fileName,
        text: text.replace('{path}', '.github/workflows/ci.yml'),
      });
      expect(others.format).toBe(format);
      expect(reading).toMatchObject({
        type: 'plan',
        plan: { tasks: [{ files: [], humanGate: expect.stringContaining('.github/workflows/ci.yml') }] },
      });
      expect(notes.filter(({ code }) => code === 'NOTE_PROTECTED_PATH')).toHaveLength(1);
    },
  );

  it('a person is asked for what stands where a title and a description are cut off', () => {
    const title = `${'Pour it and look '.repeat(20)}after manual approval`;
    const body = Array.from({ length: 500 }, () => `  ${'words '.repeat(20)}`).join('\n');
    const { reading } = read({ fileName: 'TODO.md', text: `- [ ] ${title}\n${body}\n` });
    expect(reading).toMatchObject({ plan: { tasks: [{ humanGate: expect.stringContaining('manual approval') }] } });
  });

  it.each(FOREIGN.slice(0, 3))('of %s: somebody else’s agent is left out', (_, fileName, text) => {
    const { reading, notes } = read({ fileName, text: text.replace('{agent}', 'backend-dev') });
    expect(reading.type).toBe('plan');
    expect(JSON.stringify(reading)).not.toContain('"agent"');
    expect(notes.filter(({ message }) => message.includes('backend-dev'))).toHaveLength(1);
  });

  it('keeps 50 criteria, and says where the others stand', () => {
    const checks = NAMES.map((name) => `- [ ] ${name}`).join('\n');
    const { reading, notes } = read(`- [ ] a task\n\n## Acceptance criteria\n${checks}\n`);
    expect(reading).toMatchObject({ type: 'plan', plan: { tasks: [{ verification: { length: 50 } }] } });
    expect(notes.find(({ code }) => code === 'NOTE_CRITERIA_LEFT_OUT')?.lines).toHaveLength(10);
  });

  it('cuts a description, and still hears what stands behind the cut', () => {
    const { reading, notes } = read(
      `- [ ] a task\n  ${'word '.repeat(7_000)}\n  Needs manual approval by the owner.\n`,
    );
    expect(notes.map(({ code }) => code)).toEqual(expect.arrayContaining(['NOTE_SHORTENED', 'NOTE_HUMAN_GATE']));
    expect(reading).toMatchObject({ type: 'plan', plan: { tasks: [{ humanGate: expect.any(String) }] } });
  });

  it('names the first 500 files', () => {
    const files = Array.from({ length: 600 }, (_, no) => `a/${no}.ts`).join(', ');
    const { reading, notes } = read(`- [ ] a task\n  files: ${files}\n`);
    expect(reading).toMatchObject({ type: 'plan', plan: { tasks: [{ files: { length: 500 } }] } });
    expect(notes.map(({ code }) => code)).toContain('NOTE_PATH');
  });

  it('numbers criteria whose ids are none of ours, or stand twice', () => {
    const criteria = ['ISC-1', 'ISC-1', 'gate', 'a b', 'c5', undefined].map((id) => ({
      criterion: 'x',
      where: { line: 1, column: 1 },
      ...(id === undefined ? {} : { id }),
    }));
    expect(criterionIds(criteria, false, new Findings())).toEqual(['ISC-1', 'c2', 'c3', 'c4', 'c5', 'c6']);
  });
});
