import { readFences } from '../../text/fences';
import type { Line } from '../../text/lines';
import { type NumberedTitle, numberedTitle } from '../../text/numbered-title';
import type { PlanDocument } from '../../text/plan-document';
import { readHeading } from '../../text/read-heading';
import { isDoneMark } from '../../text/status-words';

/** A task of a PRP as it stands in the document. */
export interface PrpTask {
  readonly id: string;
  readonly title: string;
  readonly isDone: boolean;
  readonly line: Line;
  /** As written; without the line of the task itself. */
  readonly body: readonly Line[];
  readonly raw: readonly string[];
}

/** The tasks of a PRP, from the first place that has some: fences, headings and lines `Task N:`, a numbered list. */
export function prpTasks(document: PlanDocument): readonly PrpTask[] {
  const inFences = fenceTasks(document);
  const inHeadings = headingTasks(document);
  if (inFences.length > 1 && inFences.length >= inHeadings.length) return inFences;
  if (inHeadings.length > 0) return inHeadings;
  const inLines = lineTasks(document.markdown().lines, document);
  if (inLines.length > 0) return inLines;
  return inFences.length > 0 ? inFences : listTasks(document);
}

/** `Task 3: title`, also as `### Task 3 - title`, `**Task 3**:`, `- Task 3:`, `task_3:`. */
function taskOf(content: string): (NumberedTitle & { readonly isDone: boolean }) | undefined {
  const { text, isDone } = readHeading(
    content.replace(/^(?:[-*#]{1,6}\s{1,3})?/, '').replace(/^task_(?=\d)/i, 'Task '),
  );
  const found = numberedTitle(text);
  return found?.word === 'task' ? { ...found, isDone } : undefined;
}

/** Tasks in yaml and text fences; a task that stands a second time is its pseudocode, not another one. */
function fenceTasks(document: PlanDocument): readonly PrpTask[] {
  const tasks: PrpTask[] = [];
  const seen = new Set<string>();
  for (const fence of readFences(document)) {
    if (!/^(?:ya?ml|text|txt|md|markdown|plaintext|)$/.test(fence.info)) continue;
    const { lines } = fence.document.markdown();
    const isFlat = (line: Line): boolean =>
      line.indent < 2 && line.kind !== 'blank' && !/^(?:#{1,6} )?#/.test(line.content);
    for (const task of tasksIn(
      lines.filter((line) => line.kind !== 'frontmatter'),
      fence.document,
      isFlat,
    )) {
      if (seen.has(task.id)) continue;
      seen.add(task.id);
      tasks.push(task);
    }
  }
  return tasks;
}

/** `### Task N:` headings outside fences, without those of pseudocode and repeats. */
function headingTasks(document: PlanDocument): readonly PrpTask[] {
  const sections = document.sections();
  const seen = new Set<string>();
  const tasks: PrpTask[] = [];
  for (const section of sections) {
    const found =
      section.heading === undefined || section.kind !== 'tasks' ? undefined : taskOf(section.heading.content);
    const isRepeat = /\bpseudo-?code\b/i.test(`${section.title} ${sections[section.parent]?.title ?? ''}`);
    if (found === undefined || isRepeat || seen.has(found.id)) continue;
    seen.add(found.id);
    const body = sections
      .slice(section.no, section.end)
      .flatMap((part) => (part === section ? part.lines : [part.heading!, ...part.lines]));
    tasks.push(prpTask(found, section.heading!, body, document));
  }
  return tasks;
}

function lineTasks(lines: readonly Line[], document: PlanDocument): readonly PrpTask[] {
  const found = tasksIn(
    lines,
    document,
    ({ kind, indent }) => indent < 2 && (kind === 'text' || kind === 'item' || kind === 'box'),
  );
  const seen = new Set<string>();
  return found.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Lines that begin a task, each with what stands below until the next one or a heading. */
function tasksIn(lines: readonly Line[], document: PlanDocument, isFlat: (line: Line) => boolean): readonly PrpTask[] {
  const starts = lines.flatMap((line, at) => {
    const found = isFlat(line) ? taskOf(line.content) : undefined;
    return found === undefined ? [] : [{ at, found }];
  });
  return starts.map(({ at, found }, no) => {
    const end = starts[no + 1]?.at ?? lines.length;
    const own = lines.slice(at + 1, end);
    const heading = own.findIndex(
      ({ kind, content }) => kind === 'heading' && /^(?:phase|level|integration|validation)\b/i.test(content),
    );
    const isInFence = document !== undefined && lines[0]?.no !== 1;
    return prpTask(found, lines[at]!, heading < 0 || isInFence ? own : own.slice(0, heading), document);
  });
}

/** Without a title of its own, the first line below is the title: `MODIFY src/main.py`. */
function prpTask(
  found: NumberedTitle & { readonly isDone: boolean },
  line: Line,
  body: readonly Line[],
  document: PlanDocument,
): PrpTask {
  const { lines, raw } = document.markdown();
  const first = lines[0]?.no ?? 1;
  const below = body.find(({ kind, content }) => kind !== 'blank' && kind !== 'code' && content !== '');
  const title = found.title.replace(/^[-–—:]\s{0,3}/, '') || below?.content.replace(/:$/, '') || `Task ${found.id}`;
  return { id: found.id, title, isDone: found.isDone, line, body, raw: body.map(({ no }) => raw[no - first] ?? '') };
}

/** `1. **Setup**` under `Task List`, with boxes below. */
function listTasks(document: PlanDocument): readonly PrpTask[] {
  const { lines, raw } = document.markdown();
  for (const section of document.sections()) {
    if (!/\btasks?\b|任务|タスク|tarefas|tareas|aufgaben/i.test(section.title) || section.kind !== 'tasks') continue;
    const items = section.lines.flatMap((line, at) =>
      (line.kind === 'item' || line.kind === 'box') && line.indent < 2 && line.content !== '' ? [at] : [],
    );
    const ordered = items.filter((at) => section.lines[at]!.ordinal !== '');
    const starts = ordered.length > 1 ? ordered : items.filter((at) => section.lines[at]!.kind === 'box');
    if (starts.length < 2) continue;
    return starts.map((at, no) => {
      const line = section.lines[at]!;
      const body = section.lines.slice(at + 1, starts[no + 1] ?? section.lines.length);
      const { text, isDone } = readHeading(line.content);
      const isTicked = line.kind === 'box' && isDoneMark(line.mark);
      return {
        id: line.ordinal || String(no + 1),
        title: text.replace(/[:：]$/, ''),
        isDone: isDone || isTicked,
        line,
        body,
        raw: body.map((each) => raw[each.no - lines[0]!.no]!),
      };
    });
  }
  return [];
}
