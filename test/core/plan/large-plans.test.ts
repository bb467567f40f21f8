import { describe, expect, it } from '@jest/globals';
import { readPlan } from '../../../runtime/core/plan/read-plan';
import { cpuMs } from '../../support/cpu-ms';
import { context } from './plans';

const times = (count: number, line: (no: number) => string): string =>
  Array.from({ length: count }, (_, no) => line(no + 1)).join('');

/** Plans of up to 2 MB in which much is joined with much. */
const PLANS: readonly (readonly [what: string, fileName: string, text: string])[] = [
  [
    'a roadmap whose every phase waits on all before',
    'ROADMAP.md',
    times(30_000, (no) => `### Phase ${no}: a\n**Depends on**: All previous phases\n`),
  ],
  [
    'a roadmap of many milestones that name many phases',
    'ROADMAP.md',
    times(30_000, (no) => `### Phase ${no}: a\n**Goal**: x\n`) +
      times(15_000, (no) => `- ✅ **v1.${no}** — Phases 1-${no} (shipped)\n`),
  ],
  [
    'tasks that wait on ranges of tasks',
    'specs/001-a/tasks.md',
    `## Phase 1: a\n${times(50_000, (no) => `- [ ] T${no} a (depends on T1-T9999)\n`)}`,
  ],
  [
    'sentences between ranges of tasks',
    'specs/001-a/tasks.md',
    `## Phase 1: a\n${times(2_000, (no) => `- [ ] T${no} a\n`)}## Dependencies\n${times(10_000, (no) => `- T${1 + (no % 900)}-T${10 + (no % 900)} depend on T1000-T1019\n`)}`,
  ],
  [
    'a graph that joins all with all',
    'PLAN.md',
    `${times(900, (no) => `- [ ] S${no} x${no}\n`)}\`\`\`mermaid\ngraph TD\n${times(200, () => `${times(600, (no) => `S${no} & `)}S1 --> ${times(200, (no) => `S${no} & `)}S9\n`)}\`\`\`\n`,
  ],
  [
    'stories in chains of hundreds',
    'prd.md',
    `${times(300, (no) => `### US-${no}: x\n**Acceptance Criteria:**\n- [ ] y\n`)}## Order\n${times(1_000, () => `${times(100, (no) => `US-${no}, `)}-> ${times(100, (no) => `US-${no + 100}, `)}\n`)}`,
  ],
];

/** Lists of hundreds of thousands: as arguments of one call they would be more than a stack holds. */
const LONG: readonly (readonly [what: string, fileName: string, text: string])[] = [
  [
    'a step with a million empty lines below it',
    'PLAN.md',
    `## Task 1: a\n- [ ] b\n## Task 2: c\n- [ ] d\n${'\n'.repeat(1_000_000)}`,
  ],
  [
    'a phase plan with 400,000 criteria',
    '.planning/phases/01-a/01-01-PLAN.md',
    `---\nphase: 01-a\nplan: 01\n---\n## Success Criteria\n${'- x\n'.repeat(400_000)}`,
  ],
  [
    'a task with files by the hundred thousand in one line',
    '.planning/phases/01-a/01-01-PLAN.md',
    `---\nphase: 01-a\nplan: 01\n---\n<task type="auto"><name>a</name><files>${'a.c, '.repeat(300_000)}</files></task>\n`,
  ],
];

describe('plans in which much is joined with much', () => {
  it.each(PLANS)('reads %s in seconds', (_, fileName, text) => {
    const read = () => expect(readPlan({ fileName, text }, context()).type).toMatch(/plan|problems/);
    const first = cpuMs(read);
    // What tests before left to collect may fall into the first.
    expect(first < 5_000 ? first : cpuMs(read)).toBeLessThan(5_000);
  });

  it.each(LONG)('reads %s, or refuses it', (_, fileName, text) => {
    expect(readPlan({ fileName, text }, context()).type).toMatch(/plan|problems/);
  });
});
