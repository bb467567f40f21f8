/** Everything that is stored, as rows of tables: to be copied, and put back. */
export interface TableCopies {
  /** Calls back with the tables as they were at one moment; the copy is valid until `use` resolves. */
  read<T>(use: (copy: TableCopy) => Promise<T>): Promise<T>;
  /**
   * Puts `copy` in the place of everything that is stored, and makes everybody of before stale: all of it, or nothing.
   *
   * @throws {ConfigError} `RESTORE_BUSY` while others use the database, `RESTORE_VERSION` when the copy is of another schema.
   */
  replace(copy: TableCopy): Promise<Replaced>;
}

/** Rows of tables, in an order in which they can be put back. */
export interface TableCopy {
  /** Names of the migrations that made the tables. */
  readonly migrations: readonly string[];
  /** Pages of rows, each a line of JSON; a table's pages follow each other. */
  pages(): AsyncIterable<{ readonly table: string; readonly rows: readonly string[] }>;
}

export interface Replaced {
  readonly executions: number;
  readonly rows: number;
}
