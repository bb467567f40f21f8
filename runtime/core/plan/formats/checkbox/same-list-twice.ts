import { leadingId } from '../../text/leading-id';
import type { Line } from '../../text/lines';
import type { Section } from '../../text/outline';
import { traitsOf } from '../../text/traits';

/** Boxes that one section must have to count as a list that is repeated. */
const LEAST = 2;

/** Titles of lists that show work which stands elsewhere; the same steps for `Staging` and for `Production` are done twice. */
const SHOWS_AGAIN =
  /\b(?:remaining|outstanding|open|left|all|summary|overview|recap|checklist|progress|status|tracker|to-?dos?|tasks?|list|next|order|index|current|quick reference)\b|übersicht|zusammenfassung|offen|résumé|resumen|resumo|сводка|осталось|总结|汇总|概览|一覧|まとめ|残り|요약/i;

/**
 * The boxes of sections that say again what earlier sections say, all of it and word by word: `Remaining`, `Summary`, or with
 * ids of their own. For each, the line of the first one. Cost: linear; nothing where one section has all boxes.
 */
export function repeatedBoxes(sections: readonly Section[]): ReadonlyMap<number, number> {
  const repeats = new Map<number, number>();
  const lists = sections.filter(({ kind, lines }) => kind === 'tasks' && lines.some(isTask));
  if (lists.length < 2) return repeats;
  if (!mayRepeat(lists)) return repeats;
  const first = new Map<string, number>();
  let isShown = false;
  for (const { title, lines } of lists) {
    const boxes = lines.filter(isTask);
    isShown ||= SHOWS_AGAIN.test(title.slice(0, 200));
    const isRepeat =
      boxes.length >= LEAST &&
      boxes.every(({ content }) => first.has(content)) &&
      (isShown || boxes.every((line) => isOwnId(leadingId(line).id)));
    for (const { no, content } of boxes) {
      if (isRepeat) repeats.set(no, first.get(content)!);
      else if (!first.has(content)) first.set(content, no);
    }
  }
  return repeats;
}

/** `T001`, `FIX-1`, `2.1`; a number alone begins again in each list. */
export function isOwnId(id: string | undefined): boolean {
  return id !== undefined && /[a-z]|\d\.\d/i.test(id);
}

/** Whether any list begins with a box that an earlier one has: mostly none does, and that is seen without keeping texts. */
function mayRepeat(lists: readonly Section[]): boolean {
  const heads = new Map<number, number>();
  lists.forEach(({ lines }, no) => {
    const head = lines.find(isTask);
    if (head !== undefined) heads.set(hashOf(head), no);
  });
  return lists.some(({ lines }, no) => lines.some((line) => isTask(line) && (heads.get(hashOf(line)) ?? no) > no));
}

function hashOf(line: Line): number {
  line.traits = traitsOf(line.content, line.traits);
  return line.traits.hash;
}

function isTask(line: Line): boolean {
  return line.kind === 'box' && line.indent < 2 && line.content !== '';
}
