import type { Random } from './random';

/** A markdown text, and which of its lines may be work: known because they were written as such, not because they were found. */
export interface Composed {
  readonly text: string;
  /** Line numbers, from 1. */
  readonly countable: readonly number[];
}

/** Lines of one block; those that may be work begin with {@link WORK}. */
type Block = (random: Random) => readonly string[];

const WORK = '\u0001';
const THINGS = ['Boil the water', 'Pour it', 'Write `src/lid.ts`', '**Whistle** loudly', 'Look (manual)', 'Ask Ann'];
const NUMBERED = ['Boil the water', 'Pour it', 'Whistle loudly'];
const IDS = ['', '', '', 'T001 ', '1.2 ', '3. ', '**2.1** ', 'US-004: ', 'ISC-7: '];
const INDENTS = ['', '', '', '  ', '    ', '\t'];
const BULLETS = ['-', '-', '*', '+', '1.', '7)'];
const MARKS = [' ', ' ', 'x', 'X', '-'];
const WORDS = ['Task', 'Step', 'Phase', 'Story', 'Epic'];
const SECTIONS = ['Tasks', 'Success Criteria', 'Risks', 'Out of scope', 'Done', 'Implementation Plan', 'Dependencies'];
const LABELS = ['**Files:**', '**Acceptance Criteria:**', '**Verification:**', 'Plans:', '**Depends on**: Task 1'];

const COLUMNS = [
  'To do',
  'Doing',
  'Blocked',
  'Done',
  'Zu erledigen',
  'En cours',
  '已完成',
  '진행 중',
  'В работе',
  'Fatto',
];

const box = (random: Random): string =>
  `${random.one(BULLETS)} [${random.one(MARKS)}] ${random.one(IDS)}${random.one(THINGS)} ${random.below(90)}`;
const many = (random: Random, line: () => string): string[] => Array.from({ length: 1 + random.below(4) }, line);

const BLOCKS: readonly Block[] = [
  (random) => many(random, () => `${WORK}${random.one(INDENTS)}${box(random)}`),
  (random) => many(random, () => `${WORK}${random.one(INDENTS)}${1 + random.below(9)}. ${random.one(THINGS)}`),
  (random) => [
    `${WORK}${'#'.repeat(2 + random.below(3))} ${random.one(WORDS)} ${1 + random.below(9)}: ${random.one(THINGS)}`,
  ],
  (random) => [
    '',
    '| Task | Who |',
    '|------|-----|',
    ...many(random, () => `${WORK}| ${random.one(THINGS)} ${random.below(90)} | Ann |`),
    '',
  ],
  (random) => [
    `## ${random.one(COLUMNS)}`,
    ...many(random, () => `${WORK}${random.one(['-', '*', '1.'])} ${random.one(THINGS)} ${random.below(90)}`),
    `## ${random.one(COLUMNS)}`,
    ...many(random, () => `${WORK}- ${random.one(THINGS)} ${random.below(90)}`),
  ],
  (random) => [
    '',
    ...['Todo', 'Done'].flatMap((name) => [`**${name}**`, `${WORK}- ${random.one(THINGS)} ${random.below(90)}`, '']),
  ],
  (random) => [
    '',
    '| To do | Doing | Done |',
    '|---|---|---|',
    ...many(random, () => `${WORK}| ${random.one(THINGS)} ${random.below(90)} |  | ${random.one(THINGS)} |`),
    '',
  ],
  (random) => [
    '# Kitchen',
    ...many(
      random,
      () => `${WORK}## ${1 + random.below(30)}. ${random.one(NUMBERED)} ${random.below(90)}\nSome words.`,
    ),
    '# Cellar',
  ],
  (random) => many(random, () => `${WORK}- ${1 + random.below(9)}.${random.below(9)} ${random.one(THINGS)}`),
  (random) => ['```md', ...many(random, () => `${WORK}${box(random)}`), '# none', '```'],
  (random) => ['<!--', ...many(random, () => `${WORK}${box(random)}`), '-->'],
  (random) => [`${WORK}<!-- ${box(random)} -->`],
  (random) => many(random, () => `${WORK}> ${box(random)}`),
  (random) => [`${'#'.repeat(1 + random.below(3))} ${random.one(SECTIONS)}`],
  (random) => [random.one(LABELS)],
  () => ['Some words about tea.'],
  () => ['- a detail'],
  () => ['', '---', ''],
  () => [''],
];

/** A document of all kinds of lines, in any order. */
export function composed(random: Random): Composed {
  const blocks = Array.from({ length: 4 + random.below(16) }, () => random.one(BLOCKS)(random));
  const lines = ['# Kettle', '', ...blocks.flat()].flatMap((line) => line.split('\n'));
  const countable = lines.flatMap((line, at) => (line.startsWith(WORK) ? [at + 1] : []));
  return { text: `${lines.join('\n').replaceAll(WORK, '')}\n`, countable };
}
