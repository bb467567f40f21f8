import { forbidsAutonomy } from '../../gates/autonomy';
import { deniesGate } from '../../gates/gate-field';
import { fieldAsks, gateFieldKind, plainKey } from '../../gates/gate-fields';
import { cut } from '../../text/cut';
import { gateOfStatus } from '../../text/held-status';
import { numberedTitle } from '../../text/numbered-title';
import type { Section } from '../../text/outline';
import { statusOf } from '../../text/status-words';
import { readTables, type Table, type TableRow } from '../../text/tables';
import { type Columns, columnsOf } from '../../text/task-columns';
import type { ChosenList, ListItem } from './list-item';

const IS_AUTO = /^auto\w{0,10}$/i;

/** The largest table whose head has a column for tasks, steps or the like, with all others of the same head. */
export function taskTable(sections: readonly Section[]): ChosenList | undefined {
  const tables = sections
    .filter(({ kind }) => kind === 'tasks')
    .flatMap((section) =>
      readTables(section.lines).flatMap((table) => {
        const columns = columnsOf(table, section.title);
        return columns === undefined ? [] : [{ section, table, columns }];
      }),
    );
  const [best] = tables.toSorted((a, b) => b.table.rows.length - a.table.rows.length);
  if (best === undefined || best.table.rows.length < 2) return undefined;
  const same = tables.filter(({ table }) => headOf(table) === headOf(best.table));
  return {
    how: best.section.heading === undefined ? 'the table' : `the table under "${cut(best.section.title, 60)}"`,
    items: same.flatMap(({ section, table, columns }) => rowsOf(table, columns, section.no)),
  };
}

function headOf({ head }: Table): string {
  return head.cells.map(({ text }) => text.toLowerCase()).join('\n');
}

/** The rows of a table that hold work: see {@link taskTable}. */
export function rowsOf({ head, rows }: Table, columns: Columns, section: number): readonly ListItem[] {
  const heads = head.cells.map(({ text }) => text);
  return rows.flatMap((row) => itemOf(row, columns, heads, section));
}

function itemOf(
  { line, cells }: TableRow,
  columns: Columns,
  heads: readonly string[],
  section: number,
): readonly ListItem[] {
  const cell = (no: number): string => (no < 0 ? '' : (cells[no]?.text ?? ''));
  const title = cell(columns.task);
  const numbered = numberedTitle(title);
  const isNumbered = numbered !== undefined && numbered.title !== '';
  const text = isNumbered ? numbered.title : title;
  if (text === '' || /^[-–—]{1,3}$/.test(text)) return [];
  const status = statusOf(cell(columns.status));
  const gate = gateOfStatus(cell(columns.status)) ?? gateIn(cells, heads);
  const depends = cell(columns.depends);
  const estimate = cell(columns.estimate);
  const written = (no: number): string => (no < 0 ? '' : (cells[no]?.markdown ?? ''));
  const [blocks, verify, files] = [cell(columns.blocks), written(columns.verify), written(columns.files)];
  const used = new Set(Object.values(columns));
  const details = cells.flatMap(({ text: more }, no) =>
    used.has(no) || more === '' ? [] : [heads[no] ? `${heads[no]}: ${more}` : more],
  );
  return [
    {
      id: idOf(cell(columns.id)) || (isNumbered ? numbered.id : ''),
      text,
      line,
      body: [],
      section,
      ...(status === undefined ? {} : { status }),
      ...(status === undefined && gate === undefined ? { strangeStatus: cell(columns.status) } : {}),
      ...(gate === undefined ? {} : { gate }),
      ...(depends === '' || /^[-–—]{1,3}$/.test(depends) ? {} : { dependsOn: depends }),
      ...(estimate === '' ? {} : { estimate }),
      ...(isEmpty(blocks) ? {} : { blocks }),
      ...(isEmpty(verify) ? {} : { verify }),
      ...(isEmpty(files) ? {} : { files }),
      ...(details.length === 0 ? {} : { details }),
    },
  ];
}

const isEmpty = (text: string): boolean => /^(?:[-–—]{0,3}|n\/a|none|tbd)$/i.test(text);

/** `Phase 2` and `#2.` are 2. */
function idOf(text: string): string {
  const numbered = numberedTitle(text);
  return numbered === undefined ? text.replace(/^#|[.:)]$/g, '') : numbered.id;
}

function gateIn(cells: TableRow['cells'], heads: readonly string[]): string | undefined {
  for (const [no, head] of heads.entries()) {
    const text = cells[no]?.text ?? '';
    const kind = text === '' ? undefined : gateFieldKind(plainKey(head));
    if (kind === undefined) continue;
    if (kind === 'allows' ? !forbidsAutonomy(plainKey(head), text) : IS_AUTO.test(text) || deniesGate(text)) continue;
    if (kind === 'asks' || kind === 'names' || kind === 'allows' || fieldAsks(kind, text))
      return `${head}: ${cut(text, 100)}`;
  }
  return undefined;
}
