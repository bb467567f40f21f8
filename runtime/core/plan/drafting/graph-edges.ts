import type { DraftReference } from '../draft';
import type { Findings } from '../findings';
import { readFences } from '../text/fences';
import { idKey } from '../text/id-key';
import { numberedTitle } from '../text/numbered-title';
import type { PlanDocument } from '../text/plan-document';
import { readMermaid } from '../text/read-mermaid';
import { followAbove } from './follow-above';
import { added, type OpenTask } from './markdown-task';
import { plain } from './phase-list';

/** Edges after which no further graph is read. */
const MOST_EDGES = 20_000;

/**
 * What a mermaid graph of the tasks says of their order, by the number of the task that waits. A node is a task by what
 * its label calls it, by its own name, or by the number in its name; a graph whose nodes are mostly no tasks is a
 * picture of something else. Linear.
 */
export function graphEdges(
  document: PlanDocument,
  tasks: readonly OpenTask[],
  findings: Findings,
): ReadonlyMap<number, readonly DraftReference[]> {
  const waits = new Map<number, DraftReference[]>();
  if (tasks.length === 0 || !mayDraw(document.text)) return waits;
  const byId = new Map(tasks.map(({ originalId }, no) => [idKey(originalId), no]));
  const byTitle = new Map(tasks.map(({ title }, no) => [plain(title), no]));
  let count = 0;
  for (const fence of readFences(document)) {
    if (count > MOST_EDGES) break;
    const graph = fence.info === 'mermaid' ? readMermaid(fence.document.text) : undefined;
    if (graph === undefined) continue;
    const nodes = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
    const taskOf = new Map([...nodes].map((node) => [node, nodeTask(node, graph.labels.get(node), byId, byTitle)]));
    const known = [...taskOf.values()].filter((no) => no !== undefined).length;
    if (known * 3 < nodes.size * 2 || known < 2) continue;
    const where = { line: fence.line, column: 1 };
    count += graph.edges.length;
    for (const { from, to } of graph.edges) {
      const [before, after] = [taskOf.get(from), taskOf.get(to)];
      if (before === undefined || after === undefined || before === after) continue;
      const own = waits.get(after) ?? [];
      own.push({ target: tasks[before]!.originalId, where });
      waits.set(after, own);
    }
    findings.note('NOTE_DEPENDENCY_READ', where, 'What waits on what is read from this graph');
  }
  return waits;
}

/** Fences first: what they begin with is rare, and sooner found than a letter. */
const mayDraw = (text: string): boolean => (text.includes('```') || text.includes('~~~')) && text.includes('mermaid');

function nodeTask(
  node: string,
  label: string | undefined,
  byId: ReadonlyMap<string, number>,
  byTitle: ReadonlyMap<string, number>,
): number | undefined {
  const said = label === undefined ? undefined : numberedTitle(label);
  if (said !== undefined && byId.has(idKey(said.id))) return byId.get(idKey(said.id));
  if (label !== undefined) {
    const number = /^#?(\d{1,4}(?:\.\d{1,4}){0,3})[.:)]?(?:\s|$)/.exec(label)?.[1];
    const found = byTitle.get(plain(label)) ?? (number === undefined ? undefined : byId.get(number));
    if (found !== undefined) return found;
  }
  const own = byId.get(idKey(node));
  if (own !== undefined) return own;
  const number = /^(?:s|t|step|task|p|phase)[-_]?(\d{1,4}(?:[._]\d{1,4}){0,2}[a-z]?)$/i.exec(node)?.[1];
  return number === undefined ? undefined : byId.get(idKey(number.replaceAll('_', '.')));
}

/** What a task says itself, and what a graph or a list says of it besides. */
export function withMore(
  own: readonly DraftReference[],
  more: readonly DraftReference[] = [],
): readonly DraftReference[] {
  const said = new Set(own.map(({ target }) => idKey(target)));
  return more.length === 0 ? own : [...own, ...more.filter(({ target }) => !said.has(idKey(target)))];
}

/** Tasks that a graph leaves out are not free for that: each follows those above it. */
export function followOutsiders(tasks: readonly OpenTask[], references: readonly (readonly DraftReference[])[]): void {
  const named = new Set(references.flat().map(({ target }) => target));
  const isInside = (no: number): boolean => (references[no] ?? []).length > 0 || named.has(tasks[no]!.originalId);
  for (const [no, above] of followAbove(tasks.length, isInside).entries())
    for (const other of above) tasks[no]!.follows = added(tasks[no]!.follows, other);
}
