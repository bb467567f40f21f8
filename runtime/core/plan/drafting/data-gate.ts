import { type DataMap, type DataNode, entryOf, textOf } from '../data/data-node';
import { GATES, isYes } from './data-fields';

/** Values that name a person's work or decision. */
const PERSON = /\b(?:checkpoint|manual|human|approval|gate|decision|sign-?off)\b/i;
const ASKS = new Set(GATES.asks.map(plainKey));
const ALLOWS = new Set(GATES.allows.map(plainKey));
const KINDS = new Set(GATES.kinds.map(plainKey));

/**
 * What a task's fields ask of a person before it starts, in the plan's own words; undefined when none does. Keys count in
 * any case, with `_`, `-` or neither. A field that says neither yes nor no asks too: when in doubt, a task waits.
 */
export function gateOf(map: DataMap): string | undefined {
  for (const { key, value } of map.entries) {
    const plain = plainKey(key);
    const text = textOf(value);
    if (ALLOWS.has(plain) && isYes(value) === false && !/^auto/i.test(text ?? '')) return `${key}: ${text}`;
    if (ASKS.has(plain) && asks(value)) return `${key}: ${text ?? 'set'}`;
    if (KINDS.has(plain) && text !== undefined && PERSON.test(text.slice(0, 200))) return `${key}: ${text}`;
  }
  return undefined;
}

function asks(value: DataNode): boolean {
  if (value.type === 'null' || isYes(value) === false) return false;
  if (value.type === 'list') return value.items.length > 0;
  // A gate that a command opens is a criterion.
  return value.type !== 'map' || entryOf(value, 'command') === undefined || value.entries.length > 1;
}

function plainKey(key: string): string {
  return key
    .slice(0, 60)
    .toLowerCase()
    .replace(/[_\-\s]/g, '');
}
