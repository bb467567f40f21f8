import { cut } from '../../text/cut';
import type { Line } from '../../text/lines';
import { numberedTitle, numberOf } from '../../text/numbered-title';
import type { Section } from '../../text/outline';
import { phaseHeading } from '../../text/phase-heading';
import { statusHeading } from '../../text/status-heading';
import { readTables } from '../../text/tables';
import { codedHeadings } from './coded-headings';
import type { ChosenList, ListItem } from './list-item';

interface Found {
  readonly section: Section;
  readonly id: string;
  readonly title: string;
}

/** Titles of chapters, of which a document of numbered chapters has some. */
const CHAPTER =
  /^(?:overview|introduction|background|context|goals?|objectives?|scope|risks?|appendix|glossary|summary|references|conclusion|vision|requirements|architecture|timeline|problem|motivation|assumptions|success|testing|open questions|概述|背景|目标|总结|概要|目的)\b/i;

/** Headings `Task|Step|Phase|Stage N`: the finest of these words that comes often enough. */
export function wordHeadings(sections: readonly Section[], least = 2): ChosenList | undefined {
  const found = (isOne: (section: Section) => { id: string; title: string } | undefined): readonly Found[] =>
    sections.flatMap((section) => {
      if (section.heading === undefined || section.kind !== 'tasks') return [];
      const one = isOne(section);
      return one === undefined ? [] : [{ section, id: one.id, title: one.title }];
    });
  const word = (name: string) =>
    found(({ title }) => (numberedTitle(title)?.word === name ? numberedTitle(title) : undefined));
  const groups = found(({ title }) => phaseHeading(title));
  const chosen = [word('task'), word('step'), groups].find((list) => list.length >= least);
  if (chosen === undefined) return undefined;
  const isGrouped = chosen !== groups;
  const repeats = new Set(chosen.map(({ id }) => id)).size < chosen.length;
  const stops = new Set(chosen.map(({ section }) => section.no));
  const items = chosen.map((each): ListItem => {
    const group = isGrouped && repeats ? groupOf(each.section, sections) : undefined;
    return item(each, group === undefined ? each.id : `${group}.${each.id}`, sections, stops);
  });
  return { how: `the headings like "${cut(chosen[0]!.section.title, 60)}"`, items };
}

/** Headings `T1 — …` of one level. */
export function codeHeadings(sections: readonly Section[]): ChosenList | undefined {
  const found = codedHeadings(sections);
  if (found.length === 0) return undefined;
  const stops = new Set(found.map(({ section }) => section.no));
  const items = found.map((each) => item(each, each.id, sections, stops));
  return { how: `the headings like "${cut(found[0]!.section.title, 60)}"`, items };
}

/** `16. Pump`, `2) Valve`, `1.2 Lid`, `3️⃣ Coil`, `三、屋顶`, `II. Roof`, `B. Wall`. */
const NUMBERED =
  /^(\d{1,3}(?:\.\d{1,3}){1,3}(?=[.)、．:：\s])|\d{1,3}(?=[.)、．:：]|\s[-–—]|\u{fe0f}?\u{20e3})|[一二三四五六七八九十]{1,3}(?=[、．.:：])|[IVX]{1,5}(?=[.):])|[A-H](?=[.):]\s))(?:[.)、．:：]|\u{fe0f}?\u{20e3})?(?:\s[-–—]{1,2})?\s{0,3}(\S.{0,2000})$/u;

/** The number and the rest of a heading that begins with one; undefined for others and for chapters: `1. Overview`. */
export function numberedHeading({
  title,
  kind,
  level,
}: Section): { readonly id: string; readonly title: string } | undefined {
  if (level < 2 || level > 4 || kind !== 'tasks') return undefined;
  const number = NUMBERED.exec(title);
  return number === null ? undefined : { id: numberOf(number[1]!), title: number[2]! };
}

/** Whether a title is one of a chapter, which holds no work itself. */
export function isChapter(title: string): boolean {
  return CHAPTER.test(title);
}

/**
 * Headings `N. …` of one level, when their numbers run up from any start, each once: by ones, unless numbers may be missing (`hasGaps`) or
 * finished ones stand in a table.
 */
