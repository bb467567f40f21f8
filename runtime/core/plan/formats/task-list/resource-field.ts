import type { DataMap } from '../../data/data-node';
import type { DraftResource } from '../../draft';
import { field, type StrictFields } from './strict-fields';

/** The shared things that a task takes: a map of amounts, or a list of names for one of each. */
export function readResourceField(
  fields: StrictFields,
  map: DataMap,
  path: string,
): readonly DraftResource[] | undefined {
  const node = field(map, 'resources')?.value;
  if (node === undefined) return undefined;
  const at = `${path}/resources`;
  if (node.type === 'list')
    return fields
      .texts(node, at, 'the name of a resource')
      .map(({ text, where }) => ({ name: text, amount: 1, where }));
  if (node.type === 'map')
    return node.entries.flatMap(({ key, value, where }) => {
      if (value.type === 'number') return [{ name: key, amount: Number(value.value), where }];
      fields.wrongType(value, `${at}/${key}`, 'a number');
      return [];
    });
  fields.wrongType(node, at, 'a map of amounts or a list of names', 'As in resources: {test-db: 1, gpu: 2}');
  return undefined;
}
