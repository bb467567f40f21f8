import type { DataEntry } from '../data/data-node';
import type { FrontmatterField } from '../text/frontmatter';
import { gateOf } from './data-gate';

/** What a frontmatter asks of a person before its plan or task starts, in its own words; undefined when it does not. */
export function frontmatterGate(fields: ReadonlyMap<string, FrontmatterField>): string | undefined {
  if (/^["']?(?:false|no)\b/i.test(fields.get('autonomous')?.value ?? '')) return 'autonomous: false';
  const entries = [...fields].map(([key, { value, items, where, node }]): DataEntry => {
    const scalar = (text: string) => ({ type: 'text', where, value: text, source: text }) as const;
    const list = items.length > 1 ? ({ type: 'list', where, items: items.map(scalar) } as const) : undefined;
    return { key, where, value: node ?? list ?? scalar(value) };
  });
  return gateOf({ type: 'map', where: { line: 1, column: 1 }, entries });
}
