import { numberedTitle } from '../../text/numbered-title';
import type { Section } from '../../text/outline';
import { columnState, heldHeading, statusHeading } from '../../text/status-heading';
import { readTables, type Table } from '../../text/tables';
import { areStates } from '../../text/task-columns';
import { type ChosenList, itemsOf, type ListItem } from './list-item';
import { isAside, isOnlyList } from './only-list';

/** Bullets in columns `To do`, `Doing`, `Done`, as headings or as a table; columns beside them whose names say nothing count as open. */
export function board(sections: readonly Section[]): ChosenList | undefined {
  const columns = boardColumns(sections);
  const held = inColumns(sections).filter(({ section, column }) => section === column || section.kind === 'tasks');
  const inside = held.filter(({ section, column }) => section !== column);
  const areCards = !inside.every(({ section }) => isOnlyList(section));
  const items = [
    ...held.flatMap(({ section, column }) =>
      areCards && section !== column ? [cardOf(section, column.title)] : columnItems(section, column.title),
    ),
    ...sections.flatMap(({ no, kind, lines }) =>
      kind === 'other' ? [] : readTables(lines).flatMap((table) => cellsOf(table, no)),
    ),
  ];
  if (items.length === 0) return undefined;
  const strange = columns.filter(({ title }) => columnState(title) === undefined);
  const unknown = strange.map(({ title, heading }) => ({ title, line: heading! }));
  return { how: 'the lists by status', items, ...(unknown.length === 0 ? {} : { unknown }) };
}

/**
 * The headings of a text that are columns of boards: at least two of one level in one section that name states, and those beside them
 * that hold nothing but a list. In document order; empty where there is no board.
 */
export function boardColumns(sections: readonly Section[]): readonly Section[] {
  const groups = new Map<string, { readonly all: Section[]; known: number }>();
  for (const section of sections) {
    if (section.heading === undefined) continue;
    const isKnown = columnState(section.title) !== undefined;
    if (!isKnown && !mayBeColumn(section)) continue;
    const key = `${section.parent} ${section.level}`;
    const group = groups.get(key) ?? { all: [], known: 0 };
    group.all.push(section);
    if (isKnown) group.known++;
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ all, known }) => (known > 1 ? all : [])).toSorted((a, b) => a.no - b.no);
}

function mayBeColumn(section: Section): boolean {
  return (
    section.kind === 'tasks' &&
    !isAside(section.title) &&
    numberedTitle(section.title) === undefined &&
    isOnlyList(section)
  );
}

/** A heading in a column, with what stands below it. */
function cardOf({ heading, title, lines, no }: Section, column: string): ListItem {
  return { id: '', text: title, line: heading!, body: lines, section: no, ...said(column) };
}

/** The sections that stand in columns of boards, with the column that each stands in: the nearest one around it, or itself. */
export function inColumns(
  sections: readonly Section[],
): readonly { readonly section: Section; readonly column: Section }[] {
  const columns = new Set(boardColumns(sections));
  if (columns.size === 0) return [];
  const around: (Section | undefined)[] = [];
  return sections.flatMap((section) => {
    const column = columns.has(section) ? section : around[section.parent];
    around.push(column);
    return column === undefined ? [] : [{ section, column }];
  });
}

/** Items of which some stand below columns of a board, as tasks of their own: what the column says of each that says nothing itself. */
export function byColumn(items: readonly ListItem[], sections: readonly Section[]): readonly ListItem[] {
  const titles = new Map(
    inColumns(sections).flatMap(({ section: { heading, lines }, column }) =>
      [heading!, ...lines].map(({ no }): [number, string] => [no, column.title]),
    ),
  );
  if (titles.size === 0) return items;
  return items.map((item) => {
    const title = item.status === undefined && item.gate === undefined ? titles.get(item.line.no) : undefined;
    return title === undefined ? item : { ...item, ...said(title) };
  });
}

/** The items below a heading, which may say how far they are: `Done`. */
export function columnItems(section: Section, title = section.title): readonly ListItem[] {
  return itemsOf(section, () => true).map((item) => ({ ...item, ...said(title) }));
}

function said(title: string): Pick<ListItem, 'status' | 'gate'> {
  const status = statusHeading(title);
  const gate = heldHeading(title);
  return { ...(status === undefined ? {} : { status }), ...(gate === undefined ? {} : { gate }) };
}

/** The cells of a table whose columns are all states: `| To do | Doing | Done |`. */
function cellsOf({ head, rows }: Table, section: number): readonly ListItem[] {
  const heads = head.cells.map(({ text }) => text);
  if (!areStates(heads)) return [];
  return heads.flatMap((title, no) =>
    rows.flatMap(({ line, cells }): readonly ListItem[] => {
      const cell = cells[no];
      if (cell === undefined || cell.text === '' || /^[-–—]{1,3}$/.test(cell.text)) return [];
      return [
        { id: '', text: cell.markdown, line: { ...line, column: cell.column }, body: [], section, ...said(title) },
      ];
    }),
  );
}
