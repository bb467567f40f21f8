import { cut } from '../../text/cut';
import { gateOfStatus } from '../../text/held-status';
import type { Section } from '../../text/outline';
import { statusOf } from '../../text/status-words';
import { readTables, type Table, type TableRow } from '../../text/tables';
import type { ChosenList, ListItem } from './list-item';

const TASK =
  /^(?:tasks?|task name|steps?|todos?|work items?|items?|actions?|stor(?:y|ies)|title|任务|步骤|任务名称|タスク|작업|aufgabe|schritt|tarefa|tarea|задача)$/i;
const ID = /^(?:#|no\.?|id|task id|nr\.?|序号|编号|番号)$/i;
const STATUS = /^(?:status|state|done\??|progress|状态|ステータス|狀態|상태|estado|статус)$/i;
const DEPENDS = /^(?:depends(?: on)?|dependenc(?:y|ies)|blocked by|after|依赖|前置任务|依存)$/i;
const ESTIMATE = /^(?:estimate[ds]?|est\.?|effort|duration|time|工时|预计时间)$/i;
/** Columns that ask for a person: by what they say, or by saying anything but no. */
const KIND = /^(?:type|kind|mode|executor|assignee|who|by)$/i;
const PERSON = /\b(?:manual|human|checkpoint|approval|gate)\b/i;
const GATE = /^(?:manual|gate|approval|human(?: gate| review)?|checkpoint|sign-?off)$/i;
const NO = /^(?:no|none|false|n\/a|auto\w{0,10}|[-–—✗✘❌]{1,3})$/i;

/** The largest table whose head has a column for tasks, steps or the like. */
export function taskTable(sections: readonly Section[]): ChosenList | undefined {
  let best: { readonly section: Section; readonly table: Table; readonly column: number } | undefined;
  for (const section of sections) {
    if (section.kind !== 'tasks') continue;
    for (const table of readTables(section.lines)) {
      const column = table.head.cells.findIndex(({ text }) => TASK.test(text));
      if (column < 0 || table.rows.length <= (best?.table.rows.length ?? 1)) continue;
      best = { section, table, column };
    }
  }
  if (best === undefined) return undefined;
  const { section, table, column } = best;
  const heads = table.head.cells.map(({ text }) => text);
  const at = (words: RegExp): number => heads.findIndex((head) => words.test(head));
  const columns = { task: column, id: at(ID), status: at(STATUS), depends: at(DEPENDS), estimate: at(ESTIMATE) };
  return {
    how: `the table under "${cut(section.title, 60)}"`,
    items: table.rows.flatMap((row) => itemOf(row, columns, heads, section.no)),
  };
}

interface Columns {
  readonly task: number;
  readonly id: number;
  readonly status: number;
  readonly depends: number;
  readonly estimate: number;
}

function itemOf(
  { line, cells }: TableRow,
  columns: Columns,
  heads: readonly string[],
  section: number,
): readonly ListItem[] {
  const cell = (no: number): string => (no < 0 ? '' : (cells[no]?.text ?? ''));
  const text = cell(columns.task);
  if (text === '' || /^[-–—]{1,3}$/.test(text)) return [];
  const status = statusOf(cell(columns.status));
  const gate = gateOfStatus(cell(columns.status)) ?? gateIn(cells, heads);
  const depends = cell(columns.depends);
  const estimate = cell(columns.estimate);
  const used = new Set(Object.values(columns));
  const details = cells.flatMap(({ text: more }, no) =>
    used.has(no) || more === '' ? [] : [heads[no] ? `${heads[no]}: ${more}` : more],
  );
  return [
    {
      id: cell(columns.id).replace(/[#.]/g, ''),
      text,
      line,
      body: [],
      section,
      ...(status === undefined ? {} : { status }),
      ...(gate === undefined ? {} : { gate }),
      ...(depends === '' || /^[-–—]{1,3}$/.test(depends) ? {} : { dependsOn: depends }),
      ...(estimate === '' ? {} : { estimate }),
      ...(details.length === 0 ? {} : { details }),
    },
  ];
}

function gateIn(cells: TableRow['cells'], heads: readonly string[]): string | undefined {
  for (const [no, head] of heads.entries()) {
    const text = cells[no]?.text ?? '';
    if (text === '' || NO.test(text)) continue;
    if (GATE.test(head) || (KIND.test(head) && PERSON.test(text))) return `${head}: ${cut(text, 100)}`;
  }
  return undefined;
}
