import { type DataMap, type DataNode, itemsOf } from '../data/data-node';
import type { Findings } from '../findings';
import type { Position } from '../plan';
import { quote } from '../text/quote';
import { FIELDS } from './data-fields';
import { isGateKey } from './data-gate';

const READ: ReadonlySet<string> = new Set(Object.values(FIELDS).flat());
/** Names that one note lists. */
const SHOWN = 12;

/** The fields of a list that nobody reads, each by the first place where it stands. */
export class UnreadFields {
  private readonly found = new Map<string, Unread>();

  /** Adds those of a task. */
  ofTask({ entries }: DataMap, known: ReadonlySet<string>): void {
    for (const { key, where, value } of entries)
      if (!READ.has(key) && !known.has(key) && !isGateKey(key)) this.add(key, where, value);
  }

  /**
   * Adds the lists and maps of what stands around the tasks; its other fields describe the plan. `read` has the places,
   * by {@link placeOf}, of what was read out of it.
   */
  around({ entries }: DataMap, known: ReadonlySet<string>, read: ReadonlySet<string>): void {
    for (const { key, where, value } of entries) {
      if (value.type !== 'list' && value.type !== 'map') continue;
      if (READ.has(key) || known.has(key) || isGateKey(key) || isRead(value, read)) continue;
      if (value.type === 'list' ? value.items.length > 0 : value.entries.length > 0) this.add(key, where, value);
    }
  }

  /** Says which, with their lines. Once, at the end. */
  say(findings: Findings): void {
    const [first] = this.found.values();
    if (first === undefined) return;
    const names = [...this.found].slice(0, SHOWN).map(([key, { where, entries }]) => {
      const size = entries === 0 ? '' : `, ${entries === 1 ? '1 entry' : `${entries} entries`}`;
      return `${quote(key)} (line ${where.line}${size})`;
    });
    if (this.found.size > SHOWN) names.push(`and ${this.found.size - SHOWN} more`);
    const lines = [...new Set([...this.found.values()].map(({ where }) => where.line))];
    findings.note('NOTE_FIELDS_LEFT_OUT', first.where, `Fields that are not read: ${names.join(', ')}`, lines);
  }

  private add(key: string, where: Position, value: DataNode): void {
    if (!this.found.has(key)) this.found.set(key, { where, entries: itemsOf(value).length });
  }
}

interface Unread {
  readonly where: Position;
  /** Of a list: how many it has. */
  readonly entries: number;
}

/** The place of a value as a key. */
export function placeOf({ where: { line, column } }: { readonly where: Position }): string {
  return `${line}:${column}`;
}

function isRead(node: DataNode, read: ReadonlySet<string>): boolean {
  if (read.has(placeOf(node))) return true;
  const parts = node.type === 'map' ? node.entries.map(({ value }) => value) : itemsOf(node);
  return parts.some((part) => read.has(placeOf(part)));
}
