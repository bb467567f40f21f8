import { append } from '../../text/append';
import type { Ledger } from '../../text/ledger';
import type { Section } from '../../text/outline';
import { tableCells } from '../../text/tables';
import type { MarkdownTask } from '../markdown-task';
import { pathsIn } from '../read-body';

const FILES =
  /\bfiles?\b.{0,20}\b(?:modify|create|change|touch|implementation|involved|affected)|^(?:critical|key|affected|changed|new|modified) files\b|^files?$|文件清单|涉及文件/i;
/** Files of one task, and tasks of one file. */
const MOST = 500;

/**
 * Gives each file of a list `Files to modify` to the tasks that speak of it by its path or name. Marks the lists, which
 * repeat the steps. Cost: linear in the text.
 */
export function namedFiles(
  tasks: readonly MarkdownTask[],
  sections: readonly Section[],
  used: ReadonlySet<number>,
  ledger: Ledger,
): void {
  const files: MarkdownTask['files'] = [];
  for (const { title, lines } of sections) {
    if (!FILES.test(title)) continue;
    for (const line of lines) {
      if (used.has(line.no)) continue;
      if (line.kind === 'table') {
        ledger.mark(line, 'detail');
        const [cell] = tableCells(line);
        if (cell !== undefined) append(files, pathsIn({ ...line, content: cell.markdown }));
      } else if (line.kind === 'item' || line.kind === 'box') {
        ledger.mark(line, 'detail');
        append(files, pathsIn(line));
      }
    }
  }
  if (files.length === 0) return;
  const speaking = speakersOf(tasks);
  for (const file of files) {
    for (const task of speaking.get(nameOf(file.path)) ?? []) {
      if (task.files.length < MOST && task.files.every(({ path }) => path !== file.path)) task.files.push(file);
    }
  }
}

/** The tasks that speak of a file, by its name. */
function speakersOf(tasks: readonly MarkdownTask[]): ReadonlyMap<string, readonly MarkdownTask[]> {
  const speaking = new Map<string, MarkdownTask[]>();
  for (const task of tasks) {
    const names = new Set(
      [task.title, ...task.description].flatMap((text) =>
        [...text.matchAll(/[\w@+-][\w@+.-]{1,100}/g)].map(([name]) => name),
      ),
    );
    for (const name of names) {
      const own = speaking.get(name);
      if (own === undefined) speaking.set(name, [task]);
      else if (own.length < MOST) own.push(task);
    }
  }
  return speaking;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
