/** Numbers that there may be for each id: those in between belong to no task. */
const ROOM = 4;
/** Digits of a number that is surely exact. */
const MOST_DIGITS = 9;
const ZERO = 48;
/** Below every number. */
const NONE = -1;

/** How ids of one form look: all the same text, then a number of at least so many digits, filled up with zeros. */
interface NumberForm {
  readonly prefix: string;
  readonly width: number;
}

/**
 * Places of ids that are numbered in one form, as `task-001`, `task-002` … are, in any order; nothing where they are not, where two
 * are alike, or where numbers lie far apart. A number can be written in one way only, so it says which id a name means, and
 * no id is looked at again.
 */
export function numberedIds(ids: readonly string[]): ((id: string) => number) | undefined {
  const form = formOf(ids);
  if (!form) return undefined;
  const size = ids.length;
  const first = numberIn(form, ids[0]!);
  if (first === NONE) return undefined;
  if (ids.every((id, no) => numberIn(form, id) === first + no)) {
    return (id) => {
      const place = numberIn(form, id) - first;
      return place >= 0 && place < size ? place : -1;
    };
  }
  const table = tableOf(form, ids);
  if (!table) return undefined;
  const { least, places } = table;
  return (id) => {
    const at = numberIn(form, id) - least;
    return at >= 0 && at < places.length ? places[at]! - 1 : -1;
  };
}

/** The form that all ids may have, going by the first and the shortest one. */
function formOf(ids: readonly string[]): NumberForm | undefined {
  const [id] = ids;
  if (id === undefined) return undefined;
  let end = id.length;
  while (end > 0 && id.charCodeAt(end - 1) >= ZERO && id.charCodeAt(end - 1) <= ZERO + 9) end--;
  if (end === id.length) return undefined;
  let shortest = id.length;
  for (let no = 0; no < ids.length; no++) if (ids[no]!.length < shortest) shortest = ids[no]!.length;
  return shortest > end ? { prefix: id.slice(0, end), width: shortest - end } : undefined;
}

/** Places by number, each one higher; 0 where no id has the number. */
function tableOf(
  form: NumberForm,
  ids: readonly string[],
): { readonly least: number; readonly places: Int32Array } | undefined {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let no = 0; no < ids.length; no++) {
    const number = numberIn(form, ids[no]!);
    if (number === NONE) return undefined;
    if (number < least) least = number;
    if (number > most) most = number;
  }
  if (most - least >= ROOM * ids.length) return undefined;
  const places = new Int32Array(most - least + 1);
  for (let no = 0; no < ids.length; no++) {
    const at = numberIn(form, ids[no]!) - least;
    if (places[at] !== 0) return undefined;
    places[at] = no + 1;
  }
  return { least, places };
}

/** The number of an id; `NONE` where it has another form. */
function numberIn({ prefix, width }: NumberForm, id: string): number {
  const begin = prefix.length;
  const digits = id.length - begin;
  if (digits < width || digits > MOST_DIGITS) return NONE;
  for (let at = 0; at < begin; at++) if (id.charCodeAt(at) !== prefix.charCodeAt(at)) return NONE;
  if (digits > width && id.charCodeAt(begin) === ZERO) return NONE;
  let value = 0;
  for (let at = begin; at < id.length; at++) {
    const digit = id.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return NONE;
    value = value * 10 + digit;
  }
  return value;
}
