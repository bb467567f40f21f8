import type { PlanInput } from '../../../runtime/core/plan/plan';

const json = (value: unknown): string => JSON.stringify(value);

/** By format: a plan whose second task has a title; the first is called One. */
export const TITLE_PLANS: readonly (readonly [format: string, plan: (title: string) => PlanInput])[] = [
  ['boxes', (title) => ({ text: `# P\n- [ ] One\n- [ ] ${title}\n- [ ] Last\n` })],
  ['a numbered list', (title) => ({ text: `# P\n## Steps\n1. One\n2. ${title}\n3. Last\n` })],
  ['headings', (title) => ({ text: `# P\n### Task 1: One\nwords\n### Task 2: ${title}\nwords\n` })],
  [
    'a table',
    (title) => ({ text: `# P\n| # | Task | Status |\n|---|---|---|\n| 1 | One | open |\n| 2 | ${title} | open |\n` }),
  ],
  [
    'superpowers',
    (title) => ({
      text: `# K Implementation Plan\n\n**Goal:** x\n\n### Task 1: One\n\n**Files:**\n- Create: \`a.c\`\n\n### Task 2: ${title}\n\n**Files:**\n- Create: \`b.c\`\n`,
      fileName: 'docs/plans/2026-01-05-k.md',
    }),
  ],
  [
    'PRP',
    (title) => ({
      text: `## All Needed Context\n\n## Implementation Blueprint\n### list of tasks\n\`\`\`yaml\nTask 1: One\nCREATE a.c:\n  - x\nTask 2: ${title}\nCREATE b.c:\n  - x\n\`\`\`\n\n## Validation Loop\n`,
      fileName: 'PRPs/k.md',
    }),
  ],
  [
    'Task Master',
    (title) => ({
      text: json({
        master: {
          tasks: [
            { id: 1, title: 'One', status: 'pending', dependencies: [] },
            { id: 2, title, status: 'pending', dependencies: [1] },
          ],
        },
      }),
      fileName: '.taskmaster/tasks/tasks.json',
    }),
  ],
  [
    'a story of BMAD',
    (title) => ({
      text: `# Story 1.2: K\n\nStatus: ready-for-dev\n\n## Acceptance Criteria\n1. x\n\n## Tasks / Subtasks\n- [ ] Task 1: One\n- [ ] Task 2: ${title}\n`,
      fileName: 'stories/1.2.k.md',
    }),
  ],
  [
    'epics of BMAD',
    (title) => ({
      text: `# K - Epics\n\n## Epic 1: A\n### Story 1.1: One\n**Acceptance Criteria:**\n- x\n\n### Story 1.2: ${title}\n**Acceptance Criteria:**\n- x\n`,
      fileName: 'epics.md',
    }),
  ],
  [
    'Kiro',
    (title) => ({
      text: `# Implementation Plan\n\n- [ ] 1. One\n  - _Requirements: 1.1_\n- [ ] 2. ${title}\n  - _Requirements: 1.2_\n`,
      fileName: '.kiro/specs/k/tasks.md',
    }),
  ],
  [
    'a GSD plan',
    (title) => ({
      text: `---\nphase: 1-a\nplan: 1\nautonomous: true\n---\n<tasks>\n<task type="auto"><name>One</name><action>x</action></task>\n<task type="auto"><name>${title}</name><action>y</action></task>\n</tasks>\n`,
      fileName: '.planning/phases/01-a/01-01-PLAN.md',
    }),
  ],
  [
    'a GSD roadmap',
    (title) => ({
      text: `# Roadmap: K\n\n### Phase 1: One\n**Goal**: x\n**Depends on**: Nothing\n### Phase 2: ${title}\n**Goal**: y\n**Depends on**: Phase 1\n`,
      fileName: '.planning/ROADMAP.md',
    }),
  ],
  [
    'the checklist of a GSD roadmap',
    (title) => ({
      text: `# Roadmap: K\n\n## Phases\n- [ ] **Phase 1: One** - heats\n- [ ] **Phase 2: Two** - ${title}\n\n### Phase 1: One\n**Goal**: x\n### Phase 2: Two\n**Goal**: y\n**Depends on**: Phase 1\n`,
      fileName: '.planning/ROADMAP.md',
    }),
  ],
  [
    'a roadmap of GSD-2',
    (title) => ({
      text: `# M001: K\n\n## Slices\n- [ ] **S01: One** \`risk:low\` \`depends:[]\`\n- [ ] **S02: ${title}** \`risk:low\` \`depends:[S01]\`\n`,
      fileName: '.gsd/milestones/M001/M001-ROADMAP.md',
    }),
  ],
  [
    'Spec Kit',
    (title) => ({
      text: `# Tasks: K\n\n## Phase 1: Setup\n- [ ] T001 One\n- [ ] T002 ${title}\n`,
      fileName: 'specs/001-k/tasks.md',
    }),
  ],
  [
    'OpenSpec',
    (title) => ({ text: `## 1. A\n- [ ] 1.1 One\n- [ ] 1.2 ${title}\n`, fileName: 'openspec/changes/k/tasks.md' }),
  ],
  [
    'a list in YAML',
    (title) => ({ text: `tasks:\n  - {id: 1, name: One, mood: x}\n  - {id: 2, name: ${json(title)}, mood: x}\n` }),
  ],
  [
    'stories in markdown',
    (title) => ({
      text: `# PRD: K\n\n### US-001: One\n**Acceptance Criteria:**\n- [ ] x\n\n### US-002: ${title}\n**Acceptance Criteria:**\n- [ ] y\n`,
      fileName: 'prd.md',
    }),
  ],
  [
    'plan mode',
    (title) => ({
      text: `# Plan: K\n\n## Context\nx\n\n## Implementation Steps\n1. One\n2. ${title}\n\n## Critical Files\n- \`src/a.c\`\n`,
      fileName: '.claude/plans/k.md',
    }),
  ],
  [
    'ralph',
    (title) => ({
      text: json({
        project: 'K',
        userStories: [
          { id: 'US-1', title: 'One', priority: 1, passes: false, acceptanceCriteria: ['x'] },
          { id: 'US-2', title, priority: 2, passes: false, acceptanceCriteria: ['x'] },
        ],
      }),
      fileName: 'prd.json',
    }),
  ],
  [
    'beads',
    (title) => ({
      text: `{"id":"bd-1","title":"One","issue_type":"task","status":"open"}\n${json({ id: 'bd-2', title, issue_type: 'task', status: 'open' })}\n`,
      fileName: '.beads/issues.jsonl',
    }),
  ],
  [
    'Backlog.md',
    (title) => ({
      documents: ['One', title].map((each, no) => ({
        path: `backlog/tasks/task-${no + 1} - x.md`,
        text: `---\nid: task-${no + 1}\ntitle: ${json(each)}\nstatus: To Do\ndependencies: []\n---\n## Description\nx\n`,
      })),
    }),
  ],
  ['the part of a task', (title) => ({ text: `# P\n- [ ] One\n- [ ] Two\n  - [ ] a\n  - [ ] ${title}\n- [ ] Last\n` })],
];
