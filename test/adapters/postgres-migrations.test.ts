import { Client } from 'pg';
import { migrate } from '../../runtime/adapters/postgres/migrate';
import { openTestDatabase, type TestDatabase } from '../support/postgres';

describe('migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('are applied once', async () => {
    expect(await migrate(database.ownerUrl)).toEqual({ applied: [] });
    const client = new Client({ connectionString: database.appUrl });
    await client.connect();
    const { rows } = await client.query('select count(*)::int as n from nightshift.migrations');
    expect(rows[0].n).toBeGreaterThan(5);
    await client.end();
  });
});
