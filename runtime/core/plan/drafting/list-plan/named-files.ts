import type { Ledger } from '../../text/ledger';
import type { Section } from '../../text/outline';
import { tableCells } from '../../text/tables';
import type { MarkdownTask } from '../markdown-task';
import { pathsIn } from '../read-body';

const FILES =
  /\bfiles?\b.{0,20}\b(?:modify|create|change|touch|implementation|involved|affected)|^(?:critical|key|affected|changed|new|modified) files\b|^files?$|文件清单|涉及文件/i;
/** Files that are looked for in the tasks. */
const MOST = 500;

/**
 * Gives each file of a list `Files to modify` to the tasks that speak of it by its path or name. Marks the lists, which
 * repeat the steps. Cost: linear for each file, at most {@link MOST} of them.
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
        if (cell !== undefined) files.push(...pathsIn({ ...line, content: cell.markdown }));
      } else if (line.kind === 'item' || line.kind === 'box') {
        ledger.mark(line, 'detail');
        files.push(...pathsIn(line));
      }
    }
  }
  for (const file of files.slice(0, MOST)) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    if (name.length < 3) continue;
    for (const task of tasks) {
      const isNamed = task.title.includes(name) || task.description.some((text) => text.includes(name));
      if (isNamed && task.files.every(({ path }) => path !== file.path)) task.files.push(file);
    }
  }
}
