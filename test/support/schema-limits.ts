import type { z } from 'zod/v4';

/** A value that passes one limit of a schema, and where it stands in what is sent. */
export interface PassedLimitCase {
  readonly path: readonly string[];
  readonly limit: number;
  readonly value: unknown;
}

/** The parts of a schema that are read here. */
interface Parts {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly out?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
}

interface Check {
  readonly check: string;
  readonly maximum?: number;
  readonly value?: number;
}

const partsOf = (schema: z.ZodType): Parts => schema._zod.def as unknown as Parts;
const checksOf = (schema: z.ZodType): readonly Check[] => (partsOf(schema).checks ?? []).map(({ _zod }) => _zod.def);

/** Every limit of a schema: most characters, most entries, least and greatest numbers; each with a value one beyond it. */
export function limitsOf(schema: z.ZodType, path: readonly string[] = []): readonly PassedLimitCase[] {
  const { type, shape, element, innerType, out, options } = partsOf(schema);
  if (innerType !== undefined) return limitsOf(innerType, path);
  if (type === 'pipe' && out !== undefined) return limitsOf(out, path);
  if (options !== undefined) return options.flatMap((option) => limitsOf(option, path));
  if (shape !== undefined) return Object.entries(shape).flatMap(([name, field]) => limitsOf(field, [...path, name]));
  return checksOf(schema).flatMap(({ check, maximum = 0, value = 0 }): readonly PassedLimitCase[] => {
    if (check === 'max_length') {
      const over = element === undefined ? 'x'.repeat(maximum + 1) : Array(maximum + 1).fill(sampleOf(element));
      return [{ path, limit: maximum, value: over }];
    }
    if (check === 'less_than') return [{ path, limit: value, value: value + 1 }];
    return check === 'greater_than' ? [{ path, limit: value, value: value - 1 }] : [];
  });
}

/** Texts of a schema that may be as long as the body: where they stand. A text of a few words or of a form with a length of its own has one. */
export function endlessTexts(schema: z.ZodType, path: readonly string[] = []): readonly string[] {
  const { type, shape, element, innerType, out, options, format } = partsOf(schema);
  const inner = innerType ?? (type === 'pipe' ? out : element);
  if (inner !== undefined) return endlessTexts(inner, path);
  if (options !== undefined) return options.flatMap((option) => endlessTexts(option, path));
  if (shape !== undefined)
    return Object.entries(shape).flatMap(([name, field]) => endlessTexts(field, [...path, name]));
  const hasEnd = format !== undefined || checksOf(schema).some(({ check }) => check === 'max_length');
  return type === 'string' && !hasEnd ? [path.join('.')] : [];
}

const TEXTS = ['x', '/x', '2026-01-01T00:00:00Z', '01890a5d-ac96-774b-bcce-b302099a8057'];

/** A value that a schema takes: of objects what has to be there. */
export function sampleOf(schema: z.ZodType): unknown {
  const { type, shape, element, options } = partsOf(schema);
  if (type === 'optional' || type === 'default' || type === 'pipe') return undefined;
  if (options !== undefined) return sampleOf(options[0]!);
  if (shape !== undefined) {
    const fields = Object.entries(shape).map(([name, field]) => [name, sampleOf(field)] as const);
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  }
  if (element !== undefined) return [sampleOf(element)];
  const { entries } = schema._zod.def as unknown as { readonly entries?: Readonly<Record<string, string>> };
  const sample = [...Object.values(entries ?? {}), ...TEXTS, 1, true].find((value) => schema.safeParse(value).success);
  if (sample === undefined) throw new Error(`No sample for ${type}`);
  return sample;
}

/** A value with another one at a path in it. Where several forms are allowed there, it becomes one that has that field. */
export function withAt(schema: z.ZodType, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const { innerType, options, shape } = partsOf(schema);
  if (innerType !== undefined) return withAt(innerType, path, value);
  const form = options?.find((option) => Object.hasOwn(partsOf(option).shape ?? {}, name));
  if (form !== undefined) return withAt(form, path, value);
  return { ...(sampleOf(schema) as object), [name]: withAt(shape![name]!, rest, value) };
}
