/** Numbers that there may be for each id: those in between belong to no task. */
const ROOM = 4;

/**
 * Places of ids that end with numbers of their own, as `task-001`, `task-002` … do, in any order; nothing where two have
 * the same number or numbers lie far apart. No two such ids are alike, and the number of a name says at which place
 * alone it can stand, so that no text is kept.
 */
export function numberedIds(ids: readonly string[]): ((id: string) => number) | undefined {
  if (ids.length === 0) return undefined;
  const prefix = numberAt(ids[0]!);
  const first = numberAfter(prefix, ids[0]!);
  if (ids.every((id, no) => numberAfter(prefix, id) === first + no)) {
    return (id) => {
      const place = numberAfter(prefix, id) - first;
      return place >= 0 && place < ids.length && ids[place] === id ? place : -1;
    };
  }
  const table = tableOf(prefix, ids);
  if (!table) return undefined;
  const { least, places } = table;
  return (id) => {
    const at = numberAfter(prefix, id) - least;
    const place = at >= 0 && at < places.length ? places[at]! - 1 : -1;
    return place >= 0 && ids[place] === id ? place : -1;
  };
}

/** Where the digits at the end of an id begin; its length where it ends with none. */
function numberAt(id: string): number {
  let at = id.length;
  while (at > 0 && id.charCodeAt(at - 1) >= 48 && id.charCodeAt(at - 1) <= 57) at--;
  return at;
}

/** Places by number, each one higher; 0 where no id has the number. */
function tableOf(
  prefix: number,
  ids: readonly string[],
): { readonly least: number; readonly places: Int32Array } | undefined {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let no = 0; no < ids.length; no++) {
    const number = numberAfter(prefix, ids[no]!);
    if (number < least) least = number;
    if (number > most) most = number;
  }
  if (most - least >= ROOM * ids.length) return undefined;
  const places = new Int32Array(most - least + 1);
  for (let no = 0; no < ids.length; no++) {
    const at = numberAfter(prefix, ids[no]!) - least;
    if (places[at] !== 0) return undefined;
    places[at] = no + 1;
  }
  return { least, places };
}

/** The number after so many characters; of other texts any number, but always the same. */
function numberAfter(prefix: number, id: string): number {
  let value = 0;
  const end = Math.min(id.length, prefix + 9);
  for (let at = prefix; at < end; at++) value = Math.imul(value, 10) + (id.charCodeAt(at) - 48);
  return value;
}
