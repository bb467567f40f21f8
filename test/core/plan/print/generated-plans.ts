import fc from 'fast-check';
import type { TaskId } from '../../../../runtime/core/ids';
import { estimateContextTier, taskMinutes } from '../../../../runtime/core/plan/estimate';
import { findHumanGate } from '../../../../runtime/core/plan/gates/find-human-gate';
import {
  type ExecutionPlan,
  type ExecutionTask,
  NO_ID,
  type Subtask,
  type VerificationCriterion,
} from '../../../../runtime/core/plan/plan';
import { taskIdOf } from '../../../../runtime/core/plan/task-numbers';

const HERE = { line: 1, column: 1 };

/** Texts as plans have them, and texts that try to be something else. */
const PIECES = [
  'Boil the water',
  'Add `--new` to the table',
  '**bold**',
  ' - ',
  ' — ',
  ': ',
  '#',
  '# Heading',
  '### Phase 3: Other',
  '- [x] box',
  '- [ ] **Phase 2: Whistle**',
  '-[ ] near',
  '1. item',
  '* item',
  '| 1. Boil | Done |',
  '```',
  '~~~',
  '<!--',
  '-->',
  '---',
  '**Depends on**: Phase 2',
  'Goal: it boils',
  'Requirements: K-1',
  'Plans:',
  'gate: none',
  'autonomous: false',
  '(completed)',
  '✅',
  '(optional)',
  'Lid (deferred)',
  'Lid [BLOCKED]',
  'Phases 1-4 shipped',
  '**Also**: {"command": "true"}',
  '"quotes" and \\backslashes\\',
  "it's: yes",
  'no',
  '012',
  '2026-01-01',
  'null',
  '{a: b}',
  '[a](b)',
  '%TAG &a *a !b @c',
  'checkpoint',
  'needs approval',
  'Überprüfe 水 🫖',
  '\u200b',
  '\u2028',
  '\u0085',
  '\t',
  '  ',
  '\n',
  '\n\n',
  '\\u202e',
  '{{ $env.X }}',
  '$(rm -rf x)',
];

const someText = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'grapheme', maxLength: 8 })),
    {
      maxLength: 5,
    },
  )
  .map((pieces) => cleaned(pieces.join('')));
const fullText = someText.map((text) => (/[\p{L}\p{N}]/u.test(text) ? text.trim() : `Task ${text}`.trim()));
/** A title is trimmed and short. */
const title = fullText.map((text) => wellFormed(text.slice(0, 180)).trim());
const oneLine = someText.map((text) => text.replace(/\s+/g, ' ').trim() || 'x');
const command = fc.oneof(
  fc.constantFrom(
    'npm test',
    'make',
    'grep -q a b.md && ./x.sh',
    'for f in a; do test $f; done',
    'echo `date`',
    'a\nb',
  ),
  oneLine,
);
const path = fc.constantFrom('src/a.ts', 'docs/**', 'a b.md', 'x`y.md', "it's.md", 'ä/水.md', 'b.c', 'LICENSE');

const criterion: fc.Arbitrary<Omit<VerificationCriterion, 'id'>> = fc.oneof(
  fullText.map((text) => ({ criterion: text, test: 'manual' as const })),
  fc.record({ criterion: fullText, test: fc.constant('auto' as const), command }),
  fc.constantFrom('npm test', 'make all').map((text) => ({ criterion: text, test: 'auto' as const, command: text })),
);

const subtask: fc.Arbitrary<Subtask> = fc
  .record({
    originalId: fc.constantFrom('', '01-01', '3.2', '5.2#2', 'x y', '- [ ] 1'),
    title: fullText,
    isDone: fc.boolean(),
    isOptional: fc.option(fc.constant(true as const), { nil: undefined }),
    dependencies: fc.option(fc.array(fc.constantFrom('1', '01-01')), { nil: undefined }),
  })
  .map(defined) as fc.Arbitrary<Subtask>;

const one = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 3 });

const task = fc.record({
  title,
  description: someText,
  status: fc.constantFrom<ExecutionTask['status']>(
    'pending',
    'pending',
    'completed',
    'in_progress',
    'failed',
    'skipped',
  ),
  verification: fc.array(criterion, { maxLength: 3 }),
  files: fc.uniqueArray(path, { maxLength: 3 }),
  subtasks: fc.array(subtask, { maxLength: 3 }),
  tier: one(fc.constantFrom(32 as const, 64 as const, 128 as const, 200 as const)),
  command: one(command),
  agent: one(fc.constantFrom('shell', 'claude-code', 'anthropic', 'openai')),
  capability: one(oneLine),
  resources: one(fc.constantFrom({ 'test-db': 1 }, { gpu: 2, 'test-db': 1 })),
  estimateMinutes: one(fc.constantFrom(1, 0.5, 7, 90, 33.333, 100_000)),
  timeoutMinutes: one(fc.constantFrom(1, 60, 525_600)),
  humanGate: one(fullText),
  phase: one(title),
  isParallel: one(fc.constant(true as const)),
  isOptional: one(fc.constant(true as const)),
  parent: one(fc.constantFrom('1', 'Phase 2', 'x y')),
  /** Which of the tasks before and after it waits on, and how. */
  links: fc.array(fc.record({ to: fc.nat(), isImplied: fc.boolean() }), { maxLength: 4 }),
  missing: fc.uniqueArray(fc.constantFrom('Phase 99', 'external:x', 'T 1', 'a\nb'), { maxLength: 2 }),
});

