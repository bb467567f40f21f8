import { type NumberedTitle, numberedTitle } from '../../text/numbered-title';
import { readHeading } from '../../text/read-heading';

/** A heading that is a task: `タスク1-1: …`, `**Task T-001: …** 📁`; undefined for all others. */
export function headTask(content: string): NumberedTitle | undefined {
  const text = readHeading(content).text.replace(/(?:\s|\p{Extended_Pictographic}|\u{fe0f}){1,12}$/u, '');
  const found = numberedTitle(text) ?? arabic(text);
  return found?.word === 'task' ? found : undefined;
}

function arabic(text: string): NumberedTitle | undefined {
  const found =
    /^(?:المهمة|مهمة|작업|태스크|задача|tâche|tarea) {0,3}#?([A-Z]{0,4}-?\d{1,4}(?:[.-]\d{1,4}){0,3}) {0,3}[:：.–—-]{0,2} {0,3}(.{0,2000})$/iu.exec(
      text,
    );
  return found === null ? undefined : { word: 'task', id: found[1]!, title: found[2]! };
}
