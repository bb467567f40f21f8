import { verifies } from '../../support/verifies';
import { read } from './formats/format-table';
import { planOf } from './plans';

/** `1 asked before | judged behind` for each task. */
const asked = (text: string, fileName?: string): string[] =>
  planOf(text, fileName).tasks.map(({ title, humanGate, verification }) => {
    const judged = verification.map(({ criterion }) => criterion).filter((each) => /approval|review/.test(each));
    return `${title} ${humanGate ?? ''}|${judged.join('; ')}`;
  });

const APPROVAL = 'Wait for approval from the client.';

describe(`a checkpoint that is a section between tasks holds up what stands behind it${verifies('R-3')}`, () => {
  it.each<[string, string, string | undefined, string[]]>([
    [
      'inside a phase of boxes',
      `# P\n## Phase 1\n- [ ] A\n### Checkpoint\n${APPROVAL}\n## Phase 2\n- [ ] C\n`,
      undefined,
      ['A |', `C ${APPROVAL}|`],
    ],
    [
      'by its heading alone',
      '# P\n## Phase 1\n- [ ] A\n### Checkpoint: human review\n## Phase 2\n- [ ] C\n',
      undefined,
      ['A |', 'C Checkpoint: human review|'],
    ],
    [
      'as a numbered step of which nothing more is said',
      '# P\n## 1. Build\n- [ ] A\n## 2. Approval\n## 3. Ship\n- [ ] C\n',
      undefined,
      ['A |', 'C 2. Approval|'],
    ],
    [
      'as an item between phases',
      `# P\n## Phase 1\n- [ ] A\n## Checkpoint\n- ${APPROVAL}\n## Phase 2\n- [ ] C\n`,
      undefined,
      ['A |', `C ${APPROVAL}|`],
    ],
    [
      'and asks behind the last task where nothing stands behind it',
      `# P\n## Phase 1\n- [ ] A\n## Phase 2\n- [ ] C\n## Checkpoint\n${APPROVAL}\n`,
      undefined,
      ['A |', `C |${APPROVAL}`],
    ],
    [
      'between phases of a roadmap',
      '# Roadmap: K\n## Phases\n- [ ] **Phase 1: A** - a\n- [ ] **Phase 2: C** - c\n## Phase Details\n### Phase 1: A\n**Goal**: a\n### ⛔ Checkpoint: client approval\n### Phase 2: C\n**Goal**: c\n',
      'ROADMAP.md',
      ['A |', 'C ⛔ Checkpoint: client approval|'],
    ],
    [
      'between tasks of superpowers',
      '# K Implementation Plan\n> **For Claude:** REQUIRED SUB-SKILL: Use superpowers:executing-plans\n### Task 1: A\n**Step 1: Write**\nText\n## Checkpoint: human review\n### Task 2: C\n**Step 1: Do**\nText\n',
      undefined,
      ['A |', 'C Checkpoint: human review|'],
    ],
    [
      'between tasks of GSD-2',
      '# S01: K\n## Tasks\n- [ ] **T01: A** `est:1h`\n  - Do: a\n## Checkpoint: human review\n- [ ] **T02: C** `est:1h`\n  - Do: c\n',
      'S01-PLAN.md',
      ['A |', 'C Checkpoint: human review|'],
    ],
  ])('%s', (_, text, fileName, expected) => expect(asked(text, fileName)).toEqual(expected));
});

describe('what git left of a merge', () => {
  const CONFLICT = '<<<<<<< HEAD\n- [ ] B\n=======\n- [ ] C\n>>>>>>> x\n';

  it('is refused with its place', () => {
    const { reading } = read(`# P\n- [ ] A\n${CONFLICT}`);
    expect(reading).toMatchObject({ type: 'problems', problems: [{ code: 'PLAN_SYNTAX', line: 3, column: 1 }] });
  });

  it('is an example in a code fence', () => {
    expect(read(`# P\n- [ ] A\n\`\`\`\n${CONFLICT}\`\`\`\n`).reading.type).toBe('plan');
  });
});
