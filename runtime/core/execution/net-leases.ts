/** What a batch of lease changes comes to. */
export interface NetLeases<Take, Drop> {
  readonly drops: readonly Drop[];
  readonly takes: readonly Take[];
}

interface Change {
  readonly type: 'take' | 'drop';
  readonly task: number;
  readonly token: number;
}

/** Drops first, then takes: a lease that is taken and dropped in the same batch is neither. Order of the changes is kept. */
export function netLeases<C extends Change>(
  changes: readonly C[],
): NetLeases<Extract<C, { type: 'take' }>, Extract<C, { type: 'drop' }>> {
  const takes = new Map<string, Extract<C, { type: 'take' }>>();
  const drops: Extract<C, { type: 'drop' }>[] = [];
  for (const change of changes) {
    const key = `${change.task}:${change.token}`;
    if (change.type === 'take') takes.set(key, change as Extract<C, { type: 'take' }>);
    else if (!takes.delete(key)) drops.push(change as Extract<C, { type: 'drop' }>);
  }
  return { drops, takes: [...takes.values()] };
}
