/**
 * An id as one part of a path or of a ref: letters, digits, `_`, `-` and single inner dots stay, all else becomes `%hex`.
 * Different ids give different names.
 */
export function safeName(id: string): string {
  return id.replace(
    /[^A-Za-z0-9_.-]|^[.-]|\.(?=\.|$|lock$)/gu,
    (character) => `%${Buffer.from(character, 'utf8').toString('hex')}`,
  );
}
