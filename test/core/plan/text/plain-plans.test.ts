import { scanLines } from '../../../../runtime/core/plan/text/lines';
import { outlineOf, withoutNumber } from '../../../../runtime/core/plan/text/outline';
import { phaseHeading } from '../../../../runtime/core/plan/text/phase-heading';
import { readChain } from '../../../../runtime/core/plan/text/read-arrows';
import { readMermaid } from '../../../../runtime/core/plan/text/read-mermaid';
import { statusHeading } from '../../../../runtime/core/plan/text/status-heading';

it.each<[string, string | undefined]>([
  ['Phase 2: Whistle', 'phase 2 Whistle'],
  ['2. Phase 1: x', 'phase 1 x'],
  ['Weeks 3-4: y', 'week 3-4 y'],
  ['Phase A: Types', 'phase A Types'],
  ['Stage IV — z', 'stage IV z'],
  ['Etapa B', 'stage B '],
  ['阶段一：准备', 'phase 1 准备'],
  ['Sprint 3', 'sprint 3 '],
  ['Step 3: a', undefined],
  ['Phase Details', undefined],
  ['Phases', undefined],
])('the heading %j is the phase %s', (title, expected) => {
  const found = phaseHeading(title);
  expect(found === undefined ? undefined : `${found.word} ${found.id} ${found.title}`).toBe(expected);
});

it.each([
  ['4.1 In scope', 'In scope'],
  ['2. Phase 1', 'Phase 1'],
  ['一、准备', '准备'],
  ['2024 goals', '2024 goals'],
  ['3-tier', '3-tier'],
])('%j without its number is %j', (title, expected) => expect(withoutNumber(title)).toBe(expected));

it.each<[string, string | undefined]>([
  ['In Progress (3)', 'in_progress'],
  ['Done tasks', 'completed'],
  ['已完成', 'completed'],
  ['待办', 'pending'],
  ['Cancelled', 'skipped'],
  ['Done when', undefined],
  ['Open questions', undefined],
  ['Review and ship', undefined],
])('the column %j is %s', (title, expected) => expect(statusHeading(title)).toBe(expected));

it('knows what lies in what', () => {
  const sections = outlineOf(scanLines('a\n# B ✅\n## C\nc\n### D\n## E\n# F\n').lines);
  expect(sections.map(({ title, level, parent, end, isDone }) => [title, level, parent, end, isDone])).toEqual([
    ['', 0, -1, 1, false],
    ['B', 1, -1, 5, true],
    ['C', 2, 1, 4, false],
    ['D', 3, 2, 4, false],
    ['E', 2, 1, 5, false],
    ['F', 1, -1, 6, false],
  ]);
});

it.each<[string, readonly (readonly string[])[] | undefined]>([
  ['US-001 -> US-002 → US-003', [['US-001'], ['US-002'], ['US-003']]],
  ['US-001 --> US-002, US-003 (together)', [['US-001'], ['US-002', 'US-003']]],
  ['**T1** => `T2`', [['T1'], ['T2']]],
  ['a -> b', undefined],
  ['US-001, US-002', undefined],
])('the chain of %j', (text, expected) => expect(readChain(text)).toEqual(expected));

it.each<[string, string, readonly string[]]>([
  ['chains', 'A --> B --> C', ['A>B', 'B>C']],
  ['several at once', 'A & B --> C & D', ['A>C', 'A>D', 'B>C', 'B>D']],
  ['text on arrows', 'A -->|then, so| B\nB -- next --> C', ['A>B', 'B>C']],
  ['every arrow', 'A ==> B\nB -.-> C\nC --- D\nD ---> E', ['A>B', 'B>C', 'C>D', 'D>E']],
  ['labels with arrows in them', 'A[x --> y] --> B("z (1)")', ['A>B']],
  ['no styles', 'A --> B\nstyle A fill:#fff\nclassDef x y\nsubgraph S\nend\n%% C --> D', ['A>B']],
  ['names with hyphens and points', 'T-1 --> T1.2', ['T-1>T1.2']],
])('reads of a graph %s', (_, lines, expected) =>
  expect(readMermaid(`graph TD\n${lines}\n`)?.edges.map(({ from, to }) => `${from}>${to}`)).toEqual(expected),
);

it('keeps what a node is called, and reads no other pictures', () => {
  expect(readMermaid('flowchart LR\nS1["Step 1: Boil"]:::a --> S2{Ok?}\n')?.labels).toEqual(
    new Map([
      ['S1', 'Step 1: Boil'],
      ['S2', 'Ok?'],
    ]),
  );
  expect(readMermaid('sequenceDiagram\nA->>B: x\n')).toBeUndefined();
});
