import { type Alias, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Findings } from '../findings';
import type { PlanLimits, Position } from '../plan';
import { quote } from '../text/quote';
import { type DataNode, type OpenNode, placeOfKey } from './data-node';
import { mostKeysInAll } from './most-keys';

/** Turns the package's nodes into ours, over an explicit stack; copies of aliases count towards a limit. */
export function yamlToData(
  root: Node,
  resolve: (alias: Alias) => Node | undefined,
  limits: PlanLimits,
  findings: Findings,
  positionAt: (offset: number) => Position,
): DataNode | undefined {
  const most = mostKeysInAll(limits) * 4;
  const open: (OpenNode & { readonly node: Node; next: number; key?: { name: string; where: Position } })[] = [];
  let count = 0;
  let current: unknown = root;
  let around = positionAt(0);

  while (true) {
    let node = current as Node | null | undefined;
    const where: Position = node?.range ? positionAt(node.range[0]) : around;
    if (isAlias(node)) {
      const name = node.source;
      node = resolve(node);
      if (node === undefined) {
        findings.problem('PLAN_SYNTAX', where, `The alias *${name} names no anchor`);
        return undefined;
      }
      if (open.some((outer) => outer.node === node)) {
        findings.problem('PLAN_ALIAS_CYCLE', where, `The alias *${name} holds itself`, { hint: 'Write the value out' });
        return undefined;
      }
    }
    if (++count > most) {
      findings.problem('PLAN_ALIASES', where, `The aliases of the plan grow into more than ${most} values`, {
        limit: most,
        hint: 'Write the values out',
      });
      return undefined;
    }

    let value: DataNode | undefined;
    if (isMap(node)) open.push({ type: 'map', where, entries: [], node, next: 0 });
    else if (isSeq(node)) open.push({ type: 'list', where, items: [], node, next: 0 });
    else value = scalarOf(node, where);
    if (value?.type === 'text' && refusesNul(String(value.value), where, findings)) return undefined;
    if (open.length > limits.depth) {
      findings.problem('PLAN_DEPTH', where, `The plan is nested deeper than ${limits.depth} levels`, {
        limit: limits.depth,
      });
      return undefined;
    }

    while (true) {
      const parent = open[open.length - 1];
      if (value !== undefined) {
        if (parent === undefined) return value;
        if (parent.type === 'list') parent.items.push(value);
        else parent.entries.push({ key: parent.key!.name, where: parent.key!.where, value });
        value = undefined;
      }
      const inside = parent!;
      around = inside.where;
      if (inside.type === 'list' && isSeq(inside.node) && inside.next < inside.node.items.length) {
        current = inside.node.items[inside.next++];
        break;
      }
      if (inside.type === 'map' && isMap(inside.node) && inside.next < inside.node.items.length) {
        const pair = inside.node.items[inside.next++]!;
        const key = keyOf(pair.key, inside, findings, positionAt);
        if (key === undefined) continue;
        if (inside.entries.length >= limits.keys) {
          const message = `A map of the plan has more than ${limits.keys} keys`;
          findings.problem('PLAN_KEYS', key.where, message, { limit: limits.keys });
          return undefined;
        }
        inside.key = key;
        around = key.where;
        current = pair.value;
        break;
      }
      open.pop();
      value =
        inside.type === 'map'
          ? { type: 'map', where: inside.where, entries: inside.entries }
          : { type: 'list', where: inside.where, items: inside.items };
    }
  }
}

function keyOf(
  key: unknown,
  map: OpenNode & { readonly type: 'map' },
  findings: Findings,
  positionAt: (offset: number) => Position,
): { name: string; where: Position } | undefined {
  const range = (key as Node | null)?.range;
  const where = range ? positionAt(range[0]) : map.where;
  if (!isScalar(key) || key.value === null) {
    findings.problem('PLAN_KEY', where, 'A key must be a text', { hint: 'Put the key in quotes' });
    return undefined;
  }
  const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
  if (refusesNul(name, where, findings)) return undefined;
  if (name === '<<' && key.type === 'PLAIN') {
    findings.problem('PLAN_KEY', where, 'Merge keys (<<) are not allowed', { hint: 'Write the fields out' });
    return undefined;
  }
  const first = placeOfKey(map, name);
  if (first !== undefined) {
    findings.problem('PLAN_DUPLICATE_KEY', where, `The key ${quote(name)} stands here and in line ${first.line}`, {
      hint: 'Keep one of them',
    });
  }
  return { name, where };
}

/** Refuses a text that holds NUL, which YAML writes as an escape. */
function refusesNul(text: string, where: Position, findings: Findings): boolean {
  if (!text.includes('\0')) return false;
  findings.problem('PLAN_CONTROL_CHAR', where, 'A text holds a NUL character', { hint: 'Remove it' });
  return true;
}

function scalarOf(node: unknown, where: Position): DataNode {
  if (!isScalar(node)) return { type: 'null', where, value: null, source: '' };
  const { value } = node;
  const source = node.source ?? String(value);
  if (typeof value === 'string') return { type: 'text', where, value, source };
  if (typeof value === 'number') return { type: 'number', where, value, source };
  if (typeof value === 'boolean') return { type: 'boolean', where, value, source };
  return { type: 'null', where, value: null, source };
}
