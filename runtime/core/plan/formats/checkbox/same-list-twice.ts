import type { Line } from '../../text/lines';
import type { Section } from '../../text/outline';

/** Boxes that one section must have to count as a list that is repeated. */
const LEAST = 2;

/**
 * The boxes of sections that say again what earlier sections say, all of it and word by word: `Remaining`, `Summary`.
 * For each, the line of the first one. Cost: linear; nothing where one section has all boxes.
 */
export function repeatedBoxes(sections: readonly Section[]): ReadonlyMap<number, number> {
  const repeats = new Map<number, number>();
  const lists = sections.filter(({ kind, lines }) => kind === 'tasks' && lines.some(isTask));
  if (lists.length < 2) return repeats;
  if (!mayRepeat(lists)) return repeats;
  const first = new Map<string, number>();
  for (const { lines } of lists) {
    const boxes = lines.filter(isTask);
    const isRepeat = boxes.length >= LEAST && boxes.every(({ content }) => first.has(content));
    for (const { no, content } of boxes) {
      if (isRepeat) repeats.set(no, first.get(content)!);
      else if (!first.has(content)) first.set(content, no);
    }
  }
  return repeats;
}

/** Whether any list begins with a box that an earlier one has: mostly none does, and that is seen with few texts kept. */
function mayRepeat(lists: readonly Section[]): boolean {
  const heads = new Map<string, number>();
  const traits = new Set<number>();
  lists.forEach(({ lines }, no) => {
    const head = lines.find(isTask);
    if (head === undefined) return;
    heads.set(head.content, no);
    traits.add(traitOf(head.content));
  });
  const isHead = ({ content }: Line, no: number): boolean =>
    traits.has(traitOf(content)) && (heads.get(content) ?? no) > no;
  return lists.some(({ lines }, no) => lines.some((line) => isTask(line) && isHead(line, no)));
}

/** A number by which most texts differ, from their length and a few of their letters. */
function traitOf(text: string): number {
  let trait = text.length;
  for (let part = 0; part < 8; part++) trait = (Math.imul(trait, 31) + text.charCodeAt((part * text.length) >> 3)) | 0;
  return trait;
}

function isTask(line: Line): boolean {
  return line.kind === 'box' && line.indent < 2 && line.content !== '';
}
