import type { TaskState } from './execution';

/**
 * A task's state without what its result says in full: words, files and evidence. What deciding, forecasting and summing up
 * need stays. For a process's memory only: what is stored is always whole.
 */
export function withoutResult(state: TaskState): TaskState {
  const { attempt } = state;
  if (attempt === undefined || attempt.isLetGo) return state;
  return { ...state, attempt: { ...attempt, summary: '', changedFiles: [], evidence: [], isLetGo: true } };
}

/** True of a state whose result is in the database only. */
export const isResultLetGo = ({ attempt }: TaskState): boolean => attempt?.isLetGo === true;
