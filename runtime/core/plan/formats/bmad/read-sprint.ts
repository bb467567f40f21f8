import { type DataEntry, type DataMap, fieldOf, itemsOf, textOf } from '../../data/data-node';
import type { DraftPlan, DraftReference } from '../../draft';
import { dependenciesIn } from '../../drafting/data-dependencies';
import { gateOf } from '../../drafting/data-gate';
import { type OrderedTask, orderByDocument } from '../../drafting/document-order';
import { finishMarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { openYaml } from '../../drafting/open-data';
import type { Findings } from '../../findings';
import type { PlanLimits, Position } from '../../plan';
import { gateOfStatus } from '../../text/held-status';
import type { Ledger } from '../../text/ledger';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { statusOf } from '../../text/status-words';
import { storyNumber, titleOfEpic, titleOfKey } from './story-key';

/** Reads a `sprint-status.yaml`: its stories in order, grouped by epic. Undefined when it is no YAML. */
export function readSprint(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan | undefined {
  const root = openYaml(document, limits, findings);
  if (root === undefined) return undefined;
  const reader = new SprintReader(document.ledger, findings);
  const flat = fieldOf(root, 'development_status');
  const epics = fieldOf(root, 'epics');
  if (flat?.type === 'map') reader.flat(flat);
  else if (epics?.type === 'map') reader.nested(epics);
  const project = textOf(fieldOf(root, 'project', 'project_name', 'project_key'));
  return reader.finish(project ?? 'Sprint', flat?.where ?? root.where);
}

/** How a file of another layout says what a story waits on. */
const HINT = 'the layout with "epics" has a field "depends_on" to change that';

interface Story extends OrderedTask {
  readonly phase: string | undefined;
  readonly references: readonly DraftReference[];
}

class SprintReader {
  private readonly stories: Story[] = [];
  private readonly epics: { readonly name: string; readonly isDone: boolean; readonly where: Position }[] = [];

  constructor(
    private readonly ledger: Ledger,
    private readonly findings: Findings,
  ) {}

  /** `epic-1: in-progress`, `1-1-login: done`, `epic-1-retrospective: optional`. */
  flat(map: DataMap): void {
    for (const entry of map.entries) {
      if (/-retrospective$/i.test(entry.key)) continue;
      const status = textOf(entry.value) ?? textOf(fieldOf(entry.value, 'status'));
      if (/^epic-/i.test(entry.key)) this.epic(entry, status);
      else this.story(entry, status, []);
    }
  }

  /** `epics: { epic-1: { stories: { key: { status, depends_on } } } }`; stories may also be a list. */
  nested(map: DataMap): void {
    for (const epic of map.entries) {
      this.epic(epic, textOf(fieldOf(epic.value, 'status')));
      const stories = fieldOf(epic.value, 'stories');
      const entries = stories?.type === 'map' ? stories.entries : itemsOf(stories).flatMap(entryOfItem);
      for (const entry of entries) {
        const on = entry.value.type === 'map' ? dependenciesIn(entry.value) : [];
        const references = on.map(({ text, where }) => ({ target: text, where }));
        this.story(entry, textOf(entry.value) ?? textOf(fieldOf(entry.value, 'status', 'state')), references);
      }
    }
  }

  finish(title: string, where: Position): DraftPlan {
    const openIn = new Map<string, number>();
    for (const { phase = '', status } of this.stories)
      if (status !== 'completed') openIn.set(phase, (openIn.get(phase) ?? 0) + 1);
    for (const { name, isDone, where: at } of this.epics) {
      const open = isDone ? (openIn.get(name) ?? 0) : 0;
      if (open === 0) continue;
      const message = `${name} is marked done, and ${open} of its stories are not; their own status counts`;
      this.findings.note('NOTE_STATUS_CONFLICT', at, message);
    }
    orderByDocument(this.stories, this.findings, { hint: HINT });
    const tasks = this.stories.map(({ section: _s, isParallel: _p, phase, references, ...story }) => ({
      ...finishMarkdownTask(story, references),
      ...(phase === undefined ? {} : { phase }),
    }));
    return { title, source: 'TASK_LIST', where, tasks, phases: this.epics.map(({ name }) => name) };
  }

  private epic({ key, where }: DataEntry, status: string | undefined): void {
    const name = /^epic-/i.test(key) ? titleOfEpic(key) : key;
    this.ledger.mark(where.line, 'group');
    this.epics.push({ name, where, isDone: status !== undefined && statusOf(status) === 'completed' });
  }

  private story({ key, where, value }: DataEntry, written: string | undefined, on: readonly DraftReference[]): void {
    const known = written === undefined || written === '' ? 'pending' : statusOf(written);
    if (known === undefined)
      this.findings.note(
        'NOTE_NOT_UNDERSTOOD',
        where,
        `The status ${quote(written ?? '')} is not known; ${quote(key)} counts as open`,
      );
    this.ledger.mark(where.line, 'task');
    const title = textOf(fieldOf(value, 'title', 'name')) ?? titleOfKey(key);
    const task = newMarkdownTask(key, title, where);
    task.status = known ?? 'pending';
    const gate = (value.type === 'map' ? gateOf(value) : undefined) ?? gateOfStatus(written ?? '');
    if (gate !== undefined) task.humanGate = gate;
    const number = storyNumber(key);
    if (number !== undefined) task.aliases.push(number, `story ${number}`);
    for (const { target, where: at } of on) task.dependsOn.push({ expression: target, where: at });
    const phase = this.epics.at(-1)?.name;
    this.stories.push({ ...task, section: this.epics.length, isParallel: false, references: on, phase });
  }
}

/** An item `{ id: 1-1-login, status: done }` of a list of stories. */
function entryOfItem(item: DataMap['entries'][number]['value']): readonly DataEntry[] {
  const key = textOf(fieldOf(item, 'id', 'key', 'story'));
  return key === undefined ? [] : [{ key, where: item.where, value: item }];
}
