import { type DataMap, entryOf, textOf } from '../data/data-node';
import { GATES, isYes } from './data-fields';

/** Values that name a person's work or decision. */
const PERSON = /\b(?:checkpoint|manual|human|approval|gate|decision|sign-?off)\b/i;

/**
 * What a task's fields ask of a person before it starts, in the plan's own words; undefined when none does. A field that
 * says neither yes nor no asks too: when in doubt, a task waits.
 */
export function gateOf(map: DataMap): string | undefined {
  for (const key of GATES.allows)
    if (isYes(entryOf(map, key)?.value) === false && textOf(entryOf(map, key)?.value) !== 'auto')
      return `${key}: false`;
  for (const key of GATES.asks) {
    const value = entryOf(map, key)?.value;
    if (value === undefined || value.type === 'null' || isYes(value) === false) continue;
    if (value.type === 'list' && value.items.length === 0) continue;
    // A gate that a command opens is a criterion.
    if (value.type === 'map' && entryOf(value, 'command') !== undefined && value.entries.length === 1) continue;
    return `${key}: ${textOf(value) ?? 'set'}`;
  }
  for (const key of GATES.kinds) {
    const text = textOf(entryOf(map, key)?.value);
    if (text !== undefined && PERSON.test(text.slice(0, 200))) return `${key}: ${text}`;
  }
  return undefined;
}
