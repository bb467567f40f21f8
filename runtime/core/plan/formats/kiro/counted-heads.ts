import type { Line } from '../../text/lines';
import type { NumberedTitle } from '../../text/numbered-title';
import { readHeading } from '../../text/read-heading';

/** `### 2. Whistle`: a heading that counts. */
export function countedHead(content: string): NumberedTitle | undefined {
  const found = /^(\d{1,3})[.)]\s{1,3}(\S.{0,2000})$/.exec(readHeading(content).text);
  return found === null ? undefined : { word: 'task', id: found[1]!, title: found[2]! };
}

/** Whether headings of one level count from 1, with boxes below each that have no numbers: then the headings are the tasks. */
export function countedHeads(lines: readonly Line[]): boolean {
  const levels = new Set<number>();
  let last = 0;
  let boxes = 0;
  for (const line of lines) {
    if (line.kind === 'box') boxes++;
    const head = line.kind === 'heading' ? countedHead(line.content) : undefined;
    if (head === undefined) continue;
    if (Number(head.id) !== last + 1 || (last > 0 && boxes === 0)) return false;
    levels.add(line.level);
    last++;
    boxes = 0;
  }
  return last > 0 && boxes > 0 && levels.size === 1;
}
