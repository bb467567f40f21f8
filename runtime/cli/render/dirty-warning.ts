import { printable } from '../../core/control-characters';

const SHOWN = 10;

/** What a run will not see of a repository, as one line; nothing where all is committed. */
export function dirtyWarning(dirty: readonly string[]): readonly string[] {
  if (dirty.length === 0) return [];
  const names = dirty.slice(0, SHOWN).map(printable).join(', ');
  const more = dirty.length > SHOWN ? ` and ${dirty.length - SHOWN} more` : '';
  return [
    `warning: not committed, and so left out of the run: ${names}${more}. Commit what its tasks need: they start from the last commit`,
  ];
}
