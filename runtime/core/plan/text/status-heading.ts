import type { ExecutionTask } from '../plan';

const COLUMNS: readonly (readonly [RegExp, ExecutionTask['status']])[] = [
  [
    /^(?:to-? ?do|backlog|pending|not started|planned|up next|next up|open|ready|remaining(?: work)?|待办|待辦|未着手|未开始|待处理|할 일|pendente|pendiente|offen|a fazer|por hacer)$/,
    'pending',
  ],
  [
    /^(?:doing|in[- ]?progress|wip|active|ongoing|current(?:ly)?|in review|进行中|進行中|진행 중|em andamento|en curso|in arbeit)$/,
    'in_progress',
  ],
  [
    /^(?:done|completed?|finished|shipped|已完成|完成|完了|완료|concluído|concluída|completado|hecho|erledigt|fertig|готово|terminé)$/,
    'completed',
  ],
  [
    /^(?:cancell?ed|won['’]?t (?:do|fix)|wontfix|dropped|rejected|deferred|postponed|skipped|abandoned|已取消|取消)$/,
    'skipped',
  ],
];
const HELD =
  /^(?:blocked|on[- ]hold|stuck|paused|waiting|(?:awaiting|waiting (?:for|on)) .{1,40}|阻塞|搁置|ブロック|保留|차단|보류|blockiert|bloquead[oa]|en espera|bloqué|заблокировано)$/;

/** The status of all items below a heading like `In Progress (3)`, `已完成`, `Done tasks`; undefined for other headings. */
export function statusHeading(title: string): ExecutionTask['status'] | undefined {
  const plain = columnOf(title);
  return COLUMNS.find(([words]) => words.test(plain))?.[1];
}

/** What a person is asked before the items below a heading like `Blocked`, `On Hold (2)`; undefined for other headings. */
export function heldHeading(title: string): string | undefined {
  return HELD.test(columnOf(title)) ? `status: ${title.slice(0, 60)}` : undefined;
}

function columnOf(title: string): string {
  return title
    .slice(0, 60)
    .toLowerCase()
    .replace(/\s{0,3}[(（][^)）]{0,30}[)）]$/, '')
    .replace(/ (?:tasks?|items?|work|features|任务)$/, '')
    .replace(/[:：]$/, '')
    .trim();
}
