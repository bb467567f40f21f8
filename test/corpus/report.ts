import { FACTS, percentOf, type Score } from './score';

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

/** Every miss: file, format found, fact, what was expected and what was seen. */
export function missList(scores: readonly Score[]): string {
  return scores
    .filter(({ judgements }) => judgements.some(({ isHit }) => !isHit))
    .map(({ name, family, format, judgements, problems }) =>
      [
        `${name} [${family}] read as ${format}${problems.length === 0 ? '' : `, refused: ${[...new Set(problems)].join(', ')}`}`,
        ...judgements
          .filter(({ isHit }) => !isHit)
          .map(({ fact, expected, seen }) => `  ${fact}: expected ${expected}; seen ${seen}`),
      ].join('\n'),
    )
    .join('\n');
}
