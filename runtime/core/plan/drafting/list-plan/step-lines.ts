import { cut } from '../../text/cut';
import type { Line } from '../../text/lines';
import { numberedTitle } from '../../text/numbered-title';
import type { Section } from '../../text/outline';
import { plainText } from '../../text/plain-text';
import type { ChosenList, ListItem } from './list-item';

const WORDS = new Set(['task', 'step', 'phase', 'stage']);
/** What makes the line a title: `Step 2 of the guide says` is a sentence. */
const FORM = /^[*_]{0,3}\S{1,12}[ #-]{0,2}\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?[*_]{0,3}\s{0,2}(?:[:：.)]|[—–-]\s)/;

/** Lines `**Step 1: Boil**`, `Step 2: Whistle` that stand for headings; at least two, which count up. */
export function stepLines(sections: readonly Section[]): ChosenList | undefined {
  for (const word of WORDS) {
    const items = sections.flatMap((section) => (section.kind === 'tasks' ? itemsIn(section, word) : []));
    const [first] = items;
    const isRun = items.every(
      ({ id }, no) => no === 0 || Number.parseFloat(id) >= Number.parseFloat(items[no - 1]!.id),
    );
    if (first !== undefined && items.length > 1 && isRun)
      return { how: `the lines like "${cut(plainText(first.line.content), 60)}"`, items };
  }
  return undefined;
}

function itemsIn(section: Section, word: string): readonly ListItem[] {
  const { lines } = section;
  const starts = lines.flatMap((line, at) => {
    const found = titleIn(line, word);
    return found === undefined ? [] : [{ at, ...found }];
  });
  return starts.map(
    ({ at, id, title }, no): ListItem => ({
      id,
      text: title,
      line: lines[at]!,
      body: lines.slice(at + 1, starts[no + 1]?.at ?? lines.length),
      section: section.no,
    }),
  );
}

function titleIn(line: Line, word: string): { readonly id: string; readonly title: string } | undefined {
  if ((line.kind !== 'text' && line.kind !== 'item') || line.indent > 1 || !FORM.test(line.content)) return undefined;
  const found = numberedTitle(plainText(line.content));
  return found?.word === word && found.title !== '' ? found : undefined;
}
