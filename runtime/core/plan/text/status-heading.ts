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
  [/^(?:cancell?ed|won['’]t (?:do|fix)|dropped|rejected|已取消|取消)$/, 'skipped'],
];

/** The status of all items below a heading like `In Progress (3)`, `已完成`, `Done tasks`; undefined for other headings. */
export function statusHeading(title: string): ExecutionTask['status'] | undefined {
  const plain = title
    .slice(0, 60)
    .toLowerCase()
    .replace(/\s{0,3}[(（][^)）]{0,30}[)）]$/, '')
    .replace(/ (?:tasks?|items?|work|features|任务)$/, '')
    .replace(/[:：]$/, '')
    .trim();
  return COLUMNS.find(([words]) => words.test(plain))?.[1];
}
