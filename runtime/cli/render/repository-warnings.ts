import { printable } from '../../core/control-characters';
import { shellWord } from '../../core/shell-word';
import { dirtyWarning } from './dirty-warning';

/** What tasks will not see of a project although it is there: what is not committed, and installed dependencies. */
export function repositoryWarnings(project: {
  readonly dir: string;
  readonly dirty?: readonly string[];
  readonly unshared?: readonly string[];
}): readonly string[] {
  const { dir, dirty = [], unshared = [] } = project;
  if (unshared.length === 0) return dirtyWarning(dirty);
  const shares = unshared.map((path) => ` --share ${shellWord(path)}`).join('');
  const names = unshared.map(printable).join(', ');
  return [
    ...dirtyWarning(dirty),
    `note: git ignores ${names}, so tasks do not have it. To let them read it: nightshift project add ${shellWord(dir)}${shares}`,
  ];
}
