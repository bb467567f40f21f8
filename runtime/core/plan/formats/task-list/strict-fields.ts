import { type DataEntry, type DataList, type DataMap, type DataNode, nameOfType } from '../../data/data-node';
import type { Findings } from '../../findings';
import type { Position } from '../../plan';
import { cut } from '../../text/cut';
import { nearest } from '../../text/nearest';
import { quote } from '../../text/quote';
import { FORBIDDEN, PRINTED, SAME_AS } from './fields';

/** Reads fields of the expected type, and reports every other one with its path. */
export class StrictFields {
  constructor(readonly findings: Findings) {}

  checkFields(map: DataMap, known: readonly string[], path: string): void {
    for (const { key, where } of map.entries) {
      if (known.includes(key)) continue;
      const at = `${path}/${cut(key.replaceAll('~', '~0').replaceAll('/', '~1'), 100)}`;
      if (FORBIDDEN.includes(key)) {
        this.findings.problem('PLAN_FORBIDDEN_FIELD', where, `A plan cannot set ${quote(key)}; only nightshift does`, {
          path: at,
          hint: 'Remove the field',
        });
        continue;
      }
      const writable = known.filter((name) => !PRINTED.has(name));
      const meant = this.findings.hasMany ? undefined : meantBy(key, writable);
      this.findings.problem('PLAN_UNKNOWN_FIELD', where, `There is no field ${quote(key)}`, {
        path: at,
        hint: meant === undefined ? `Fields here: ${writable.join(', ')}` : `Did you mean "${meant}"?`,
      });
    }
  }

  text(map: DataMap, key: string, path: string, hint?: string): string | undefined {
    const node = field(map, key)?.value;
    if (node === undefined) return undefined;
    if (node.type === 'text') return String(node.value);
    this.wrongType(node, `${path}/${key}`, 'a text', hint);
    return undefined;
  }

  number(map: DataMap, key: string, path: string, low: number, high: number): number | undefined {
    const node = field(map, key)?.value;
    if (node === undefined) return undefined;
    if (node.type !== 'number') {
      this.wrongType(
        node,
        `${path}/${key}`,
        'a number',
        node.type === 'text' && /^\d+,\d+$/.test(String(node.value)) ? 'Write a decimal point' : undefined,
      );
      return undefined;
    }
    const value = Number(node.value);
    if (Number.isFinite(value) && value > low && value <= high) return value;
    this.findings.problem('PLAN_RANGE', node.where, `${key} must be more than ${low} and at most ${high}`, {
      path: `${path}/${key}`,
      limit: value <= low ? low : high,
      ...(Number.isFinite(value) ? { seen: value } : {}),
    });
    return undefined;
  }

  oneOf<Value extends string>(map: DataMap, key: string, path: string, allowed: readonly Value[]): Value | undefined {
    const value = this.text(map, key, path);
    if (value === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) {
      this.findings.problem('PLAN_ENUM', field(map, key)!.value.where, `${key} cannot be ${quote(value)}`, {
        path: `${path}/${key}`,
        hint: `One of: ${allowed.join(', ')}`,
      });
    }
    return found;
  }

  list(map: DataMap, key: string, path: string, what: string): DataList | undefined {
    const node = field(map, key)?.value;
    if (node === undefined || node.type === 'list') return node;
    this.wrongType(node, `${path}/${key}`, what);
    return undefined;
  }

  texts(list: DataList, path: string, what: string): { text: string; where: Position }[] {
    return list.items.flatMap((item, no) => {
      if (item.type === 'text') return [{ text: String(item.value), where: item.where }];
      this.wrongType(item, `${path}/${no}`, what, item.type === 'number' ? 'Put it in quotes' : undefined);
      return [];
    });
  }

  /** False when it is absent. */
  isTrue(map: DataMap, key: string, path: string): boolean {
    const node = field(map, key)?.value;
    if (node === undefined) return false;
    if (node.type === 'boolean') return node.value === true;
    this.wrongType(node, `${path}/${key}`, 'true or false');
    return false;
  }

  wrongType(node: DataNode, path: string, wanted: string, hint?: string): void {
    const seen = node.type === 'number' || node.type === 'boolean' ? ` (${quote(node.source)})` : '';
    this.findings.problem('PLAN_TYPE', node.where, `${path} must be ${wanted}; it is ${nameOfType(node)}${seen}`, {
      path,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** The entry of a map with this key. */
export function field(map: DataMap, key: string): DataEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** The field that says what `key` says in another format, else the one that looks most like it. */
function meantBy(key: string, writable: readonly string[]): string | undefined {
  const same = SAME_AS.get(key.toLowerCase());
  return same !== undefined && writable.includes(same) ? same : nearest(key, writable);
}
