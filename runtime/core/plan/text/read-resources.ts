import type { DraftResource } from '../draft';
import type { Position } from '../plan';

const PIECE = /^([a-z0-9][a-z0-9-]{0,62})(?:\s{0,2}(?:=|:|[x×])\s{0,2}(\d{1,4}))?$/;

/**
 * The shared things that a line names: `test-db, gpu=2`, also `{test-db: 1, gpu: 2}` and in backticks; 1 where no amount
 * stands. Empty where any piece is something else: plans of other tools write prose behind that word.
 */
export function readResources(value: string, where: Position): readonly DraftResource[] {
  const pieces = value.replace(/[`{}]/g, '').split(',');
  const found: DraftResource[] = [];
  for (const piece of pieces) {
    const [, name, amount = '1'] = PIECE.exec(piece.trim()) ?? [];
    if (name === undefined) return [];
    found.push({ name, amount: Number(amount), where });
  }
  return found.every(({ name }) => name === 'none') ? [] : found;
}
