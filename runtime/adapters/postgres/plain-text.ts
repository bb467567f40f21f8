/** Text for a column that is only shown: Postgres cannot hold U+0000. States and payloads are JSON, where it is escaped. */
export function plainText(text: string): string;
export function plainText(text: string | undefined): string | undefined;
export function plainText(text: string | undefined): string | undefined {
  return text?.replaceAll('\u0000', '\ufffd');
}
