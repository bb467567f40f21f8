/**
 * An id in the form by which ids are compared: lower case, each number without zero padding, so that `09.1` and `9.1`,
 * `T004` and `T4`, `TASK-09` and `task-9` are one. Use it only where no id of the plan fits as written. Linear.
 */
export function idKey(id: string): string {
  return id
    .trim()
    .toLowerCase()
    .replace(/^#/, '')
    .replace(/(^|\D)0{1,20}(?=\d)/g, '$1');
}

/** The numbers of an id: `task-12.3` → `12.3`; to find it again when a project changed its prefix. Empty without one. */
export function numberPath(id: string): string {
  return /\d{1,9}(?:\.\d{1,9}){0,9}$/.exec(idKey(id).slice(0, 200))?.[0] ?? '';
}
