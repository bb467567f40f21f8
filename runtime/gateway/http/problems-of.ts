import type { z } from 'zod/v4';
import { eachOnce, type PassedLimit, passedLimit } from '../../core/json/passed-limit';

/** What is wrong with one field, and the limit that it passes. */
export interface FieldProblem extends PassedLimit {
  /** JSON pointer in a body, name in a query. */
  readonly path: string;
  /** Goes behind the field's name: `must be a text`. */
  readonly problem: string;
}

const NAME_LENGTH = 60;

type Issue = z.core.$ZodIssue;

/** What a schema says against `value`, in the order of its fields. */
export function problemsOf(issues: readonly Issue[], value: unknown): readonly FieldProblem[] {
  return eachOnce(below([], issues, value), ({ path, problem }) => `${path} ${problem}`);
}

function below(root: readonly PropertyKey[], issues: readonly Issue[], value: unknown): readonly FieldProblem[] {
  return issues.flatMap((issue): readonly FieldProblem[] => {
    const at = [...root, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: pointer([...at, key]), problem: 'is not known here' }));
    }
    if (issue.code === 'invalid_union') return below(at, nearest(issue.errors), value);
    return [{ path: pointer(at), problem: issue.message, ...passedLimit({ ...issue, path: at }, value) }];
  });
}

/** Of several forms that a value may have, what is wrong with it as the one that it comes nearest to; the first of equals. */
function nearest(forms: readonly (readonly Issue[])[]): readonly Issue[] {
  return forms.reduce((best, form) => (form.length < best.length ? form : best), forms[0] ?? []);
}

function pointer(path: readonly PropertyKey[]): string {
  return `/${path.map((step) => String(step).slice(0, NAME_LENGTH)).join('/')}`;
}
