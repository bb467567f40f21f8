import { type DataMap, type DataNode, fieldOf, textOf } from '../data/data-node';
import type { DocumentData } from '../data/parse-data';
import { mapsIn } from '../drafting/data-signals';
import { openData } from '../drafting/open-data';
import { readIssues } from './beads/read-issues';
import type { DocumentFormat } from './plan-format';

/** Where beads keeps its issues; its other lists (events, comments) hold none. */
const PATH = /(?:^|\/)\.beads\/(?:[^/]{1,200}\/){0,20}[^/]{0,200}\.jsonl$/i;

/**
 * The issues of beads, one JSON object a line. Only `blocks` orders work; `parent-child` says what is a part of what, and
 * other links are notes. Deleted issues (`tombstone`) are dropped.
 *
 * Source: plan-formats 3.14.
 */
export const beads: DocumentFormat = {
  unit: 'document',
  name: 'beads',
  title: 'beads issues',
  isStrict: false,

  detect(document) {
    const issues = mapsIn(listOf(document.data()));
    const found = issues.filter(isIssue).length;
    if (found === 0 || found * 2 < issues.length) return 'no';
    return PATH.test(document.path) ? 'path' : 'content';
  },

  read(document, limits, findings) {
    const root = openData(document, findings);
    const list = listOf({ ...document.data(), node: root });
    return list === undefined ? undefined : readIssues({ list, links: [], limits, findings });
  },
};

/** The issues of a document: its lines, the items of a list, or the one that it is. */
function listOf(data: Pick<DocumentData, 'kind' | 'node'>): DataNode | undefined {
  const { kind, node } = data;
  if (kind !== 'json' && kind !== 'jsonl') return undefined;
  return node?.type === 'map' ? { type: 'list', where: node.where, items: [node] } : node;
}

function isIssue(map: DataMap): boolean {
  if (textOf(fieldOf(map, 'id')) === undefined || textOf(fieldOf(map, 'title')) === undefined) return false;
  if (fieldOf(map, 'issue_type') !== undefined) return true;
  return mapsIn(fieldOf(map, 'dependencies')).some((link) => fieldOf(link, 'depends_on_id') !== undefined);
}
