/** What is allowed and what came, where a value is more or less than it may be. */
export interface PassedLimit {
  readonly limit?: number;
  readonly seen?: number;
}

/** The parts of a schema's issue that are read here. */
interface SizeIssue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly maximum?: number | bigint;
  readonly minimum?: number | bigint;
}

/** The limit that a value passes as a schema's issue says: characters of a text, entries of a list, or a number. Empty for any other issue. */
export function passedLimit({ code, path, maximum, minimum }: SizeIssue, root: unknown): PassedLimit {
  const value = valueAt(root, path);
  const seen = sizeOf(value);
  if (seen === undefined) return {};
  if (code === 'too_big' && maximum !== undefined) return { limit: Number(maximum), seen };
  // A text or list with too little in it is missing, not small.
  const isNumber = typeof value === 'number';
  return isNumber && code === 'too_small' && minimum !== undefined ? { limit: Number(minimum), seen } : {};
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | null | undefined)?.[step], root);
}
