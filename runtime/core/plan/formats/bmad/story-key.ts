/** The number of a story, in one form: `1-2-login`, `1.2`, `story-1.2`, `M1.2`, `1a-2-x` give `1.2`, `m1.2`, `1a.2`; undefined for other texts. */
export function storyNumber(text: string): string | undefined {
  const found = /^(?:story[ ._-]{0,2})?([a-z]{0,3}\d{1,4}[a-z]{0,3})[.-](\d{1,4}[a-z]?)(?![0-9a-z])/i.exec(text);
  return found === null ? undefined : `${found[1]}.${found[2]}`.toLowerCase();
}

/** `1-2-user-login` as `User login`. */
export function titleOfKey(key: string): string {
  const rest = key
    .replace(/^[a-z]{0,3}\d{1,4}[a-z]{0,3}-\d{1,4}[a-z]?-/i, '')
    .replaceAll('-', ' ')
    .trim();
  const title = rest === '' ? key : rest;
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}

/** `epic-1a-plus` as `Epic 1a plus`. */
export function titleOfEpic(key: string): string {
  return `Epic ${key.slice('epic-'.length).replaceAll('-', ' ')}`;
}
