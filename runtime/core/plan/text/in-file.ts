import type { DraftPlan, DraftTask } from '../draft';
import type { Position } from '../plan';

/** A position in one document of several. */
export function placeIn(file: string, { line, column }: Position): Position {
  return { line, column, file };
}

/** A task that was read from one document of several: all of its positions say which. */
export function inFile(file: string, task: DraftTask): DraftTask {
  const place = <Part extends { readonly where: Position }>(part: Part): Part => ({
    ...part,
    where: placeIn(file, part.where),
  });
  return {
    ...place(task),
    dependencies: task.dependencies.map(place),
    criteria: task.criteria.map(place),
    files: task.files.map(place),
    subtasks: task.subtasks.map((part) =>
      part.where === undefined ? part : { ...part, where: placeIn(file, part.where) },
    ),
  };
}

/** A plan that was read from one document of several. */
export function draftInFile(file: string, draft: DraftPlan): DraftPlan {
  const { criteria } = draft;
  return {
    ...draft,
    where: placeIn(file, draft.where),
    tasks: draft.tasks.map((task) => inFile(file, task)),
    ...(criteria === undefined
      ? {}
      : { criteria: criteria.map((each) => ({ ...each, where: placeIn(file, each.where) })) }),
  };
}
