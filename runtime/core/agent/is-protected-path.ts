/** True for git's own files, which an agent's file tools may not write: hooks and settings there would run as others. */
export function isProtectedPath(relative: string): boolean {
  return relative.split('/').some((segment) => segment.toLowerCase() === '.git');
}
