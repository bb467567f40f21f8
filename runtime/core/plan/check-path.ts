/** What is wrong with a path that a task wants to write, or the path in its plain form. */
export type CheckedPath =
  | { readonly type: 'path'; readonly path: string }
  | { readonly type: 'refused'; readonly code: 'PLAN_PATH' | 'PLAN_PROTECTED_PATH'; readonly reason: string };

/** Folders and files by which an agent could change what runs outside its sandbox. */
const PROTECTED: readonly RegExp[] = [
  /^\.git(?:\/|$)/,
  /\/\.git(?:\/|$)/,
  /^\.claude(?:\/|$)/,
  /^\.mcp\.json$/,
  /^\.vscode\/(?:tasks|settings|launch)\.json$/,
  /^\.envrc$/,
  /^\.npmrc$/,
  /^\.github\/workflows(?:\/|$)/,
  /^\.gitmodules$/,
];

/** Names of letters, digits and dots inside: nothing below speaks of those. */
const PLAIN = /^[\w-]+(?:[./][\w-]+)*$/;
const LONGEST_PART = 255;

/**
 * Checks a path or glob relative to the repository. `./a` and `a//b` become `a` and `a/b`.
 *
 * Source: guarantees D1 141–154, 162.
 */
export function checkPath(path: string): CheckedPath {
  if (path.length < LONGEST_PART && PLAIN.test(path)) return { type: 'path', path };
  const refused = (reason: string, code: 'PLAN_PATH' | 'PLAN_PROTECTED_PATH' = 'PLAN_PATH'): CheckedPath => ({
    type: 'refused',
    code,
    reason,
  });
  if (path.length > 4_096) return refused('it is longer than 4,096 characters');
  if (/[\u0000-\u001f\u007f]/.test(path)) return refused('it holds a control character');
  if (path.startsWith('/') || path.startsWith('~')) return refused('it does not lie inside the repository');
  if (path.includes('\\') || /^[A-Za-z]:/.test(path)) return refused('write it with / and relative to the repository');
  if (/^[A-Za-z][A-Za-z0-9+.-]{0,30}:/.test(path)) return refused('it is a URL');
  if (/%(?:2e|2f|5c|00|c0)/i.test(path)) return refused('it is percent-encoded');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return refused('it leaves its folder (..)');
  if (parts.some((part) => part.length > LONGEST_PART))
    return refused('one of its parts is longer than 255 characters');
  if (parts.some((part) => /^\.git\s*$/i.test(part)))
    return refused("git's own folder is not for tasks", 'PLAN_PROTECTED_PATH');
  if (parts.some((part) => /[. ]$/.test(part))) return refused('one of its parts ends with a dot or a space');
  const plain = parts.join('/');
  if (plain === '') return refused('it is empty');
  if (PROTECTED.some((pattern) => pattern.test(plain.toLowerCase())))
    return refused('it decides what runs outside the sandbox', 'PLAN_PROTECTED_PATH');
  return { type: 'path', path: plain };
}
