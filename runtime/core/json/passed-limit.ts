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
  readonly origin?: string;
}

/**
 * Problems of which several checks of one field say the same, once each, by the narrowest limit that is passed: a text may be too
 * long and of another form for that.
 */
export function eachOnce<Problem extends PassedLimit>(
  problems: readonly Problem[],
  nameOf: (problem: Problem) => string,
): readonly Problem[] {
  const kept = new Map<string, Problem>();
  for (const problem of problems) {
    const name = nameOf(problem);
    const { limit } = kept.get(name) ?? {};
    const isNarrower = problem.limit !== undefined && (limit === undefined || isWithin(problem, limit));
    if (!kept.has(name) || isNarrower) kept.set(name, problem);
  }
  return [...kept.values()];
}

const isWithin = ({ limit = 0, seen = 0 }: PassedLimit, other: number): boolean =>
  seen > limit ? limit < other : limit > other;

/** The limit that a value passes as a schema's issue says: characters of a text, entries of a list, or a number. Empty for any other issue. */
export function passedLimit({ code, path, maximum, minimum, origin = '' }: SizeIssue, root: unknown): PassedLimit {
  const value = valueAt(root, path);
  // A setting is a text that stands for a number.
  const isNumber = typeof value === 'number' || NUMBERS.has(origin);
  const seen = sizeOf(isNumber ? Number(value) : value);
  if (seen === undefined) return {};
  if (code === 'too_big' && maximum !== undefined) return { limit: Number(maximum), seen };
  // A text or list with too little in it is missing, not small.
  return isNumber && code === 'too_small' && minimum !== undefined ? { limit: Number(minimum), seen } : {};
}

const NUMBERS: ReadonlySet<string> = new Set(['number', 'int']);

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | null | undefined)?.[step], root);
}
