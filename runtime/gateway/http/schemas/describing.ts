import type { z } from 'zod/v4';

/** The same type without `readonly`, as schemas give it. */
type Plain<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : { -readonly [Key in keyof T]: Plain<T[Key]> };

/** Fields of a view that its schema does not have: an optional one would be missed by assigning alone. */
type Unnamed<View, Input> = Exclude<keyof View, keyof Input>;

/**
 * A schema that takes every value of a view's type: a field of the view that the schema lacks, forbids or knows otherwise
 * does not compile (deeper ones that are optional do). That real answers have no field more is for
 * `test/gateway/openapi.test.ts`.
 */
export function describing<View>() {
  return <Schema extends z.ZodType>(
    schema: Schema &
      (Plain<View> extends z.input<Schema>
        ? [Unnamed<View, z.input<Schema>>] extends [never]
          ? unknown
          : { readonly lacks: Unnamed<View, z.input<Schema>> }
        : { readonly differs: Plain<View> }),
  ): Schema => schema;
}
