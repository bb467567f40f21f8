/** The random part, of which branches carry the beginning. */
const lastPart = (id: string): string => id.slice(id.lastIndexOf('-') + 1);

/**
 * Which of these executions a person means by a word: an id, the beginning or end of one, what the name of its branch ends
 * with, or the newest when nothing or `last` is said.
 *
 * @param ids - Newest first.
 */
export function meantExecutions(ids: readonly string[], word: string | undefined): readonly string[] {
  if (word === undefined || word === 'last') return ids.slice(0, 1);
  return ids.filter((id) => id.startsWith(word) || id.endsWith(word) || lastPart(id).startsWith(word));
}
