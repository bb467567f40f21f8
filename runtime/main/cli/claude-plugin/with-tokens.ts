import { openPool } from '../../../adapters/postgres/open-pool';
import { PostgresTokenStore } from '../../../adapters/postgres/postgres-token-store';
import type { Config } from '../../../config/config';
import { isNightshiftError, UnavailableError } from '../../../core/errors';
import type { TokenMaker } from '../../../ports/token-maker';
import { StoreTokenMaker } from './store-token-maker';

/** Opens the tokens of the gateway for one use. @throws {UnavailableError} `UNAVAILABLE_POSTGRES` when nightshift does not run. */
export async function withTokens<T>({ database }: Config, use: (tokens: TokenMaker) => Promise<T>): Promise<T> {
  const pool = openPool(database.url, { name: 'nightshift-cli' });
  try {
    return await use(new StoreTokenMaker(new PostgresTokenStore(pool)));
  } catch (cause) {
    if (!isNightshiftError(cause) || cause.code !== 'UNAVAILABLE_POSTGRES') throw cause;
    throw new UnavailableError('postgres', 'nightshift does not run, and keeps its tokens in its database', {
      hint: 'Start it with `nightshift up --detach`, then try again',
      cause,
    });
  } finally {
    await pool.close();
  }
}
