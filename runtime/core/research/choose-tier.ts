/** How much is put into an answer. Source: R-70. */
export type ResearchTier = 'quick' | 'deep' | 'ultra';

export interface TierInput {
  readonly question: string;
  /** Complexity of the task that it is for, 1 to 10, where there is one. */
  readonly complexity?: number;
  /** How often the task has failed already. */
  readonly failures?: number;
  /** What a person asked for; decides alone. */
  readonly asked?: ResearchTier;
}

/**
 * The tier that a question deserves: `deep` for hard tasks, comparisons and long questions, `ultra` for the hardest and for
 * tasks that are stuck. Only `quick` is acted on so far; the choice is recorded with the answer.
 *
 * Source: R-70.
 */
export function chooseTier({ question, complexity = 1, failures = 0, asked }: TierInput): ResearchTier {
  if (asked !== undefined) return asked;
  const words = question.trim().split(/\s+/).length;
  const parts = question.split('?').filter((part) => part.trim() !== '').length;
  const compares =
    /\b(?:compare|comparison|versus|vs\.?|trade-?offs?|pros and cons|architecture|strategy|best (?:way|practices?))\b/i.test(
      question,
    );
  const score = complexity + 2 * failures + (compares ? 3 : 0) + (words > 40 ? 2 : 0) + (parts > 2 ? 2 : 0);
  if (score >= 9) return 'ultra';
  return score >= 5 ? 'deep' : 'quick';
}
