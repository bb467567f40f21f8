import type { DraftPlan } from '../../draft';
import { chainEdges } from '../../drafting/chain-edges';
import { titleOf, withExtra } from '../../drafting/criteria-draft';
import { type OrderedTask, orderByDocument } from '../../drafting/document-order';
import { gateOfPlan } from '../../drafting/gate-of-plan';
import { finishMarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { nameTasks } from '../../drafting/name-tasks';
import { readBody } from '../../drafting/read-body';
import { readCriteria } from '../../drafting/read-criteria';
import { forgetUnresolved, readKnownReferences } from '../../drafting/read-known-references';
import { sectionGates } from '../../drafting/section-gates';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import type { Line } from '../../text/lines';
import type { Section } from '../../text/outline';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { isDoneMark } from '../../text/status-words';

/** `US-001: Title`; undefined for other headings. */
export function storyOf(title: string): { readonly id: string; readonly title: string } | undefined {
  const found =
    /^\[?((?:US|STORY)-?\d{1,5}(?:\.\d{1,3})?[a-z]?)\]?(?![\w-])\s{0,3}[:：.)—–-]{0,3}\s{0,3}(.{0,2000})$/i.exec(title);
  return found === null ? undefined : { id: found[1]!, title: found[2]! };
}

interface Story extends OrderedTask {
  readonly body: readonly Line[];
}

/** Each story is a task; an execution order that is drawn with arrows says what waits on what. */
export function readStories(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan {
  const sections = document.sections();
  const stories: Story[] = [];
  const inside = new Set<number>();
  for (const section of sections) {
    const found = section.heading === undefined || inside.has(section.no) ? undefined : storyOf(section.title);
    if (found === undefined) continue;
    const own = sections.slice(section.no, section.end);
    for (const part of own) inside.add(part.no);
    document.ledger.mark(section.heading!, 'task');
    stories.push(story(document, section, own, found, findings));
  }
  nameTasks(stories, findings);
  const others = sections.filter(({ no }) => !inside.has(no));
  const drawn = chainEdges(others, stories, document, findings);
  const references = readKnownReferences(stories, limits.edges, findings).map((own, no) => [
    ...own,
    ...(drawn.get(no) ?? []),
  ]);
  forgetUnresolved(stories, references);
  // What is drawn is said.
  for (const [no, [first]] of drawn)
    if (first !== undefined) stories[no]!.dependsOn.push({ expression: '', where: first.where });
  orderByDocument(stories, findings);
  const isStory = new Set(
    sections.flatMap(({ no, heading, lines: own }) =>
      inside.has(no) ? [heading!.no, ...own.map((line) => line.no)] : [],
    ),
  );
  const gates = sectionGates(sections, ({ no }) => isStory.has(no));
  for (const each of stories) {
    const asked = gates.at(each.where.line);
    if (asked !== undefined) each.humanGate ||= asked;
  }
  const extra = readCriteria(
    others.flatMap((section) => [...(section.heading === undefined ? [] : [section.heading]), ...section.lines]),
    document.ledger,
  ).flatMap(({ criteria }) => criteria);
  return {
    title: titleOf(document, findings),
    source: 'SPEC',
    where: { line: 1, column: 1 },
    tasks: stories.map(({ section: _s, isParallel: _p, body: _b, ...task }, no) =>
      finishMarkdownTask(task, references[no] ?? []),
    ),
    criteria: withExtra([], extra),
    ...gateOfPlan(document, gates.plan),
  };
}

function story(
  document: PlanDocument,
  { heading, isDone }: Section,
  parts: readonly Section[],
  found: { readonly id: string; readonly title: string },
  findings: Findings,
): Story {
  const { ledger } = document;
  const where = { line: heading!.no, column: heading!.column };
  const body = parts.flatMap((part) => (part.heading === heading ? part.lines : [part.heading!, ...part.lines]));
  const task: Story = {
    ...newMarkdownTask(found.id, found.title || found.id, where),
    section: 0,
    isParallel: false,
    body,
  };
  readBody(task, { lines: body, ledger, findings });
  const { raw } = document.markdown();
  const first = document.markdown().lines[0]!.no;
  const text = body.map(({ no }) => raw[no - first]!);
  task.description.push(text.join('\n').trim());
  settleStatus(task, isDone, body, findings);
  return task;
}

/** A story is done when its heading or status says so, or all of its criteria are ticked; and nothing says the contrary. */
function settleStatus(task: Story, isDone: boolean, body: readonly Line[], findings: Findings): void {
  const boxes = body.filter(({ kind, content }) => kind === 'box' && content !== '');
  const ticked = boxes.filter(({ mark }) => isDoneMark(mark)).length;
  const saysOpen = task.status === 'in_progress' || (boxes.length > 0 && ticked === 0);
  if (isDone || task.status === 'completed') {
    if (saysOpen)
      findings.note(
        'NOTE_STATUS_CONFLICT',
        task.where,
        `${quote(task.title)} is called done, and its boxes are empty; it counts as open`,
      );
    task.status = saysOpen ? 'pending' : 'completed';
  } else if (task.status === 'pending' && boxes.length > 0 && ticked === boxes.length) {
    task.status = 'completed';
  }
}
