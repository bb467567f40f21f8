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
  const titled = sections.flatMap((section) => (section.kind === 'tasks' ? titlesIn(section) : []));
  if (titled.length < 2) return undefined;
  for (const word of WORDS) {
    const items = itemsOf(titled.filter((each) => each.word === word));
    const [first] = items;
    const isRun = items.every(
      ({ id }, no) => no === 0 || Number.parseFloat(id) >= Number.parseFloat(items[no - 1]!.id),
    );
    if (first !== undefined && items.length > 1 && isRun)
      return { how: `the lines like "${cut(plainText(first.line.content), 60)}"`, items };
  }
  return undefined;
}

/** A line that is a title, where it stands in its section. */
interface Titled {
  readonly section: Section;
  readonly at: number;
  readonly word: string;
  readonly id: string;
  readonly title: string;
}

function titlesIn(section: Section): readonly Titled[] {
  const found: Titled[] = [];
  section.lines.forEach((line, at) => {
    const title = titleIn(line);
    if (title !== undefined) found.push({ section, at, ...title });
  });
  return found;
}

function itemsOf(titled: readonly Titled[]): readonly ListItem[] {
  return titled.map(({ section, at, id, title }, no): ListItem => {
    const { lines } = section;
    const next = titled[no + 1];
    const end = next?.section === section ? next.at : lines.length;
    return { id, text: title, line: lines[at]!, body: lines.slice(at + 1, end), section: section.no };
  });
}

function titleIn(line: Line): Pick<Titled, 'word' | 'id' | 'title'> | undefined {
  if ((line.kind !== 'text' && line.kind !== 'item') || line.indent > 1 || !FORM.test(line.content)) return undefined;
  const found = numberedTitle(plainText(line.content));
  return found !== undefined && WORDS.has(found.word) && found.title !== '' ? found : undefined;
}
