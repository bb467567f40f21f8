/**
 * True when a declared path, folder or glob names the file at `path`, itself or a folder above it. `*` and `?` stay within a
 * part of the path, `**` goes through any number of parts. Brackets and braces are not taken apart: from the part that has
 * the first of them on, everything is named.
 *
 * @param path - Relative to the repository, as git gives it.
 *
 * Source: R-5, file ownership. Cost: the product of the two lengths.
 */
export function declaresFile(declared: string, path: string): boolean {
  const parts = declared.split('/').filter((part) => part !== '' && part !== '.');
  return namesFrom(parts, path.split('/'));
}

/** For each pattern part, where in the path one may stand before it; at the end, anything below is named too. */
function namesFrom(patterns: readonly string[], parts: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const pattern of patterns) {
    if (/[[{]/.test(pattern)) return reached.size > 0;
    const next = new Set<number>();
    for (const at of reached) {
      if (pattern === '**') for (let no = at; no <= parts.length; no++) next.add(no);
      else if (at < parts.length && matchesPart(pattern, parts[at]!)) next.add(at + 1);
    }
    reached = next;
  }
  return reached.size > 0;
}

/** `*` is any text, `?` one character. Goes back to the last `*` only, so the cost stays the product of the lengths. */
function matchesPart(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let starAt = 0;
  for (let no = 0; no < text.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      starAt = no;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[no])) {
      at += 1;
      no += 1;
    } else if (star >= 0) {
      at = star + 1;
      no = ++starAt;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
