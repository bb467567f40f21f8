import { cut } from '../../text/cut';
import { numberedTitle } from '../../text/numbered-title';
import { type Section, withoutNumber } from '../../text/outline';
import { board, boardColumns } from './board';
import { countedOn } from './counted-on';
import { labelledList } from './labelled-list';
import { type ChosenList, isBullet, isOrdered, itemsOf, type ListItem } from './list-item';
import { looseLists } from './loose-lists';
import { codeHeadings, plainHeadings, wordHeadings } from './numbered-headings';
import { stepLines } from './step-lines';
import { taskTable } from './task-table';

const ORDER =
  /\b(?:sequence|order|steps|tasks|to-?dos?|todo list|checklist)\b|步骤|顺序|任务|待办|手順|タスク|작업|단계|schritte|reihenfolge|aufgaben|passos|pasos|tarefas|tareas|étapes|tâches|passi\b|passaggi|attività|compiti|шаги|задачи|порядок|작업|할 ?일|순서|절차|作業|順序|やること/i;
const NEXT = /\bnext (?:steps|actions)\b|下一步|próximos pas|nächste schritte/i;
const PLAN =
  /\b(?:plan|approach|changes|implementation|work|piano|plano)\b|方案|计划|計劃|实施|計画|실행|계획|vorgehen|umsetzung|enfoque|démarche|(?<!\p{L})план(?!\p{L})/iu;
const WORK =
  /\b(?:tasks?|to-?dos?|backlog|steps|checklist)\b|待办|任务|タスク|やること|할 ?일|작업|tarefas|tareas|aufgaben|tâches|attività|compiti|задачи/i;
/** Sections that speak of something else, also when they have such a word. */
const OTHER =
  /\b(?:files?|verif\w{0,12}|tests?|testing|reproduc\w{0,12}|background|context|overview|dependenc\w{0,12}|references|prerequisites?|troubleshooting|usage|examples?|alternatives|future|notes|decisions?|journeys?|flows?|rollback|questions|order of magnitude)\b/i;

/**
 * The list of tasks of a document that has no boxes for them; the first that there is of: a numbered list under a title
 * that speaks of steps or order; headings `Task|Step|Phase N`; headings `N. …` that run once; headings `T1 — …`; lines
 * `**Step 1: …**`; a numbered list under a title that speaks of the plan; then bullets, tables, the list below a line `Plan:`, the
 * only list of a text without headings, a single heading `Task|Step|Phase N`, and lists that nothing calls so (`loose-lists.ts`).
 *
 * Source: plan-formats 3.21.
 */
export function chooseList(sections: readonly Section[], name: string): ChosenList | undefined {
  const columns = new Set(boardColumns(sections));
  const outside = sections.map((section) => (columns.has(section) ? { ...section, kind: 'other' as const } : section));
  const listUnder = (isMeant: (title: string) => boolean, isOne: Parameters<typeof itemsOf>[1]) =>
    longestUnder(outside, isMeant, isOne);
  return (
    listUnder((title) => ORDER.test(title) && !NEXT.test(title), isOrdered) ??
    countedOn(sections) ??
    wordHeadings(sections) ??
    plainHeadings(sections) ??
    codeHeadings(sections) ??
    stepLines(sections) ??
    listUnder((title) => PLAN.test(title), isOrdered) ??
    listUnder((title) => NEXT.test(title), isOrdered) ??
    board(sections) ??
    listUnder((title) => WORK.test(title), isBullet) ??
    taskTable(sections) ??
    labelledList(sections) ??
    onlyList(sections) ??
    wordHeadings(sections, 1) ??
    plainHeadings(sections, true) ??
    looseLists(sections, name)
  );
}

/** Whether a title is one of the list of tasks itself: `Next Steps`, `Checklist`. */
export function namesList(title: string): boolean {
  return ORDER.test(title) || NEXT.test(title);
}

/** The longest list directly below such a title, or spread over the headings inside it; titles of the work itself first. */
function longestUnder(
  sections: readonly Section[],
  isMeant: (title: string) => boolean,
  isOne: Parameters<typeof itemsOf>[1],
): ChosenList | undefined {
  let best: (ChosenList & { readonly rank: number }) | undefined;
  for (const section of sections) {
    const title = withoutNumber(section.title);
    if (section.heading === undefined || section.kind !== 'tasks' || OTHER.test(title) || !isMeant(title)) continue;
    if (numberedTitle(title) !== undefined) continue;
    const own = itemsOf(section, isOne);
    const items = own.length > 1 ? own : spread(sections, section, isOne);
    const isOfWork =
      /\b(?:implementation|execution|development|build|work)\b|实施|実装/i.test(title) || section.level === 1;
    const rank = items.length + (isOfWork && section.level > 1 ? 10_000 : 0);
    if (items.length < 2 || rank <= (best?.rank ?? 0)) continue;
    best = { how: `the list under "${cut(section.title, 60)}"`, items, rank };
  }
  return best;
}

/** The lists of all sections inside, unless their headings are numbered: then those are the list. */
function spread(
  sections: readonly Section[],
  outer: Section,
  isOne: Parameters<typeof itemsOf>[1],
): readonly ListItem[] {
  if (outer.level < 2) return [];
  const inside = sections.slice(outer.no + 1, outer.end);
  if (inside.some(({ title }) => numberedTitle(title) !== undefined || withoutNumber(title) !== title)) return [];
  return inside
    .filter(({ kind, title }) => kind === 'tasks' && !OTHER.test(title))
    .flatMap((section) => itemsOf(section, isOne));
}

/** A text without headings that is one numbered list. */
function onlyList(sections: readonly Section[]): ChosenList | undefined {
  const filled = sections.filter(
    ({ heading, lines }) => (heading?.level ?? 1) === 1 && lines.some(({ kind }) => kind === 'item'),
  );
  if (filled.length !== 1 || sections.some(({ level }) => level > 1)) return undefined;
  const items = itemsOf(filled[0]!, isOrdered);
  return items.length > 1 ? { how: 'the numbered list', items } : undefined;
}
