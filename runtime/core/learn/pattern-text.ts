/** What is known of a task before and after an attempt; all of it redacted. */
export interface PatternTextInput {
  readonly title: string;
  readonly description: string;
  readonly taskType: string;
  /** Absent in a question: nothing has come out yet. */
  readonly outcome?: { readonly isSuccess: boolean; readonly errors: readonly string[] };
}

/**
 * The text that is embedded: what the task is, and what came of it. The title weighs most: it stands first and alone,
 * the description is cut, and only the first errors are taken. Questions and patterns have the same form.
 *
 * Source: R-62.
 */
export function patternText({ title, description, taskType, outcome }: PatternTextInput): string {
  const parts = [title.slice(0, 300), `(${taskType})`, description.slice(0, 700)];
  if (outcome !== undefined) {
    parts.push(outcome.isSuccess ? 'succeeded' : 'failed');
    for (const error of outcome.errors.slice(0, 2)) parts.push(error.slice(0, 150));
  }
  return parts.filter((part) => part.trim() !== '').join('\n');
}
