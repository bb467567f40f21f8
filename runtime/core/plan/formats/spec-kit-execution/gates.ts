import { type DataMap, fieldOf, textOf } from '../../data/data-node';
import { isYes } from '../../drafting/data-fields';
import { gateOf } from '../../drafting/data-gate';
import type { MarkdownTask } from '../../drafting/markdown-task';
import { findHumanGate } from '../../gates/find-human-gate';
import { lastToRun } from '../../last-to-run';

/**
 * What the field `gate` of a phase, batch or task asks a person before each of its tasks; undefined when it asks nobody.
 * `gate: { command }` is a criterion of the last of them.
 */
export function askedByGate(map: DataMap, tasks: readonly MarkdownTask[]): string | undefined {
  const gate = fieldOf(map, 'gate');
  const last = lastToRun(tasks);
  if (gate === undefined || last === undefined || gate.type === 'null' || isYes(gate) === false) return undefined;
  const command = textOf(fieldOf(gate, 'command', 'run'));
  const said = textOf(fieldOf(gate, 'description', 'name', 'type')) ?? textOf(gate) ?? command ?? 'the gate';
  last.criteria.push({
    criterion: command ?? said,
    where: gate.where,
    ...(command === undefined ? {} : { command }),
  });
  const isHuman =
    command === undefined ||
    (gate.type === 'map' && gateOf(gate) !== undefined) ||
    findHumanGate(said, `type: ${textOf(fieldOf(gate, 'type')) ?? ''}`) !== undefined;
  return isHuman ? `The gate says: ${said}` : undefined;
}

/** The other fields. */
export function withoutGate(map: DataMap): DataMap {
  return { ...map, entries: map.entries.filter(({ key }) => key !== 'gate') };
}
