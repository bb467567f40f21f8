/** Rows of numbers as two flat arrays: row `no` is `nos[starts[no]]` … `nos[starts[no + 1] - 1]`. */
export interface FlatRows {
  /** One longer than there are rows; ascending, from 0. */
  readonly starts: Int32Array;
  readonly nos: Int32Array;
}

/** Rows from lists, in the order given. */
export function flatRows(lists: readonly (readonly number[])[]): FlatRows {
  const starts = new Int32Array(lists.length + 1);
  for (let no = 0; no < lists.length; no++) starts[no + 1] = starts[no]! + lists[no]!.length;
  const nos = new Int32Array(starts[lists.length]!);
  for (let no = 0; no < lists.length; no++) nos.set(lists[no]!, starts[no]!);
  return { starts, nos };
}

/** The same pairs the other way round: dependants from dependencies. Rows are ascending. Cost: linear. */
export function turnRows({ starts, nos }: FlatRows): FlatRows {
  const size = starts.length - 1;
  const turned = { starts: new Int32Array(size + 1), nos: new Int32Array(nos.length) };
  for (let at = 0; at < nos.length; at++) turned.starts[nos[at]! + 1]!++;
  for (let no = 0; no < size; no++) turned.starts[no + 1]! += turned.starts[no]!;
  const next = turned.starts.slice(0, size);
  for (let no = 0; no < size; no++) {
    for (let at = starts[no]!; at < starts[no + 1]!; at++) turned.nos[next[nos[at]!]!++] = no;
  }
  return turned;
}
