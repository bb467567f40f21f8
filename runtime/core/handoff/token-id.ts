/** Of the digest of a token, by which people name it, and what it did is recorded. */
const ID_LENGTH = 8;

/** The id of the token with that digest. */
export function tokenIdOf(digest: string): string {
  return digest.slice(0, ID_LENGTH);
}
