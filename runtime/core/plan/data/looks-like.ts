/** `{` or `[` that begins data, not a link or a box. */
export function looksLikeJson(text: string): boolean {
  const start = text.search(/\S/);
  const first = text.charAt(start);
  if (first === '{') return true;
  return first === '[' && !/^\[[^\]\n{"[]{0,200}\]\(|^\[[ xX]\] /.test(text.slice(start, start + 300));
}

/** A map or list of YAML that begins like those of plans; prose with a colon does not. */
export function looksLikeYaml(text: string): boolean {
  return /^(?:---[ \t]{0,4}\n)?(?:[ \t]{0,4}#[^\n]{0,500}\n|\n){0,50}(?:(?:schemaVersion|title|source|\$schema)[ \t]{0,4}:[^\n]{0,500}\n(?:[ \t]{0,4}\n){0,4}){0,4}(?:tasks[ \t]{0,4}:|- (?:id|title)[ \t]{0,4}:)/.test(
    text,
  );
}
