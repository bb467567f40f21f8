import type { ListItem } from '../../drafting/list-plan/list-item';
import { applyCells } from '../../drafting/list-plan/table-cells';
import { rowsOf } from '../../drafting/list-plan/task-table';
import { added } from '../../drafting/markdown-task';
import { plain } from '../../drafting/phase-list';
import type { Findings } from '../../findings';
import { at } from '../../text/at';
import { leadingId } from '../../text/leading-id';
import type { Section } from '../../text/outline';
import { plainText } from '../../text/plain-text';
import { readDuration } from '../../text/read-duration';
import { readTables } from '../../text/tables';
import { columnsOf } from '../../text/task-columns';
import { BoxTask, type Place } from './box-task';

/**
 * The rows, by their line, of tables beside boxes that are work of their own: they say what they wait on, or how far or long they
 * are, and none of them says again what a box or heading says. Linear.
 */
export function tableWork(sections: readonly Section[]): ReadonlyMap<number, ListItem> {
  const rows = new Map<number, ListItem>();
  const tables = sections.flatMap((section) => {
    if (section.kind !== 'tasks' || !section.lines.some(({ kind }) => kind === 'table')) return [];
    if (section.lines.some(({ kind }) => kind === 'box')) return [];
    return readTables(section.lines).flatMap((table) => {
      const columns = columnsOf(table, section.title);
      const isWork = columns !== undefined && (columns.depends >= 0 || (columns.status >= 0 && columns.estimate >= 0));
      return isWork ? [rowsOf(table, columns, section.no)] : [];
    });
  });
  if (tables.length === 0) return rows;
  const known = titlesOf(sections);
  for (const items of tables) {
    if (items.some(({ id, text }) => known.has(plain(text)) || known.has(plain(id)))) continue;
    for (const item of items) rows.set(item.line.no, item);
  }
  return rows;
}

/** What boxes and headings call their work: titles, and ids. */
function titlesOf(sections: readonly Section[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { title, lines } of sections) {
    known.add(plain(title));
    for (const line of lines) {
      if (line.kind !== 'box') continue;
      const { id, text } = leadingId(line);
      known.add(plain(plainText(text)));
      if (id !== undefined) known.add(plain(id));
    }
  }
  known.delete('');
  return known;
}

/** A row as a task. */
export function rowTask(item: ListItem, place: Place, findings: Findings): BoxTask {
  const task = new BoxTask(item.id, plainText(item.text), at(item.line), place.section, false, 0);
  const minutes = item.estimate === undefined ? undefined : readDuration(item.estimate);
  if (item.status !== undefined) task.status = item.status;
  if (place.phase !== undefined) task.phase = place.phase;
  if (minutes !== undefined) task.estimateMinutes = minutes;
  if (item.dependsOn !== undefined)
    task.dependsOn = added(task.dependsOn, { expression: item.dependsOn, where: task.where });
  for (const detail of item.details ?? []) task.description = added(task.description, detail);
  applyCells(task, item, findings);
  const gate = item.gate ?? place.gate;
  if (gate !== undefined) task.humanGate = gate;
  return task;
}
