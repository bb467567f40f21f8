import { beyondConversationId, CONVERSATION_ID_RULE, isConversationId } from '../../../handoff/conversation-id';
import { type DataList, type DataMap, type DataNode, entryOf, nameOfType } from '../../data/data-node';
import type { DraftPlan, DraftTask } from '../../draft';
import type { Findings } from '../../findings';
import type { PlanSource, Priority } from '../../plan';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { METADATA_FIELDS, PLAN_FIELDS } from './fields';
import { addMissing } from './missing-dependencies';
import { OriginalIds } from './original-ids';
import { field, StrictFields } from './strict-fields';
import { MOST_MINUTES, TaskReader } from './task-reader';

const SCHEMA_VERSIONS = [1];
const SOURCES: readonly PlanSource[] = ['ROADMAP', 'SPEC', 'TASK_LIST', 'INLINE'];
const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high'];
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** Reads the schema; whatever it does not know is a problem. */
export class TaskListReader {
  private readonly fields: StrictFields;
  private readonly names = new OriginalIds();
  private readonly reader: TaskReader;

  constructor(private readonly findings: Findings) {
    this.fields = new StrictFields(findings);
    this.reader = new TaskReader(findings, this.fields, this.names);
  }

  plan(root: DataNode, document: PlanDocument): DraftPlan | undefined {
    const base = { title: titleOf(document), source: 'TASK_LIST' as PlanSource, where: root.where };
    if (root.type === 'list') return { ...base, tasks: this.names.settle(this.tasks(root)) };
    if (root.type !== 'map') {
      this.findings.problem(
        'PLAN_SHAPE',
        root.where,
        `A task list is a list of tasks, or a map with "tasks"; this is ${nameOfType(root)}`,
        {
          hint: 'Start with { "schemaVersion": 1, "title": "…", "tasks": [ … ] }',
        },
      );
      return undefined;
    }
    this.fields.checkFields(root, PLAN_FIELDS, '');
    const version = field(root, 'schemaVersion');
    if (
      version !== undefined &&
      !(version.value.type === 'number' && SCHEMA_VERSIONS.includes(version.value.value as number))
    ) {
      this.findings.problem('PLAN_VERSION', version.value.where, 'This schema version is not supported', {
        path: '/schemaVersion',
        hint: `Supported: ${SCHEMA_VERSIONS.join(', ')}`,
      });
    }
    const list = field(root, 'tasks');
    if (list === undefined || list.value.type === 'null') {
      const hint = 'Add "tasks": a list of maps, each with at least a title';
      this.findings.problem('PLAN_NO_TASKS', list?.where ?? root.where, 'The plan has no tasks', {
        path: '/tasks',
        hint,
      });
      return undefined;
    }
    if (list.value.type !== 'list') {
      this.fields.wrongType(list.value, '/tasks', 'a list of tasks');
      return undefined;
    }
    const conversationId = this.fields.text(root, 'conversationId', '');
    if (conversationId !== undefined && !isConversationId(conversationId)) {
      this.findings.problem(
        'PLAN_CONVERSATION',
        field(root, 'conversationId')!.value.where,
        `conversationId ${CONVERSATION_ID_RULE}`,
        { path: '/conversationId', ...beyondConversationId(conversationId) },
      );
    }
    const metadata = this.metadata(root);
    const tasks = this.names.settle(this.noteTimeouts(this.tasks(list.value), root));
    return {
      ...base,
      title: this.fields.text(root, 'title', '') ?? base.title,
      source: this.fields.oneOf(root, 'source', '', SOURCES) ?? 'TASK_LIST',
      tasks: addMissing(tasks, root, this.names, this.fields),
      ...(conversationId === undefined ? {} : { conversationId }),
      ...metadata,
    };
  }

  private metadata(root: DataMap): Pick<DraftPlan, 'priority' | 'created'> {
    const node = field(root, 'metadata')?.value;
    if (node === undefined) return {};
    if (node.type !== 'map') {
      this.fields.wrongType(node, '/metadata', 'a map');
      return {};
    }
    this.fields.checkFields(node, METADATA_FIELDS, '/metadata');
    const created = this.fields.text(node, 'created', '/metadata');
    const isDate = created !== undefined && DATE.test(created) && isOfCalendar(created);
    if (created !== undefined && !isDate) {
      this.findings.problem('PLAN_DATE', field(node, 'created')!.value.where, `${quote(created)} is no ISO 8601 date`, {
        path: '/metadata/created',
      });
    }
    this.fields.number(node, 'estimatedDuration', '/metadata', 0, MOST_MINUTES * 100);
    this.fields.number(node, 'contextBudget', '/metadata', 0, Number.MAX_SAFE_INTEGER);
    const priority = this.fields.oneOf(node, 'priority', '/metadata', PRIORITIES);
    return {
      ...(priority === undefined ? {} : { priority }),
      ...(isDate ? { created: { value: created, where: field(node, 'created')!.value.where } } : {}),
    };
  }

  /** A task may not run longer than the plan says that all of it takes. */
  private noteTimeouts(tasks: DraftTask[], root: DataMap): DraftTask[] {
    const budget = entryOf(field(root, 'metadata')?.value, 'estimatedDuration')?.value;
    if (budget?.type !== 'number') return tasks;
    for (const { title, timeoutMinutes, where } of tasks) {
      if (timeoutMinutes === undefined || timeoutMinutes <= Number(budget.value)) continue;
      const message = `${quote(title)} may run longer than the whole plan is said to take (${budget.source} minutes)`;
      this.findings.note('NOTE_TIMEOUT', where, message);
    }
    return tasks;
  }

  private tasks(list: DataList): DraftTask[] {
    const tasks: DraftTask[] = [];
    list.items.forEach((item, no) => {
      const path = `/tasks/${no}`;
      if (item.type === 'map') tasks.push(this.reader.read(item, no, path));
      else this.fields.wrongType(item, path, 'a map with at least a title');
    });
    return tasks;
  }
}

/** `2026-02-30` is none. */
function isOfCalendar(date: string): boolean {
  const day = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === date.slice(0, 10);
}

/** Names of files that say nothing of the plan; a model that came without a file goes by one of them. */
const SAYS_NOTHING = /^(?:plan|tasks)\.(?:json|ya?ml)$/i;

/** The file's name; empty where that says nothing: then the plan is called by its first task. */
function titleOf({ name }: PlanDocument): string {
  return SAYS_NOTHING.test(name) ? '' : name;
}