export function plainHeadings(sections: readonly Section[], hasGaps = false): ChosenList | undefined {
  for (let level = 2; level <= 4; level++) {
    const found = sections.flatMap((section): readonly Found[] => {
      const number = section.level === level ? numberedHeading(section) : undefined;
      return number === undefined ? [] : [{ section, ...number }];
    });
    if (found.length < 2) continue;
    const rows = finishedRows(sections);
    const mayMiss = hasGaps || rows.length > 0;
    const isRun = found.every(({ id }, at) => at === 0 || isBehind(id, found[at - 1]!.id, mayMiss));
    const chapters = found.filter(({ title }) => isChapter(title)).length;
    const areFiles = found.every(({ title }) => /^`?[\w@./-]{1,200}\.[a-z]{1,6}`?(?:\s|$)/i.test(title));
    if (!isRun || chapters * 4 >= found.length || areFiles) continue;
    const known = new Set(found.map(({ id }) => id));
    const done = rows.filter(({ id }) => !known.has(id));
    const named = new Set(rows.map(({ id }) => id));
    const stops = new Set(found.map(({ section }) => section.no));
    const items = found.map((each): ListItem => {
      const own = item(each, each.id, sections, stops);
      return named.has(each.id) ? { ...own, status: 'completed' } : own;
    });
    return { how: `the headings numbered from "${cut(found[0]!.section.title, 60)}"`, items: [...done, ...items] };
  }
  return undefined;
}

/** `10` is right behind `9`, `1.2` behind `1.1`; of numbers with dots, and where some may be missing, any larger one is. */
function isBehind(id: string, before: string, mayMiss: boolean): boolean {
  const [own, other] = [id, before].map((each) => each.split('.').map(countOf)) as [number[], number[]];
  if (own.length === 1 && !mayMiss) return own[0] === other[0]! + 1;
  const at = own.findIndex((part, no) => part !== other[no]);
  return at >= 0 && own[at]! > (other[at] ?? -1);
}

/** Of a part of a number: what it counts as; letters and Roman numerals as well, by how they are written. */
function countOf(part: string): number {
  if (/^[IVX]{1,5}$/.test(part)) {
    const digits = [...part].map((digit) => ({ I: 1, V: 5, X: 10 })[digit]!);
    return digits.reduce((sum, digit, at) => (digit < (digits[at + 1] ?? 0) ? sum - digit : sum + digit), 0);
  }
  return /^[A-H]$/.test(part) ? part.charCodeAt(0) - 64 : Number(part);
}

function item(
  { section, title }: Found,
  id: string,
  sections: readonly Section[],
  stops: ReadonlySet<number>,
): ListItem {
  const body: Line[] = [];
  for (let no = section.no; no < section.end; no++) {
    const part = sections[no]!;
    if (no > section.no && (stops.has(no) || part.level <= section.level)) break;
    if (no > section.no) body.push(part.heading!);
    for (const line of part.lines) body.push(line);
  }
  const text = title === '' ? section.title : title;
  const heading = section.heading!;
  return {
    id,
    text,
    line: heading,
    body,
    section: Math.max(0, section.parent),
    ...(section.isDone ? { status: 'completed' } : {}),
  };
}

function groupOf(section: Section, sections: readonly Section[]): string | undefined {
  for (let at = sections[section.parent]; at !== undefined; at = sections[at.parent]) {
    const found = phaseHeading(at.title);
    if (found !== undefined) return found.id;
  }
  return undefined;
}

/** Rows that begin with a number, in a table below `Done` or with a ✅ in them. */
function finishedRows(sections: readonly Section[]): readonly ListItem[] {
  return sections.flatMap((section) => {
    const isDone = statusHeading(section.title) === 'completed';
    return readTables(section.lines).flatMap(({ rows }) =>
      rows.flatMap(({ line, cells }): readonly ListItem[] => {
        const id = /^#?(\d{1,4})\.?$/.exec(cells[0]?.text ?? '')?.[1];
        const saysDone = isDone || cells.some(({ text }) => /^(?:✅|✓|☑|done\b|complete)/iu.test(text));
        if (id === undefined || !saysDone || cells.length < 2) return [];
        return [{ id, text: cells[1]!.text, line, body: [], section: section.no, status: 'completed' }];
      }),
    );
  });
}
