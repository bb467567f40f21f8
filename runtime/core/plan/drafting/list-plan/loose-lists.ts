import { cut } from '../../text/cut';
import { numberedTitle } from '../../text/numbered-title';
import { type Section, withoutNumber } from '../../text/outline';
import { columnItems } from './board';
import { type ChosenList, isOrdered, itemsOf } from './list-item';
import { isAside, isOnlyList } from './only-list';

/** Titles of a plan as a whole, or of its file. */
const PLAN =
  /\b(?:plan|roadmap|to-?dos?|tasks?|backlog|sprint|steps|tareas|pendientes|tarefas|pend[eê]ncias|aufgaben|offene punkte)\b|plan(?:ung)?$|tâches|à faire|计划|計画|任务|待办|タスク|路线图|ロードマップ|계획|할 ?일|план|задачи|список дел/i;
/** Sections that tell how to use something, or what was talked about: a text that has one is no plan for that. */
const GUIDE =
  /^(?:install(?:ation|ing)?|usage|getting started|quick ?start|configuration|contributing|licen[cs]e|faq|requirements|agenda|attendees|minutes|how (?:it works|to .{1,60})|ingredients|instructions|features)\b/i;
/** `✅ fast` praises something. */
const DECORATED = /^[✅❌✓✔☑⭐]/u;

/**
 * Lists that nothing calls a list of tasks, in a text that has no better one: numbered ones below several headings (`## Backend`,
 * `## Frontend`); bullets below `# Plan`, or below the headings inside it; or a text that is nothing but one list.
 */
export function looseLists(sections: readonly Section[], name: string): ChosenList | undefined {
  if (/^readme\b/.test(name) || sections.some(({ title }) => GUIDE.test(withoutNumber(title)))) return undefined;
  const found = numberedBelow(sections) ?? bulletsOf(sections) ?? nothingElse(sections);
  return found?.items.some(({ text }) => DECORATED.test(text)) ? undefined : found;
}

function numberedBelow(sections: readonly Section[]): ChosenList | undefined {
  const lists = sections.filter(
    (section) => mayHoldWork(section) && section.level > 1 && itemsOf(section, isOrdered).length > 0,
  );
  if (lists.length < 2) return undefined;
  const items = lists.flatMap((section) => itemsOf(section, isOrdered));
  return { how: `the numbered lists from "${cut(lists[0]!.title, 60)}" on`, items };
}

/** Below the heading `Plan` itself, else below those inside it, where nothing else stands there. */
function bulletsOf(sections: readonly Section[]): ChosenList | undefined {
  const outer = sections.find(({ heading, level, title }) => heading !== undefined && level < 3 && PLAN.test(title));
  if (outer === undefined || !mayHoldWork(outer, true)) return undefined;
  const own = itemsOf(outer, () => true);
  if (own.length > 1) return { how: `the list under "${cut(outer.title, 60)}"`, items: own };
  const inside = sections.slice(outer.no + 1, outer.end).filter((section) => mayHoldWork(section));
  if (inside.length < 2 || !inside.every(isOnlyList)) return undefined;
  const items = inside.flatMap((section) => columnItems(section));
  return { how: `the lists under the headings of "${cut(outer.title, 60)}"`, items };
}

/** A title, as a heading or a line of text, and one list, with labels in it or not. */
function nothingElse(sections: readonly Section[]): ChosenList | undefined {
  const filled = sections.filter(({ lines }) => lines.some(({ kind }) => kind !== 'blank' && kind !== 'rule'));
  const [only, more] = filled;
  if (only === undefined || more !== undefined || !mayHoldWork(only)) return undefined;
  const lines = only.heading === undefined ? belowTitle(only.lines) : only.lines;
  if (!isOnlyList({ ...only, lines })) return undefined;
  const items = itemsOf(only, () => true);
  return items.length > 1 ? { how: 'the list that is all of the text', items } : undefined;
}

/** Without the line above the first label or item, which names the whole: `Sprint 14`. */
function belowTitle(lines: Section['lines']): Section['lines'] {
  const [first, next] = lines.flatMap(({ kind }, at) => (kind === 'blank' ? [] : [at]));
  if (first === undefined || next === undefined || lines[first]!.kind !== 'text') return lines;
  const { content } = lines[first]!;
  const isTitle = content.length < 80 && !/[.!?:：]$/.test(content) && /[:：]$/.test(lines[next]!.content);
  return isTitle && lines[next]!.kind === 'text' ? lines.slice(next) : lines;
}

function mayHoldWork({ kind, title }: Section, isWhole = false): boolean {
  return kind === 'tasks' && (isWhole || (!isAside(title) && numberedTitle(title) === undefined));
}
