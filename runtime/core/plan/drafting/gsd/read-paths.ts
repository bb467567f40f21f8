import type { DraftFile } from '../../draft';
import { readFiles } from '../../text/read-files';

/**
 * The paths of a `<files>` element or a `files_modified` entry: separated by commas or lines, with bullets, verbs in
 * front (`Create: a.ts`) and remarks behind (`a.ts (new)`, `a.ts — new`). What has spaces inside is no path.
 */
export function readPaths(text: string, lineOf: (offset: number) => { line: number; column: number }): DraftFile[] {
  const files: DraftFile[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const start = line.length - line.trimStart().length;
    const value = line
      .trim()
      .replace(/^[-*+] {1,4}/, '')
      .replace(/^(?:create|modify|update|edit|add|delete|remove|new|test)s?: {0,3}/i, '')
      .replace(/ {1,3}(?:[-–—]{1,2}|#) .{0,2000}$/, '');
    for (const file of readFiles(value, lineOf(offset + start)))
      for (const path of file.path.split(/ and | & /))
        if (isPath(path.trim())) files.push({ ...file, path: path.trim() });
    offset += line.length + 1;
  }
  return files;
}

function isPath(text: string): boolean {
  return (
    text !== '' && !/\s/.test(text) && !/^(?:none|n\/a|tbd|various|multiple|all)\b/i.test(text) && /[\w*]/.test(text)
  );
}
