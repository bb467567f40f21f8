/** What becomes of the fields of a value; `undefined`: the field goes. */
export type Change<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The value with a change, and without its absent fields: stored state has one form only. */
export function merged<T extends object>(value: T, change: Change<T>): T {
  const set: Partial<T> = {};
  let isLess = false;
  for (const key in change) {
    if (change[key] !== undefined) set[key] = change[key] as T[typeof key];
    else if (key in value) isLess = true;
  }
  if (!isLess) return { ...value, ...set };
  const next = {} as T;
  for (const key in value) if (!(key in change)) next[key] = value[key];
  return Object.assign(next, set);
}
