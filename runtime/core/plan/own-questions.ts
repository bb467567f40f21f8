/**
 * What nightshift itself asks about a task, beside the criteria of its plan: its human gate, merges that met conflicts, tries that
 * are used up. All are asked before an attempt, so that the answer lets it start.
 */
export const OWN_QUESTIONS = ['gate', 'conflict', 'more-tries'] as const;

/** True for what is asked before a task is worked on; false for a criterion of its plan, which is about a result. */
export const isBeforeWork = (criterionId: string): boolean => OWN_QUESTIONS.some((id) => id === criterionId);
