import { type NightshiftError, RequestError } from '../../core/errors';

/** Paths that an error carries; a workspace may hold any number of bad ones. */
const KEPT_PATHS = 100;

/** The refusal of a workspace for paths in it. */
export function refusedPaths(why: string, paths: readonly string[]): NightshiftError {
  const named = paths
    .slice(0, 10)
    .map((path) => JSON.stringify(path))
    .join(', ');
  return new RequestError('WORKSPACE_REFUSED', `The workspace cannot be taken over: ${why}: ${named}`, {
    hint: 'Remove these paths, or name them in .gitignore.',
    details: { paths: paths.slice(0, KEPT_PATHS) },
  });
}

/** The refusal of a workspace that keeps a step of the import, such as `git add`, from ending. */
export function refusedStep(step: string, timeMs: number): NightshiftError {
  const message = `The workspace cannot be taken over: ${step} took more than ${timeMs / 1000} s`;
  return new RequestError('WORKSPACE_REFUSED', message, {
    hint: 'Leave fewer and smaller files, and simpler patterns in .gitignore.',
    details: { step },
  });
}

/** The refusal of a workspace that holds too much; `excess` says of what, such as `more than 50,000 new or changed files`. */
export function refusedLimit(excess: string): NightshiftError {
  return new RequestError('WORKSPACE_REFUSED', `The workspace cannot be taken over: it holds ${excess}`, {
    hint: 'Remove what is not part of the result, or name it in .gitignore.',
    details: { excess },
  });
}
