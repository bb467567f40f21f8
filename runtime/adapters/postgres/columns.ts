/** Rows turned into one array per column, as `unnest` takes them. */
export class Columns {
  readonly arrays: readonly unknown[][];

  constructor(width: number) {
    this.arrays = Array.from({ length: width }, () => []);
  }

  /** Adds a row; undefined is null. As many values as there are columns. */
  add(...row: readonly unknown[]): void {
    if (row.length !== this.arrays.length)
      throw new RangeError(`A row of ${row.length} values for ${this.arrays.length} columns`);
    for (const [index, column] of this.arrays.entries()) column.push(row[index] ?? null);
  }
}
