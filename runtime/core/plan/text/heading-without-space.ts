const WORK =
  /^\*{0,2}(?:(?:phase|step|task|story|epic|slice|stage|milestone|sprint|fase|etapa|tarefa|aufgabe|schritt|paso)[ \t]{1,3}[a-z]{0,3}-?\d|us-\d|\d{1,3}(?:\.\d{1,3}){0,3}[.):] {1,3}[\p{L}*`])/iu;

/**
 * `##2. Ship`, `###Phase 1: Build`, `#Task 3: …`: meant as headings, though a space is missing. With one `#` only what
 * begins like work is one, since `#tag`, `#123`, `#!/bin/sh` and `#include` are none.
 */
export function isHeadingWithoutSpace(line: string, from: number, level: number): boolean {
  const start = line.slice(from, from + 60);
  if (WORK.test(start)) return true;
  return level > 1 && /^[*_`[]{0,3}[A-Za-z0-9]/.test(start) && !/^[0-9a-f]{3,8}$/i.test(start.trimEnd());
}
