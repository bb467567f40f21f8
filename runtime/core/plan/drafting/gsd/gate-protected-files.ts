import { checkPath } from '../../check-path';
import type { DraftFile } from '../../draft';
import type { Findings } from '../../findings';
import { quote } from '../../text/quote';

export interface GatedFiles {
  readonly files: readonly DraftFile[];
  /** What a person is asked when there is a path that decides what runs outside the sandbox. */
  readonly gate?: string;
}

/**
 * The paths of a task without those that are protected: plans that were made for other tools name them in good faith, so
 * a person is asked instead of the plan being refused. The task itself may still not write them.
 */
export function gateProtectedFiles(files: readonly DraftFile[], findings: Findings): GatedFiles {
  const isProtected = ({ path }: DraftFile): boolean => {
    const checked = checkPath(path);
    return checked.type === 'refused' && checked.code === 'PLAN_PROTECTED_PATH';
  };
  const theirs = files.filter(isProtected);
  if (theirs.length === 0) return { files };
  for (const { path, where } of theirs)
    findings.note(
      'NOTE_PROTECTED_PATH',
      where,
      `The path ${quote(path)} decides what runs outside the sandbox; a person is asked first`,
    );
  const names = [...new Set(theirs.map(({ path }) => path))].slice(0, 5).join(', ');
  return { files: files.filter((file) => !isProtected(file)), gate: `It wants to write ${names}` };
}
