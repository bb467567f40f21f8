import type { Position } from '../plan';
import type { Line } from './lines';

export interface FrontmatterField {
  readonly value: string;
  readonly where: Position;
}

/**
 * The top-level fields of a frontmatter as texts, by lower-case key. Read line by line on purpose: real frontmatter is
 * often no valid YAML, and `01` must stay `01`. An empty value with a list below holds its items, joined by commas.
 */
export function readFrontmatter(lines: readonly Line[], text: string): ReadonlyMap<string, FrontmatterField> {
  const fields = new Map<string, FrontmatterField>();
  const raw = lines.some(({ kind }) => kind === 'frontmatter') ? text.split('\n', 2_000) : [];
  let last: string | undefined;
  for (const line of lines) {
    if (line.kind !== 'frontmatter') {
      if (fields.size > 0) break;
      continue;
    }
    const content = raw[line.no - 1] ?? '';
    const item = /^\s{0,8}- {1,4}/.exec(content);
    if (item !== null && last !== undefined) {
      const before = fields.get(last)!;
      fields.set(last, {
        ...before,
        value:
          before.value === ''
            ? unquoted(content.slice(item[0].length))
            : `${before.value}, ${unquoted(content.slice(item[0].length))}`,
      });
      continue;
    }
    const field = /^([A-Za-z_][\w-]{0,60}) {0,4}:/.exec(content);
    if (field === null) continue;
    last = field[1]!.toLowerCase();
    fields.set(last, { value: unquoted(content.slice(field[0].length)), where: { line: line.no, column: 1 } });
  }
  return fields;
}

/** True when the frontmatter says that the plan may not run by itself. */
export function isGated(fields: ReadonlyMap<string, FrontmatterField>): boolean {
  const autonomous = fields.get('autonomous')?.value ?? '';
  const type = fields.get('type')?.value ?? '';
  return /^(?:false|no)\b/i.test(autonomous) || /^(?:checkpoint|manual)\b/i.test(type);
}

function unquoted(value: string): string {
  const plain = value.trim();
  const quote = plain.charAt(0);
  return plain.length > 1 && (quote === '"' || quote === "'") && plain.endsWith(quote) ? plain.slice(1, -1) : plain;
}
