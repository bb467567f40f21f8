import { type DatabaseOptions, PostgresDatabase } from './postgres-database';

/** A pool of connections for the stores of one process; connects when first used. */
export const openPool = (url: string, options?: DatabaseOptions): PostgresDatabase =>
  new PostgresDatabase(url, options);
