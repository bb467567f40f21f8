import { FACTS, type Judgement, percentOf, type Score } from './score';

/** The figures of a run that are kept in `reached.json`: percent, by how the files were named. */
export interface Reached {
  /** Under the path that they had in their repository. */
  readonly byPath: number;
  /** Under their names in the corpus. */
  readonly byName: number;
  /** Pasted, without a name. */
  readonly pasted: number;
  readonly bundles: number;
}

/** A row for each family with hits of each fact, and the sum. */
export function scoreTable(scores: readonly Score[]): string {
  const facts = [...FACTS, 'waves'] as const;
  const families = [...new Set(scores.map(({ family }) => family))].sort();
  const head = ['FAMILY', 'FILES', ...facts, 'ALL'];
  const rows = [...families, ''].map((family) => {
    const of = family === '' ? scores : scores.filter((score) => score.family === family);
    const cells = facts.map((fact) => hits(of, (each) => each === fact));
    return [family || 'all', String(of.length), ...cells, `${hits(of, () => true)} ${percentOf(of).toFixed(1)} %`];
  });
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function hits(scores: readonly Score[], isMeant: (fact: string) => boolean): string {
  const all = scores.flatMap(({ judgements }) => judgements).filter(({ fact }) => isMeant(fact));
  return all.length === 0 ? '·' : `${all.filter(({ isHit }) => isHit).length}/${all.length}`;
}

/** Every miss: file, format found, fact, what was expected and what was seen key by key, and why. */
export function missList(scores: readonly Score[]): string {
  return scores
    .filter(({ judgements }) => judgements.some(({ isHit }) => !isHit))
    .map(({ name, family, format, judgements, problems }) =>
      [
        `${name} [${family}] read as ${format}${problems.length === 0 ? '' : `, refused: ${[...new Set(problems)].join(', ')}`}`,
        ...judgements.filter(({ isHit }) => !isHit).flatMap(missLines),
      ].join('\n'),
    )
    .join('\n');
}

/** Of one list, so many are shown. */
const MOST = 40;

function missLines({ fact, expected, seen, lost = [], extra = [], why }: Judgement): readonly string[] {
  return [
    `  ${fact}: expected ${expected}, seen ${seen}`,
    ...keyLines('expected, not seen', lost),
    ...keyLines(lost.length === 0 && fact === 'verification_count' ? 'seen' : 'seen, not expected', extra),
    `    why: ${why ?? 'NOT EXPLAINED: a mistake of the reader, until somebody shows another one (known-misses.ts)'}`,
  ];
}

function keyLines(what: string, keys: readonly string[]): readonly string[] {
  const lines = keys.slice(0, MOST).map((key) => `    ${what}: ${key}`);
  return keys.length > MOST ? [...lines, `    ${what}: and ${keys.length - MOST} more`] : lines;
}

/** The misses that nobody has explained, as `file: fact`. */
export function unexplained(scores: readonly Score[]): readonly string[] {
  return scores.flatMap(({ name, judgements }) =>
    judgements.flatMap(({ fact, isHit, why }) => (isHit || why !== undefined ? [] : [`${name}: ${fact}`])),
  );
}
