import { withClient } from './launcher-client';

/** Whether a person has revoked the token with this digest. One that is not known yet is not. */
export async function isTokenRevoked(url: string, digest: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rowCount } = await client.query(
      'select from nightshift.tokens where digest = $1 and revoked_at is not null',
      [digest],
    );
    return (rowCount ?? 0) > 0;
  });
}
