import type { TaskState } from './execution';

/**
 * A task's state without what its result says in full: words, files and evidence. What deciding, forecasting and summing up
 * need stays. For a process's memory only: what is stored is always whole.
 */
export function withoutResult(state: TaskState): TaskState {
  const { attempt } = state;
  if (attempt === undefined || attempt.isLetGo) return state;
  // The new field stands first: behind a spread, V8 gives each object a hidden class of its own, as large as the object.
  return { ...state, attempt: { isLetGo: true, ...attempt, summary: '', changedFiles: [], evidence: [] } };
}

/** True of a state whose result is in the database only. */
export const isResultLetGo = ({ attempt }: TaskState): boolean => attempt?.isLetGo === true;
