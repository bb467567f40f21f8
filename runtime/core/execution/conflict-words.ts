/** What is said of a result that could not be merged; goes into the next prompt. */
export function conflictWords(files: readonly string[]): string {
  return `The result could not be merged: ${files.join(', ')} was also changed by a task that finished before. Do the task again on the present state.`;
}
