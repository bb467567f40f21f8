import type { Findings } from '../findings';
import { quote } from '../text/quote';
import type { MarkdownTask } from './markdown-task';

/** Each task gets the id that it wrote, else its number; an id twice gets `#2`. */
export function nameTasks(tasks: readonly MarkdownTask[], findings: Findings): void {
  const taken = new Map<string, MarkdownTask>();
  const copies = new Map<string, number>();
  const titles = new Map<string, MarkdownTask>();
  const written = new Set(tasks.map(({ originalId }) => originalId).filter((id) => id !== ''));
  tasks.forEach((task, no) => {
    const own = task.originalId !== '' ? task.originalId : written.has(String(no + 1)) ? `#${no + 1}` : String(no + 1);
    task.aliases.push(`#${no + 1}`);
    const first = taken.get(own);
    let name = own;
    let copy = copies.get(own) ?? 1;
    while (taken.has(name)) name = `${own}#${++copy}`;
    copies.set(own, copy);
    if (first !== undefined) {
      findings.note(
        'NOTE_DUPLICATE_ID',
        task.where,
        `The id ${quote(own)} stands in line ${first.where.line} already; here it is read as ${name}`,
      );
    }
    task.originalId = name;
    taken.set(name, task);
    const title = task.title.toLowerCase();
    const twin = titles.get(title);
    if (twin === undefined) {
      titles.set(title, task);
      task.aliases.push(title);
    } else {
      findings.note(
        'NOTE_DUPLICATE_TITLE',
        task.where,
        `The title ${quote(task.title)} stands in line ${twin.where.line} already; both are run`,
      );
    }
  });
}
