import { counted } from '../../../counted';
import type { DraftReference } from '../../draft';
import { hearDependencies } from '../../drafting/hear-dependencies';
import { asksInstead, holdsUp, keepWords } from '../../drafting/read-task-references';
import { settleStandings } from '../../drafting/settle-standings';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { graphEdges, type StatedEdge } from './graph-edges';
import { tokensOf } from './id-list';
import type { SpecTask, TaskBook } from './task-book';

/**
 * What each task waits on: what it says itself, then what the graph of the document draws; where none is drawn, what its
 * sentences say (`stated`). Sentences and graphs only join tasks that there are.
 */
export function readDependencies(
  document: PlanDocument,
  book: TaskBook,
  stated: readonly StatedEdge[],
  limits: PlanLimits,
  findings: Findings,
): readonly (readonly DraftReference[])[] {
  settleStandings(book.tasks, findings);
  hearDependencies(book.tasks, { find: (name) => book.find(name)?.no }, findings);
  const titles = new Map(book.tasks.map((task) => [task.title.toLowerCase(), task]));
  let count = 0;
  const all = book.tasks.map((task): DraftReference[] => {
    if (count > limits.edges) return [];
    const own = task.dependsOn.flatMap((said) => readReference(book, titles, task, said, findings));
    count += own.length;
    return own;
  });
  const drawn = graphEdges(document);
  const edges = drawn.length > 0 ? drawn : stated;
  const known = new Set(
    all.flatMap((on, no) =>
      on.flatMap(({ target }) => (book.find(target) === undefined ? [] : `${book.find(target)!.no} ${no}`)),
    ),
  );
  let read = 0;
  const lost = new Map<number, string>();
  for (const { before, after, where } of edges) {
    const on = book.find(before);
    const task = book.find(after);
    if (on === undefined || task === undefined) lost.set(where.line, on === undefined ? before : after);
    if (on === undefined || task === undefined || on === task || read > limits.edges) continue;
    const key = `${on.no} ${task.no}`;
    if (known.has(key)) continue;
    known.add(key);
    read++;
    all[task.no]!.push({ target: on.originalId, where });
  }
  for (const { where } of edges) {
    const id = lost.get(where.line);
    if (id === undefined || !lost.delete(where.line)) continue;
    findings.note(
      'NOTE_NOT_UNDERSTOOD',
      where,
      `${quote(id)} names no task of this plan; what the line says of it is left out`,
    );
  }
  const [first] = edges;
  if (first !== undefined && read > 0) {
    const what = drawn.length > 0 ? 'a graph' : 'sentences';
    findings.note(
      'NOTE_DEPENDENCY_READ',
      first.where,
      `${counted(read, 'dependency is', 'dependencies are')} read from ${what}`,
    );
  }
  return all;
}

function readReference(
  book: TaskBook,
  titles: ReadonlyMap<string, SpecTask>,
  task: SpecTask,
  { expression, where, said }: SpecTask['dependsOn'][number],
  findings: Findings,
): DraftReference[] {
  const targets = tokensOf(expression).flatMap((token) => {
    if (token.type !== 'ids') return [];
    return token.isRange ? token.ids.filter((id, no) => no === 0 || book.find(id) !== undefined) : token.ids;
  });
  const titled = targets.length === 0 && said !== undefined ? titles.get(expression.trim().toLowerCase()) : undefined;
  if (titled !== undefined && titled !== task) return [{ target: titled.originalId, where }];
  if (
    targets.length === 0 &&
    said !== undefined &&
    holdsUp(expression, said, (name) => book.find(name) !== undefined)
  ) {
    keepWords(task, said, findings);
    return [];
  }
  if (targets.length === 0 && asksInstead(task, expression)) return [];
  if (targets.length === 0 && !/^\W{0,3}(?:none|nothing|n\/a|-|—|无|なし|nenhum)/i.test(expression)) {
    const shown = `${task.originalId} depends on ${quote(expression)}, which names no task`;
    findings.note('NOTE_NOT_UNDERSTOOD', where, `${shown}; the order of the document holds`);
  }
  return targets.map((id) => ({ target: book.find(id)?.originalId ?? id, where }));
}
