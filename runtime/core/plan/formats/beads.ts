import { type DataMap, type DataNode, fieldOf, textOf } from '../data/data-node';
import type { DocumentData } from '../data/parse-data';
import { mapsIn } from '../drafting/data-signals';
import { openData } from '../drafting/open-data';
import { Findings } from '../findings';
import { draftInFile, placeIn } from '../text/in-file';
import type { PlanDocument } from '../text/plan-document';
import { readIssues } from './beads/read-issues';
import type { DocumentFormat, FolderFormat } from './plan-format';

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

/**
 * A folder in which the links stand in a file of their own, as beads backs them up: `issues.jsonl` and
 * `dependencies.jsonl`. In any other folder the issues are read alone.
 */
export const beadsFolder: FolderFormat = {
  unit: 'folder',
  name: 'beads',
  title: 'beads issues',
  isStrict: false,

  detect(documents) {
    const links = documents.filter(holdsLinks);
    return links.length > 0 && documents.some((each) => beads.detect(each) !== 'no') ? 'path' : 'no';
  },

  read(documents, limits, findings) {
    const issues = documents.find((each) => beads.detect(each) !== 'no') ?? documents[0]!;
    const own = new Findings();
    const list = listOf({ ...issues.data(), node: openData(issues, own) });
    const links = documents.filter(holdsLinks).flatMap((each) => linksIn(each, findings));
    issues.ledger.mark(1, 'task');
    const draft = list === undefined ? undefined : readIssues({ list, links, limits, findings: own });
    findings.absorb(own, issues.path);
    if (draft === undefined) return undefined;
    const { tasks, ...whole } = draftInFile(issues.path, draft);
    const placed = tasks.map((task, no) => ({
      ...task,
      dependencies: task.dependencies.map((each, at) => {
        const { file } = draft.tasks[no]!.dependencies[at]!.where;
        return file === undefined ? each : { ...each, where: placeIn(file, each.where) };
      }),
    }));
    return { ...whole, tasks: placed };
  },
};

function holdsLinks(document: PlanDocument): boolean {
  if (document.name !== 'dependencies.jsonl') return false;
  return mapsIn(document.data().node).some((link) => fieldOf(link, 'issue_id') !== undefined);
}

function linksIn(document: PlanDocument, findings: Findings): readonly DataMap[] {
  const own = new Findings();
  const links = mapsIn(openData(document, own)).map((link) => ({ ...link, where: placeIn(document.path, link.where) }));
  document.ledger.mark(1, 'detail');
  findings.absorb(own, document.path);
  return links;
}

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
