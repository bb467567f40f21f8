import type { z } from 'zod/v4';

/** The same type without `readonly`, as schemas give it. */
type Plain<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : { -readonly [Key in keyof T]: Plain<T[Key]> };

/**
 * A schema that takes every value of a view's type: a field of the view that the schema forbids or knows otherwise does not
 * compile. That real answers have no field more is for `test/gateway/openapi.test.ts`.
 */
export function describing<View>() {
  return <Schema extends z.ZodType>(
    schema: Schema & (Plain<View> extends z.input<Schema> ? unknown : { readonly differs: Plain<View> }),
  ): Schema => schema;
}
