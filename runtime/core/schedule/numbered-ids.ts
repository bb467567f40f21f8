/**
 * Places of ids that end with a number which grows with their place, as `task-001`, `task-002` … do; nothing where one
 * does not. No two such ids are alike, and the number of a name says at which place alone it can stand, so that nothing
 * is stored.
 */
export function numberedIds(ids: readonly string[]): ((id: string) => number) | undefined {
  if (ids.length === 0) return undefined;
  const prefix = ids[0]!.search(/\d*$/);
  const first = numberAfter(prefix, ids[0]!);
  for (let no = 1; no < ids.length; no++) if (numberAfter(prefix, ids[no]!) !== first + no) return undefined;
  return (id) => {
    const place = numberAfter(prefix, id) - first;
    return place >= 0 && place < ids.length && ids[place] === id ? place : -1;
  };
}

/** The number after so many characters; of other texts any number, but always the same. */
function numberAfter(prefix: number, id: string): number {
  let value = 0;
  const end = Math.min(id.length, prefix + 9);
  for (let at = prefix; at < end; at++) value = Math.imul(value, 10) + (id.charCodeAt(at) - 48);
  return value;
}
