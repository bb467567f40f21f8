import { cut } from '../../text/cut';
import { gateOfStatus } from '../../text/held-status';
import { numberedTitle } from '../../text/numbered-title';
import type { Section } from '../../text/outline';
import { statusOf } from '../../text/status-words';
import { readTables, type Table, type TableRow } from '../../text/tables';
import type { ChosenList, ListItem } from './list-item';

const TASK =
  /^(?:tasks?|task name|steps?|todos?|work items?|items?|actions?|stor(?:y|ies)|title|任务|步骤|任务名称|タスク|작업|aufgabe|schritt|tarefa|tarea|задача)$/i;
/** Such a column names work where no other does, or numbers it. */
const GROUP = /^(?:phases?|stages?|milestones?|sprints?|weeks?|阶段|フェーズ|단계|fase|etapa|этап)$/i;
/** What says what is done in a row whose own column holds numbers; the first that there is. */
const WHAT: readonly RegExp[] = [
  /^(?:what|task|title|name|action|activity|summary|work|内容|名称)$/i,
  /^(?:descriptions?|details?|goals?|objectives?|scope|focus|描述|说明|目标)$/i,
  /^(?:deliverables?|outputs?|outcomes?|results?|交付物)$/i,
];
/** Titles of tables whose rows have an id and a description, and are work. */
const WORK =
  /\b(?:plan|tasks?|steps?|phases?|work|roadmap|milestones?|schedule|implementation|to-?dos?|backlog)\b|计划|任务|步骤/i;
/** `2`, `Step 2`, `**2.1**`, `P1`. */
const NUMBER =
  /^(?:(?:phase|step|task|stage|milestone|sprint|week)\s{0,2})?#?[A-Z]{0,2}\d{1,4}(?:\.\d{1,3}){0,3}[a-z]?[.:)]?$/i;
const ID = /^(?:#|no\.?|id|task id|nr\.?|序号|编号|番号)$/i;
const STATUS = /^(?:status|state|done\??|progress|状态|ステータス|狀態|상태|estado|статус)$/i;
const DEPENDS = /^(?:depends(?: on)?|dependenc(?:y|ies)|blocked by|after|依赖|前置任务|依存)$/i;
const ESTIMATE = /^(?:estimate[ds]?|est\.?|effort|duration|time|工时|预计时间)$/i;
/** Columns that ask for a person: by what they say, or by saying anything but no. */
const KIND = /^(?:type|kind|mode|executor|assignee|who|by)$/i;
const PERSON = /\b(?:manual|human|checkpoint|approval|gate)\b/i;
const GATE = /^(?:manual|gate|approval|human(?: gate| review)?|checkpoint|sign-?off)$/i;
const NO = /^(?:no|none|false|n\/a|auto\w{0,10}|[-–—✗✘❌]{1,3})$/i;

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
  const heads = best.table.head.cells.map(({ text }) => text);
  return {
    how: `the table under "${cut(best.section.title, 60)}"`,
    items: same.flatMap(({ section, table, columns }) =>
      table.rows.flatMap((row) => itemOf(row, columns, heads, section.no)),
    ),
  };
}

function headOf({ head }: Table): string {
  return head.cells.map(({ text }) => text.toLowerCase()).join('\n');
}

/** Which column says what; undefined for a table of something else. */
function columnsOf({ head, rows }: Table, title: string): Columns | undefined {
  const heads = head.cells.map(({ text }) => text);
  const at = (words: RegExp, from = 0): number => heads.findIndex((text, no) => no >= from && words.test(text));
  const areNumbers = (no: number): boolean => rows.every(({ cells }) => NUMBER.test(cells[no]?.text ?? ''));
  const others = { status: at(STATUS), depends: at(DEPENDS), estimate: at(ESTIMATE) };
  const named = at(TASK) >= 0 ? at(TASK) : at(GROUP);
  const id = at(ID);
  if (named >= 0 && !areNumbers(named)) return { task: named, id, ...others };
  const what = WHAT.map((words) => at(words)).find((no) => no >= 0);
  if (what === undefined || (named < 0 && (id < 0 || !WORK.test(title)))) return undefined;
  return { task: what, id: named < 0 ? id : named, ...others };
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
  const written = cell(columns.task);
  const numbered = numberedTitle(written);
  const isNumbered = numbered !== undefined && numbered.title !== '';
  const text = isNumbered ? numbered.title : written;
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
      id: idOf(cell(columns.id)) || (isNumbered ? numbered.id : ''),
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

/** `Phase 2` and `#2.` are 2. */
function idOf(text: string): string {
  const numbered = numberedTitle(text);
  return numbered === undefined ? text.replace(/^#|[.:)]$/g, '') : numbered.id;
}

function gateIn(cells: TableRow['cells'], heads: readonly string[]): string | undefined {
  for (const [no, head] of heads.entries()) {
    const text = cells[no]?.text ?? '';
    if (text === '' || NO.test(text)) continue;
    if (GATE.test(head) || (KIND.test(head) && PERSON.test(text))) return `${head}: ${cut(text, 100)}`;
  }
  return undefined;
}
