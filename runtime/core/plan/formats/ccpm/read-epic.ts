import { counted } from '../../../counted';
import type { DraftCriterion, DraftPlan } from '../../draft';
import { frontmatterGate } from '../../drafting/frontmatter-gate';
import { finishMarkdownTask, type MarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { withNearBoxes } from '../../drafting/near-boxes';
import { readKnownReferences } from '../../drafting/read-known-references';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { append } from '../../text/append';
import { at } from '../../text/at';
import { noteFrontmatter } from '../../text/frontmatter';
import type { Line } from '../../text/lines';
import { numberedTitle } from '../../text/numbered-title';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { readCriterion } from '../../text/read-criterion';
import { readHeading } from '../../text/read-heading';
import { statusOf, statusOfMark } from '../../text/status-words';

/** `(parallel: false, depends on #1)`, `depends_on: [1, 2]`. */
const DEPENDS = /\bdepends(?:[_ ]on)?:? {0,3}\[?([#\d][#\d, and]{0,200})\]?/i;

interface EpicTask extends MarkdownTask {
  readonly isParallel: boolean;
}

/**
 * Reads an `epic.md`. It lists its tasks twice: as a preview, and when they were made, by number. The second list is the
 * plan, the first one says more of each and gives the order.
 */
export function readEpic(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan {
  const reader = new EpicReader(document, limits, findings);
  for (const line of withNearBoxes(document.markdown().lines, findings)) reader.line(line);
  return reader.finish();
}

class EpicReader {
  private readonly preview: { readonly task: EpicTask; readonly line: Line }[] = [];
  private readonly created: EpicTask[] = [];
  private readonly copies = new Map<string, number>();
  private readonly criteria: DraftCriterion[] = [];
  private readonly phases: string[] = [];
  private title = '';
  private section: 'preview' | 'created' | 'criteria' | 'other' = 'other';
  private level = 0;
  private current: EpicTask | undefined;
  private indent = 0;

  constructor(
    private readonly document: PlanDocument,
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
  ) {}

  line(line: Line): void {
    if (line.kind === 'heading') this.heading(line);
    else if (line.kind === 'box' || (line.kind === 'item' && this.section !== 'other')) this.item(line);
    else if (line.kind === 'item' || line.kind === 'text') this.detail(line);
  }

  finish(): DraftPlan {
    const frontmatter = this.document.frontmatter();
    noteFrontmatter(frontmatter, this.findings);
    const tasks = this.created.length === 0 ? this.preview.map(({ task }) => task) : this.merged();
    const references = readKnownReferences(tasks, this.limits.edges, this.findings);
    this.noteStatus(tasks);
    const gate = frontmatterGate(frontmatter.fields);
    return {
      title: frontmatter.fields.get('name')?.value || this.title || 'Epic',
      source: 'TASK_LIST',
      where: { line: 1, column: 1 },
      criteria: this.criteria,
      ...(this.phases.length === 0 ? {} : { phases: this.phases }),
      tasks: tasks.map((each, no) => {
        const { isParallel, ...task } = each;
        const draft = finishMarkdownTask(task, references[no]!);
        return { ...draft, ...(isParallel ? { isParallel: true as const } : {}) };
      }),
      ...(gate === undefined ? {} : { humanGate: gate }),
    };
  }

  private heading(line: Line): void {
    const { text } = readHeading(line.content);
    this.current = undefined;
    if (line.level === 1 && this.title === '') this.title = text.replace(/^Epic: {0,4}/i, '');
    const found = numberedTitle(text);
    if (found?.word === 'phase' && found.title !== '') {
      this.document.ledger.mark(line, 'group');
      if (!this.phases.includes(text)) this.phases.push(text);
    } else if (found?.word === 'task' && this.section === 'preview') {
      this.add(line, found.id, found.title, ' ', 'preview');
      return;
    }
    if (this.section !== 'other' && line.level > this.level) return;
    this.level = line.level;
    if (/^tasks created/i.test(text)) this.section = 'created';
    else if (/^task breakdown|^tasks?(?: preview)?$/i.test(text)) this.section = 'preview';
    else this.section = /^(?:success criteria|acceptance criteria)/i.test(text) ? 'criteria' : 'other';
  }

  private item(line: Line): void {
    if (this.current !== undefined && line.indent >= this.indent + 2) {
      this.detail(line);
      return;
    }
    this.current = undefined;
    if (this.section === 'criteria') {
      if (line.indent > 1 || line.content === '') return;
      this.document.ledger.mark(line, 'criterion');
      this.criteria.push({ ...readCriterion(line.content), where: at(line) });
      return;
    }
    const text = plainText(line.content);
    const numbered = /^(?:#|Issue #?)?(\d{1,6})(?:\.md)? {0,3}[-–—:] {0,3}(.{1,2000})$/.exec(text);
    const isIssue = line.kind === 'box' && /^#.{1,2000}\(parallel: ?(?:true|false)/i.test(text);
    if ((this.section === 'created' || isIssue) && numbered !== null) {
      this.add(line, numbered[1]!, numbered[2]!, line.mark, 'created');
      return;
    }
    const task = /^Task (\d{1,4}(?:\.\d{1,4})?) {0,3}[:–—-] {0,3}(.{1,2000})$/i.exec(text);
    if (task !== null && this.section !== 'other') this.add(line, task[1]!, task[2]!, line.mark, this.section);
    else if (line.kind === 'box' && this.section !== 'other') this.add(line, '', text, line.mark, this.section);
  }

  private add(line: Line, id: string, text: string, mark: string, list: 'preview' | 'created'): void {
    const title = text
      .replace(/\((?:parallel|depends|size|effort)[^()]{0,200}\)/gi, '')
      .replace(DEPENDS, '')
      .trim();
    const place = list === 'created' ? this.created.length : this.preview.length;
    const base = newMarkdownTask(id === '' ? `#${place + 1}` : id, title === '' ? text : title, at(line));
    const task: EpicTask = { ...base, isParallel: /\(parallel: ?true/i.test(text) };
    const on = DEPENDS.exec(text)?.[1];
    if (on !== undefined) task.dependsOn.push({ expression: on.replaceAll('#', ''), where: at(line) });
    task.status = statusOfMark(mark === '' ? ' ' : mark);
    if (list === 'created') {
      const copy = (this.copies.get(task.originalId) ?? 0) + 1;
      this.copies.set(task.originalId, copy);
      if (copy > 1) {
        task.originalId = `${task.originalId}#${copy}`;
        const message = `The number ${quote(id)} stands in an earlier line already; here it is read as ${task.originalId}`;
        this.findings.note('NOTE_DUPLICATE_ID', at(line), message);
      }
      this.document.ledger.mark(line, 'task');
      this.created.push(task);
    } else {
      this.preview.push({ task, line });
    }
    this.current = task;
    this.indent = line.indent;
  }

  private detail(line: Line): void {
    const task = this.current;
    if (task === undefined || (line.indent <= this.indent && line.kind !== 'text')) return;
    if (line.indent <= this.indent) {
      this.current = undefined;
      return;
    }
    this.document.ledger.mark(line, 'detail');
    task.description.push(line.kind === 'text' ? plainText(line.content) : `- ${plainText(line.content)}`);
  }

  /** The list of created tasks, with what the preview says of them, in the order of the preview. */
  private merged(): readonly EpicTask[] {
    const byTitle = new Map(this.created.map((task) => [normal(task.title), task]));
    const order = new Map<EpicTask, number>();
    this.preview.forEach(({ task, line }, place) => {
      const title = normal(task.title);
      // A longer or shorter title of the same task is looked for in lists that a person wrote only.
      const near =
        this.created.length > 200
          ? undefined
          : this.created.find((each) => !order.has(each) && isLike(normal(each.title), title));
      const same = byTitle.get(title) ?? near;
      if (same === undefined || order.has(same)) {
        this.document.ledger.leaveOut(line, 'in the preview only; the list of created tasks counts');
        return;
      }
      order.set(same, place);
      append(same.description, task.description);
      this.document.ledger.mark(line, 'repeat');
    });
    const byPreview = this.created.toSorted(
      (a, b) => (order.get(a) ?? 1e6) - (order.get(b) ?? 1e6) || Number(a.originalId) - Number(b.originalId),
    );
    this.follow(byPreview);
    return this.created;
  }

  /** Tasks that may not run beside others follow all since the last such one. */
  private follow(sorted: readonly EpicTask[]): void {
    const no = new Map(this.created.map((task, at) => [task, at]));
    let last: readonly EpicTask[] = [];
    let run: EpicTask[] = [];
    for (const task of sorted) {
      if (!task.isParallel && run.length > 0) {
        last = run;
        run = [];
      }
      append(
        task.follows,
        last.slice(0, 32).map((other) => no.get(other)!),
      );
      if (task.isParallel) run.push(task);
      else last = [task];
    }
    const [first] = sorted;
    if (first !== undefined && sorted.length > 1)
      this.findings.note(
        'NOTE_DOCUMENT_ORDER',
        first.where,
        `${counted(sorted.length, 'task follows', 'tasks follow')} the order of the preview; those with parallel: true run side by side`,
      );
  }

  private noteStatus(tasks: readonly EpicTask[]): void {
    if (this.created.length === 0) for (const { line } of this.preview) this.document.ledger.mark(line, 'task');
    if (this.created.length === 0 && tasks.length > 1) {
      tasks.forEach((task, no) => {
        if (no > 0) task.follows.push(no - 1);
      });
      this.findings.note(
        'NOTE_DOCUMENT_ORDER',
        tasks[0]!.where,
        `${counted(tasks.length, 'task follows', 'tasks follow')} the order of the document`,
      );
    }
    const field = this.document.frontmatter().fields.get('status');
    const open = tasks.filter(({ status }) => status !== 'completed').length;
    if (field === undefined || open === 0 || statusOf(field.value) !== 'completed') return;
    this.findings.note(
      'NOTE_STATUS_CONFLICT',
      field.where,
      `The epic says ${quote(field.value)}, and ${open} of its tasks are not ticked; they count as not done`,
    );
  }
}

function normal(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function isLike(a: string, b: string): boolean {
  const [short, long] = [a, b].sort((one, other) => one.length - other.length);
  return short!.length > 8 && long!.startsWith(short!);
}
