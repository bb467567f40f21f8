import type { DraftTask } from '../draft';
import type { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import { quote } from '../text/quote';
import type { DataTask } from './data-task';
import { orderByDocument } from './document-order';
import { finishMarkdownTask } from './markdown-task';
import { nameTasks } from './name-tasks';

/**
 * The tasks of a list as drafts: each with an id of its own, in an order where they do not say what they wait on — that
 * of the document, or of their priorities when `isRanked`, 1 first and ties as they stand.
 */
export function finishDataTasks(
  tasks: readonly DataTask[],
  { isRanked, limits }: { readonly isRanked: boolean; readonly limits: PlanLimits },
  findings: Findings,
): readonly DraftTask[] {
  nameTasks(tasks, findings);
  followOrder(tasks, isRanked, findings);
  return tasks.map((task) => {
    const { section: _section, isParallel, rank: _rank, references, ...rest } = task;
    const draft = finishMarkdownTask(rest, references);
    const description = shortened(draft.description, limits.descriptionLength);
    if (description !== draft.description)
      findings.note(
        'NOTE_SHORTENED',
        task.where,
        `The description of ${quote(task.title)} has ${draft.description.length} characters; it is cut`,
      );
    return { ...draft, description, ...(isParallel ? { isParallel: true as const } : {}) };
  });
}

function followOrder(tasks: readonly DataTask[], isRanked: boolean, findings: Findings): void {
  const order = tasks.map((_, no) => no);
  const rankOf = (no: number): number => tasks[no]!.rank ?? Number.MAX_SAFE_INTEGER;
  if (isRanked) order.sort((a, b) => rankOf(a) - rankOf(b) || a - b);
  const numbers = new Map(tasks.map(({ originalId }, no) => [originalId.toLowerCase(), no]));
  const places = new Map(order.map((no, place) => [no, place]));
  const waitedOn = new Set<number | undefined>();
  for (const { references } of tasks)
    for (const { target } of references) waitedOn.add(places.get(numbers.get(target.toLowerCase()) ?? -1));
  const before = tasks.map(({ follows }) => follows.length);
  orderByDocument(
    order.map((no) => tasks[no]!),
    (place) => waitedOn.has(place),
    findings,
  );
  // What was added are places in the order; what stood before are numbers of tasks.
  tasks.forEach(({ follows }, no) => {
    for (let at = before[no]!; at < follows.length; at++) follows[at] = order[follows[at]!]!;
  });
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
