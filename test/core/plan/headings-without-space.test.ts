import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import type { PlanInput } from '../../../runtime/core/plan/plan';
import { countableLines } from '../../../runtime/core/plan/text/countable-lines';
import { scanLines } from '../../../runtime/core/plan/text/lines';
import { context } from './plans';

const titlesOf = (input: PlanInput): readonly string[] => {
  const { reading } = examinePlan(input, context());
  if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
  return reading.plan.tasks.map(({ title }) => title);
};
const kindOf = (line: string) => scanLines(line).lines[0]!.kind;

describe('a heading whose space is missing', () => {
  it.each<[string, PlanInput, string[]]>([
    [
      'a GSD roadmap',
      {
        text: '# Roadmap: K\n\n###Phase 1: Build\n**Goal**: g\n\n### Phase 2: Ship\n**Goal**: g\n',
        fileName: 'ROADMAP.md',
      },
      ['Build', 'Ship'],
    ],
    [
      'a list of steps',
      { text: '# P\n\n## Step 1: Build\ncompile\n\n##Step 2: Check\ncheck\n\n## Step 3: Ship\nship\n' },
      ['Build', 'Check', 'Ship'],
    ],
    [
      'a superpowers plan',
      {
        text: '# K\n\n### Task 1: A\n**Files:**\n- Create: `a.c`\n\n- [ ] **Step 1: x**\n\n###Task 2: B\n**Files:**\n- Create: `b.c`\n\n- [ ] **Step 1: y**\n',
        fileName: 'docs/superpowers/plans/2026-01-01-k.md',
      },
      ['A', 'B'],
    ],
    [
      'a PRD of stories',
      {
        text: '# PRD: K\n\n## User Stories\n\n### US-001: A\n**Acceptance Criteria:**\n- [ ] a\n\n###US-002: B (manual approval)\n**Acceptance Criteria:**\n- [ ] b\n',
      },
      ['A', 'B (manual approval)'],
    ],
  ])('holds its work in %s', (_, input, titles) => expect(titlesOf(input)).toEqual(titles));

  it('names the group of boxes', () => {
    const text = '## 1. Build\n- [ ] 1.1 a\n\n##2. Ship\n- [ ] 2.1 b\n';
    const { reading } = examinePlan({ text, fileName: 'openspec/changes/x/tasks.md' }, context());
    expect(reading.type === 'plan' && reading.plan.tasks.map(({ phase }) => phase)).toEqual(['1. Build', '2. Ship']);
  });

  it('must end as something, as other headings must', () =>
    expect([...countableLines(scanLines('###Phase 1: Build\ntext\n')).values()]).toEqual(['heading']));

  it.each(['#Task 1: A', '#Phase 2 — B', '#US-003: C', '#2. Ship', '##Notes', '##Add a lid', '##**Bold**'])(
    '%s is one',
    (line) => expect(kindOf(line)).toBe('heading'),
  );

  it.each(['#tag', '#123', '#!/bin/sh', '#include <a.h>', '#define X 1', '#fff', '##fff', '##', '#taskforce'])(
    '%s is read as before',
    (line) => expect(kindOf(line)).toBe(line === '##' ? 'heading' : 'text'),
  );

  it('is none in a fence', () => expect(scanLines('```\n###Phase 1: A\n```\n').lines[1]!.kind).toBe('code'));
});
