import { at } from '../text/at';
import type { Line } from '../text/lines';
import { pathsInText } from '../text/paths-in-text';
import type { OpenTask } from './markdown-task';

/** Gives a task that names no files the paths that its title speaks of: `Add the driver in src/valve.c`. */
export function filesInTitle(task: OpenTask, line: Line): void {
  const { content } = line;
  if (task.files.length > 0 || !(content.includes('/') || content.includes('`'))) return;
  const paths = pathsInText(content);
  if (paths.length > 0) task.files = paths.map((path) => ({ path, where: at(line) }));
}
