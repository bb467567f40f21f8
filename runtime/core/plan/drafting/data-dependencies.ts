import { type DataMap, type DataNode, entryOf, fieldOf } from '../data/data-node';
import { FIELDS, type PlacedText, textsOf } from './data-fields';

const NOTHING = /^(?:none|n\/a|null|nothing|-|—|无)$/i;
/** Keys of a map that stands for a task. */
const NAMES = ['id', 'task', 'task_id', 'depends_on_id', 'ref', 'target', 'phase', 'name'];

/** What an entry of a list says that it waits on, under every name that such a field has, with where each stands. */
export function dependenciesIn(map: DataMap): readonly PlacedText[] {
  return FIELDS.dependencies.flatMap((key) => {
    const node = entryOf(map, key)?.value;
    return node === undefined ? [] : namesIn(node);
  });
}

/** Whether it has such a field, be it empty. */
export function saysWhatItWaitsOn(node: DataNode): boolean {
  return fieldOf(node, ...FIELDS.dependencies) !== undefined;
}

/** The names of a list; of one text those between commas. */
function namesIn(node: DataNode): readonly PlacedText[] {
  return textsOf(node, NAMES).flatMap(({ text, where }) =>
    (node.type === 'list' ? [text] : text.split(/[,;]/))
      .map((piece) => piece.trim())
      .filter((piece) => piece !== '' && !NOTHING.test(piece))
      .map((piece) => ({ text: piece, where })),
  );
}
