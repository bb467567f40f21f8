import type { DataEntry } from '../../data/data-node';
import { gateOf } from '../data-gate';

const ATTRIBUTE = /([A-Za-z_][\w-]{0,40})\s{0,3}=\s{0,3}(?:"([^"\n]{0,500})"|'([^'\n]{0,500})'|([^\s"'<>]{1,200}))/g;

/** The attributes of a tag `<task type="auto" …>`; keys in lower case, the first of each counts. */
export function readTagAttributes(tag: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, key = '', double, single, bare] of tag.matchAll(ATTRIBUTE)) {
    const name = key.toLowerCase();
    if (!attributes.has(name)) attributes.set(name, (double ?? single ?? bare ?? '').trim());
  }
  return attributes;
}

/** What `type` and `gate` of a task ask, `checkpoint:human-verify`, `gate="blocking"`; empty when they ask for nobody. */
function askedByKind(type: string, gate: string): readonly string[] {
  return [
    /checkpoint|human|manual|decision|approval|verify/i.test(type) ? type : '',
    gate !== '' && !/^(?:none|no|false|non-?blocking|auto)$/i.test(gate) ? `gate: ${gate}` : '',
  ].filter((each) => each !== '');
}

/**
 * What the fields of a task ask of a person: its attributes, and the small elements inside it (`<autonomous>false</autonomous>`).
 * Undefined when none does.
 */
export function askedByFields(fields: readonly (readonly [name: string, value: string])[]): string | undefined {
  const of = (name: string): readonly string[] => fields.flatMap(([key, value]) => (key === name ? [value] : []));
  const types = of('type');
  const gates = of('gate');
  const kinds = Array.from({ length: Math.max(types.length, gates.length) }, (_, no) =>
    askedByKind(types[no] ?? '', gates[no] ?? ''),
  ).flat();
  const where = { line: 1, column: 1 };
  const entries = fields
    .filter(([key]) => key !== 'type' && key !== 'gate')
    .map(([key, value]): DataEntry => ({ key, where, value: { type: 'text', where, value, source: value } }));
  const other = gateOf({ type: 'map', where, entries });
  const asks = other === undefined ? kinds : [...kinds, other];
  return asks.length === 0 ? undefined : asks.join(', ');
}

const ELEMENT = /<([A-Za-z][\w-]{0,40})>([^<>]{0,300})<\//g;

/** The small elements of a text by their names in lower case: `<gate>blocking</gate>`. */
export function smallElements(text: string): readonly (readonly [name: string, value: string])[] {
  return Array.from(text.matchAll(ELEMENT), ([, name, value]) => [name!.toLowerCase(), value!.trim()] as const);
}
