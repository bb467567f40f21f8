import { columnState } from './status-heading';
import type { Table } from './tables';

const TASK =
  /^(?:tasks?|task name|steps?|todos?|work items?|items?|actions?|stor(?:y|ies)|title|任务|任務|步骤|任务名称|事项|タスク|作業|작업|할 ?일|aufgaben?|schritte?|tarefas?|tareas?|tâches?|étapes?|attività|compit[oi]|passi|задач[аи]|шаг(?:и)?)$/i;
/** Such a column names work where no other does, or numbers it. */
const GROUP = /^(?:phases?|stages?|milestones?|sprints?|weeks?|阶段|フェーズ|단계|fase|etapa|этап)$/i;
/** Columns by which a table is known to list work, whatever else it has. */
const LISTS =
  /^(?:tasks?|steps?|phases?|stor(?:y|ies)|slices?|todos?|work items?|任务|阶段|タスク|fase|aufgaben?|tareas?|tarefas?|tâches?|attività|compiti|задач[аи]|작업|할 ?일|作業)$/i;
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
const ID = /^(?:#|no\.?|id|task id|key|issue(?: key)?|ticket|nr\.?|nummer|序号|编号|番号|№)$/i;
const STATUS =
  /^(?:status|state|done\??|progress|stand|状态|状態|ステータス|狀態|상태|estado|statut|état|statuto?|stato|статус|состояние|진행)$/i;
const DEPENDS =
  /^(?:depends(?: on)?|dependenc(?:y|ies)|deps|blocked by|blockers?|after|needs|requires|predecessors?|prerequisites?|vorgänger|abhängig(?: von|keiten|keit)?|dépend(?: de|ances?)|hängt ab von|depende de|dipende da|dipendenz[ae]|dependencias?|dependências?|зависит от|зависимости|依赖|前置任务|前置|依存(?:関係)?|前提(?:タスク)?|선행 ?작업|의존성)$/i;
const ESTIMATE =
  /^(?:estimat(?:e[ds]?|ion)|est\.?|effort|duration|time|aufwand|dauer|schätzung|durée|durata|stima|duración|duração|estimación|estimativa|оценка|длительность|예상 ?시간|소요 ?시간|工时|预计时间|工数|見積(?:もり)?|所要時間)$/i;

/** What a task of the table holds up. */
const BLOCKS = /^(?:blocks|blocking|unblocks|successors?|needed (?:by|for)|nachfolger|bloquea|bloque)$/i;
const VERIFY =
  /^(?:verif(?:y|ication|ied by)|validation|tests?|test command|checks?|acceptance(?: criteria)?|done when|definition of done|criteria|abnahme|prüfung|verificación|verificação|vérification|verifica|criteri|critères?|проверка|критери[йи]|验收(?:标准)?|验证|検証|확인)$/i;
const FILES =
  /^(?:files?|paths?|files? (?:to (?:change|modify|create)|modified|touched)|dateien|archivos|arquivos|fichiers|файлы|파일|文件|ファイル)$/i;
/** Columns that only a list of work has. */
const PLANNED =
  /^(?:due(?: date)?|deadline|assign(?:ee|ed(?: to)?)?|owner|who|responsible|priority|prio|sprint|fällig|zuständig|verantwortlich|priorität|responsable|prioridade?|responsável|prazo|priorité|échéance|responsabile|scadenza|priorità|исполнитель|ответственный|приоритет|срок|담당자?|기한|우선순위|负责人|优先级|截止日期|担当者?|期限|優先度)$/i;

/** Which column says what; undefined for a table of something else. */
export function columnsOf({ head, rows }: Table, title: string): Columns | undefined {
  const heads = head.cells.map(({ text }) => text);
  const at = (words: RegExp, from = 0): number => heads.findIndex((text, no) => no >= from && words.test(text));
  const areNumbers = (no: number): boolean => rows.every(({ cells }) => NUMBER.test(cells[no]?.text ?? ''));
  const others = {
    status: at(STATUS),
    depends: at(DEPENDS),
    estimate: at(ESTIMATE),
    blocks: at(BLOCKS),
    verify: at(VERIFY),
    files: at(FILES),
  };
  const named = at(TASK) >= 0 ? at(TASK) : at(GROUP);
  const id = at(ID);
  if (named >= 0 && !areNumbers(named)) return { task: named, id, ...others };
  const what = WHAT.map((words) => at(words)).find((no) => no >= 0);
  const isTracked = others.status >= 0 && (others.depends >= 0 || others.blocks >= 0 || at(PLANNED) >= 0);
  const saysSo = isTracked || (WORK.test(title) && id >= 0);
  if (what === undefined || (named < 0 && !saysSo)) return undefined;
  return { task: what, id: named < 0 ? id : named, ...others };
}

/** Where a table of work has what; -1 for what it has not. */
export interface Columns {
  readonly task: number;
  readonly id: number;
  readonly status: number;
  readonly depends: number;
  readonly estimate: number;
  readonly blocks: number;
  readonly verify: number;
  readonly files: number;
}

/**
 * Whether a table with such a head lists work: it is a board, or has a column for tasks, steps or phases, or for what each waits on; or names, how far
 * they are, and who does them until when.
 */
export function headListsWork(heads: readonly string[]): boolean {
  const has = (words: RegExp): boolean => heads.some((text) => words.test(text));
  return has(LISTS) || has(DEPENDS) || (has(NAME) && has(STATUS) && has(PLANNED)) || areStates(heads);
}

/** Whether a table with such a head is a board: `| To do | Doing | Done |`. */
export function areStates(heads: readonly string[]): boolean {
  return heads.length > 1 && heads.every((text) => columnState(text) !== undefined);
}

const NAME = /^(?:name|title|summary|what|action|名称)$/i;
