/** Values by number, to be read: as of an array, without brackets. */
export interface Numbered<T> extends Iterable<T> {
  readonly length: number;
  /** Undefined where nothing has the number. */
  at(no: number): T | undefined;
  keys(): IterableIterator<number>;
  entries(): IterableIterator<[no: number, value: T]>;
  /** -1 where it is so of none. */
  findIndex(is: (value: T, no: number) => boolean): number;
  some(is: (value: T, no: number) => boolean): boolean;
  every(is: (value: T, no: number) => boolean): boolean;
  filter(is: (value: T, no: number) => boolean): T[];
  map<U>(of: (value: T, no: number) => U): U[];
  flatMap<U>(of: (value: T, no: number) => U | readonly U[]): U[];
  reduce<U>(add: (sum: U, value: T, no: number) => U, first: U): U;
}
