import { type Part, VARIABLES, type Variable } from './variables';

/** True when a part is given a setting. */
export const isGivenTo = (part: Part, { parts }: Variable): boolean => parts === undefined || parts.includes(part);

/** The names under which a part is given settings in its environment, those of other tools too. */
export function namesGivenTo(part: Part): ReadonlySet<string> {
  return new Set(
    Object.entries<Variable>(VARIABLES)
      .filter(([, variable]) => isGivenTo(part, variable))
      .flatMap(([name, { aliases = [] }]) => [name, ...aliases]),
  );
}
