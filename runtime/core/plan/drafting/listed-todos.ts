import { type DataNode, fieldOf, textOf } from '../data/data-node';
import { readYaml } from '../data/read-yaml';
import type { DraftPlan } from '../draft';
import { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import type { PlanDocument } from '../text/plan-document';
import { mapsIn } from './data-signals';
import { readDataList } from './read-data-list';

/**
 * The to-dos that stand in the frontmatter of a text without a list of its own, as Cursor writes its plans: `todos:` with an id, a
 * content and a status each. Undefined where there are none.
 */
export function listedTodos(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan | undefined {
  const { fields, line } = document.frontmatter();
  const field = fields.get('todos');
  const isList = mapsIn(field?.node).some((item) => fieldOf(item, 'content', 'title') !== undefined);
  const root = isList ? frontmatterOf(document, line, limits) : undefined;
  const todos = root === undefined ? undefined : fieldOf(root, 'todos');
  if (root === undefined || field === undefined || todos?.type !== 'list') return undefined;
  findings.note('NOTE_LIST_CHOSEN', field.where, 'The tasks are read from the list "todos" of the frontmatter');
  return readDataList({
    groups: [{ items: todos.items }],
    title: textOf(fieldOf(root, 'title', 'name')) ?? document.name,
    where: field.where,
    root,
    known: ['todos', 'overview', 'isProject'],
    limits,
    findings,
  });
}

/** Read again, so that all of it knows its lines. */
function frontmatterOf(document: PlanDocument, line: number, limits: PlanLimits): DataNode | undefined {
  const { raw, lines } = document.markdown();
  const from = line - lines[0]!.no + 1;
  let to = from;
  while (lines[to]?.kind === 'frontmatter') to++;
  const node = readYaml(`${'\n'.repeat(line)}${raw.slice(from, to - 1).join('\n')}`, limits, new Findings());
  return node?.type === 'map' ? node : undefined;
}
