import { type DataMap, type DataNode, textOf } from '../data/data-node';
import type { DraftCriterion } from '../draft';
import { readCriterion } from '../text/read-criterion';
import { firstEntry, textsOf } from './data-fields';

/** A criterion of a list: a text, or a map that says what must hold and by which command. Undefined when it says nothing. */
export function readDataCriterion(node: DataNode): DraftCriterion | undefined {
  return node.type === 'map' ? criterionOf(node) : textCriterion(node);
}

function textCriterion(node: DataNode): DraftCriterion | undefined {
  const text = textOf(node)?.trim();
  if (text === undefined || text === '' || /^(?:none|n\/a|null)$/i.test(text)) return undefined;
  return { ...(text.includes('\n') ? { criterion: text } : readCriterion(text)), where: node.where };
}

function criterionOf(map: DataMap): DraftCriterion | undefined {
  const kind = textOf(firstEntry(map, ['type', 'kind', 'method'])?.value)?.toLowerCase() ?? '';
  if (kind === 'none') return undefined;
  const said = textOf(
    firstEntry(map, [
      'criterion',
      'description',
      'text',
      'title',
      'name',
      'expected',
      'scenario',
      'instructions',
      'statement',
      'then',
    ])?.value,
  );
  const isForPerson = /manual|human|visual|browser/.test(kind);
  const command = isForPerson ? undefined : textOf(firstEntry(map, ['command', 'run', 'cmd', 'script'])?.value)?.trim();
  const words = said?.trim() || command || otherTexts(map);
  if (words === '') return undefined;
  return {
    criterion: words,
    where: map.where,
    ...(command === undefined || command === '' ? {} : { command }),
  };
}

/** `{ type: browser, url, checks: […] }`: all that it says, but for its kind. */
function otherTexts(map: DataMap): string {
  const told = map.entries.filter(({ key }) => !/^(?:type|kind|method)$/.test(key));
  return told.flatMap(({ value }) => textsOf(value).map(({ text }) => text)).join('; ');
}
