import { checkPath } from './check-path';
import type { DraftTask } from './draft';
import type { Findings } from './findings';
import type { PlanLimits } from './plan';
import { cut } from './text/cut';
import { quote } from './text/quote';

const NONE: readonly never[] = [];

/** The paths of a task, each once. Those that may not be are problems in our own schema, and notes elsewhere. */
export function checkFiles(
  draft: DraftTask,
  isStrict: boolean,
  limits: PlanLimits,
  findings: Findings,
): readonly string[] {
  if (draft.files.length === 0) return NONE;
  if (draft.files.length > limits.filesPerTask) {
    findings.problem(
      'PLAN_FILES',
      draft.where,
      `The task names ${draft.files.length} files; ${limits.filesPerTask} are allowed`,
      {
        path: cut(draft.originalId, 100),
        limit: limits.filesPerTask,
        seen: draft.files.length,
        hint: 'Name folders or globs',
      },
    );
    return [];
  }
  const files = new Set<string>();
  for (const { path, where } of draft.files) {
    const checked = checkPath(path);
    if (checked.type === 'path') files.add(checked.path);
    else if (isStrict) {
      findings.problem(checked.code, where, `The path ${quote(path)} is refused: ${checked.reason}`, {
        hint: 'Paths are relative to the repository: src/a.ts, docs/**',
      });
    } else {
      findings.note('NOTE_PATH', where, `The path ${quote(path)} is left out: ${checked.reason}`);
    }
  }
  return [...files];
}