/** Ids as their formats have them: `kind` of them for the whole plan. */
const IDS: readonly ((no: number) => string)[] = [
  (no) => `Phase ${no + 1}`,
  (no) => `Phase ${['2.1', '3', '1', '10', '2', '02.2', '4a', '7', '30', '5'][no] ?? no + 100}`,
  (no) => `task-${String(9 - no).padStart(3, '0')}`,
  (no) => `T${no}`,
  (no) => `#${no + 1}`,
  (no) => `${5 - no}.${no}`,
  (no) => `Phase ${no}: "x"`,
  (no) => `  a b\n${no} `,
];

/** Plans as a reader may have made them. */
export const somePlan: fc.Arbitrary<ExecutionPlan> = fc
  .record({
    tasks: fc.array(task, { minLength: 1, maxLength: 8 }),
    title,
    ids: fc.constantFrom(...IDS),
    /** Tasks may wait on later ones too: the order is turned around. */
    isTurned: fc.boolean(),
    priority: fc.constantFrom<ExecutionPlan['metadata']['priority']>('low', 'normal', 'high'),
    source: fc.constantFrom<ExecutionPlan['source']>('ROADMAP', 'SPEC', 'TASK_LIST', 'INLINE'),
    conversationId: fc.constantFrom(NO_ID, '0198c0de-0000-7000-8000-00000000000a'),
  })
  .map(({ tasks: drawn, title: name, ids, isTurned, priority, source, conversationId }): ExecutionPlan => {
    const count = drawn.length;
    const tasks = drawn.map(({ links, missing: _missing, tier, verification, humanGate, ...rest }, no) => {
      const kept = new Map<number, boolean>();
      for (const { to, isImplied } of links) {
        const other = isTurned ? no + 1 + (to % Math.max(1, count - no - 1)) : to % Math.max(1, no);
        if (other < 0 || other >= count || other === no || (!isTurned && other > no)) continue;
        if (drawn[other]!.status !== 'skipped') kept.set(other, (kept.get(other) ?? true) && isImplied);
      }
      const on = [...kept.keys()].sort((a, b) => a - b);
      const implied = on.filter((other) => kept.get(other));
      const criteria = verification.map((each, at) => ({ id: `c${at + 1}`, ...each }));
      const sized = { ...defined(rest), files: rest.files.map((each) => ({ path: each })), criteria };
      return {
        ...(defined(rest) as typeof rest),
        id: taskIdOf(no),
        dependencies: on.map(taskIdOf),
        ...(implied.length === 0 ? {} : { impliedDependencies: implied.map(taskIdOf) }),
        contextTier: tier ?? estimateContextTier(sized as unknown as Parameters<typeof estimateContextTier>[0]),
        verification: criteria,
        originalId: ids(no),
        where: HERE,
        ...(humanGate === undefined || rest.status === 'completed' ? {} : { humanGate }),
      } as unknown as ExecutionTask;
    });
    const missing = drawn.flatMap((each, no) =>
      each.missing.map((target) => ({ task: taskIdOf(no) as TaskId, target, where: HERE })),
    );
    const open = tasks.filter(({ status }) => status !== 'completed' && status !== 'skipped');
    return {
      id: '0198c0de-0000-7000-8000-000000000001',
      conversationId,
      source,
      tasks,
      metadata: {
        created: '2026-01-01T00:00:00.000Z',
        estimatedDuration: open.reduce((sum, each) => sum + taskMinutes(each), 0),
        contextBudget: tasks.reduce((sum, { contextTier }) => sum + contextTier * 1_000, 0),
        priority,
      },
      title: name,
      format: 'task-list',
      notes: [],
      ...(missing.length === 0 ? {} : { missingDependencies: missing }),
    };
  });

/** Whether a task's words ask for a person although the plan does not. */
export const soundsGated = ({ title: name, description }: ExecutionTask): boolean =>
  findHumanGate(name, description) !== undefined;

function cleaned(text: string): string {
  return wellFormed(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '');
}

function defined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '');
}
