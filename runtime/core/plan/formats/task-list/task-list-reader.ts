import { AGENT_NAMES } from '../../../agent/agent-names';
import { type DataList, type DataMap, type DataNode, entryOf, nameOfType } from '../../data/data-node';
import type { DraftCriterion, DraftFile, DraftPlan, DraftReference, DraftTask } from '../../draft';
import type { Findings } from '../../findings';
import type { ContextTier, ExecutionTask, PlanSource, Priority, Subtask } from '../../plan';
import type { PlanDocument } from '../../text/plan-document';
import { asCode, quote } from '../../text/quote';
import { CRITERION_FIELDS, METADATA_FIELDS, PLAN_FIELDS, SUBTASK_FIELDS, TASK_FIELDS } from './fields';
import { addMissing } from './missing-dependencies';
import { OriginalIds } from './original-ids';
import { field, StrictFields } from './strict-fields';

const SCHEMA_VERSIONS = [1];
const ID = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SOURCES: readonly PlanSource[] = ['ROADMAP', 'SPEC', 'TASK_LIST', 'INLINE'];
const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high'];
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;
/** Letters of other scripts that are drawn like Latin ones. */
const LOOK_ALIKES = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\uff21-\uff5a]/u;
/** What the author of a plan may say of a task, as a ticked box does; `status` is nightshift's word. */
const MARKS: readonly ExecutionTask['status'][] = ['pending', 'in_progress', 'completed', 'failed', 'skipped'];
/** A year: more is a slip. */
const MOST_MINUTES = 525_600;

/** Reads the schema; whatever it does not know is a problem. */
export class TaskListReader {
  private readonly fields: StrictFields;
  private readonly names = new OriginalIds();

  constructor(private readonly findings: Findings) {
    this.fields = new StrictFields(findings);
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
    if (conversationId !== undefined && !UUID.test(conversationId)) {
      this.findings.problem('PLAN_UUID', field(root, 'conversationId')!.value.where, 'conversationId is no UUID', {
        path: '/conversationId',
      });
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
      if (item.type === 'map') tasks.push(this.task(item, no, path));
      else this.fields.wrongType(item, path, 'a map with at least a title');
    });
    return tasks;
  }

  private task(map: DataMap, no: number, path: string): DraftTask {
    this.fields.checkFields(map, TASK_FIELDS, path);
    this.checkStatus(map, path);
    const title = this.fields.text(map, 'title', path);
    if (field(map, 'title') === undefined) {
      this.findings.problem('PLAN_MISSING_FIELD', map.where, 'The task has no title', {
        path: `${path}/title`,
        hint: 'Add title: about 8 words',
      });
    }
    if (title === '') {
      this.findings.problem('PLAN_TITLE', field(map, 'title')!.value.where, 'The title is empty', {
        path: `${path}/title`,
      });
    }
    const command = this.fields.text(map, 'command', path);
    const agent = this.fields.oneOf(map, 'agent', path, AGENT_NAMES);
    const capability = this.fields.text(map, 'capability', path);
    const estimateMinutes = this.fields.number(map, 'estimateMinutes', path, 0, MOST_MINUTES);
    const timeoutMinutes = this.fields.number(map, 'timeoutMinutes', path, 0, MOST_MINUTES);
    const contextTier = this.tier(map, path);
    const humanGate = this.gate(map, path);
    const phase = this.fields.text(map, 'phase', path);
    const parent = this.fields.text(map, 'parent', path);
    const id = this.id(map, no, path);
    this.names.add(id, this.fields.text(map, 'originalId', path));
    return {
      originalId: id,
      aliases: [],
      title: title ?? '',
      description: this.fields.text(map, 'description', path) ?? '',
      where: map.where,
      dependencies: this.references(map, path),
      follows: [],
      criteria: this.criteria(map, path),
      files: this.paths(map, path),
      status: this.fields.oneOf(map, 'marked', path, MARKS) ?? 'pending',
      subtasks: this.subtasks(map, path),
      ...(command === undefined ? {} : { command }),
      ...(agent === undefined ? {} : { agent }),
      ...(capability === undefined ? {} : { capability }),
      ...(estimateMinutes === undefined ? {} : { estimateMinutes }),
      ...(timeoutMinutes === undefined ? {} : { timeoutMinutes }),
      ...(contextTier === undefined ? {} : { contextTier }),
      ...(humanGate === undefined ? {} : { humanGate }),
      ...(phase === undefined ? {} : { phase }),
      ...(parent === undefined ? {} : { parent }),
      ...(this.fields.isTrue(map, 'isParallel', path) ? { isParallel: true } : {}),
      ...(this.fields.isTrue(map, 'isOptional', path) ? { isOptional: true } : {}),
    };
  }

  private id(map: DataMap, no: number, path: string): string {
    const entry = field(map, 'id');
    if (entry === undefined) return `#${no + 1}`;
    const id = this.fields.text(map, 'id', path, 'Put the id in quotes and let it begin with a letter: "t1"');
    if (id !== undefined && /[A-Za-z]/.test(id) && LOOK_ALIKES.test(id)) {
      const alike = asCode(LOOK_ALIKES.exec(id)![0]);
      this.findings.problem(
        'PLAN_CONFUSABLE_ID',
        entry.value.where,
        `${quote(id)} holds a letter (${alike}) that looks like another one`,
        { path: `${path}/id`, hint: 'Write ids in ASCII' },
      );
    } else if (id !== undefined && !ID.test(id)) {
      const foreign = [...id].find((character) => character.codePointAt(0)! > 126);
      const reason = foreign === undefined ? '' : `; it holds ${asCode(foreign)}`;
      this.findings.problem('PLAN_ID', entry.value.where, `${quote(id)} cannot be an id${reason}`, {
        path: `${path}/id`,
        hint: 'A letter, then up to 63 letters, digits, "_", "." or "-", all ASCII',
      });
    }
    return id ?? `#${no + 1}`;
  }

  private checkStatus(map: DataMap, path: string): void {
    const entry = field(map, 'status');
    if (entry === undefined || (entry.value.type === 'text' && entry.value.value === 'pending')) return;
    this.findings.problem(
      'PLAN_FORBIDDEN_FIELD',
      entry.value.where,
      'A plan cannot say that a task is done or running',
      {
        path: `${path}/status`,
        hint: 'Leave status out; a task counts as done when its criteria were proven. One that was done before: marked: completed',
      },
    );
  }

  private references(map: DataMap, path: string): DraftReference[] {
    const both = [field(map, 'dependencies'), field(map, 'dependsOn')].filter((entry) => entry !== undefined);
    if (both.length === 2) {
      this.findings.problem('PLAN_DUPLICATE_KEY', both[1]!.where, '"dependencies" and "dependsOn" mean the same', {
        path,
        hint: 'Keep one of them',
      });
    }
    const list = this.fields.list(map, 'impliedDependencies', path, 'a list of ids');
    const implied = list === undefined ? [] : this.fields.texts(list, `${path}/impliedDependencies`, 'an id');
    const isImplied = new Set(implied.map(({ text }) => text));
    const named = both.flatMap((entry) => {
      const at = `${path}/${entry.key}`;
      if (entry.value.type === 'list') return this.fields.texts(entry.value, at, 'an id');
      this.fields.wrongType(entry.value, at, 'a list of ids');
      return [];
    });
    const isNamed = new Set(named.map(({ text }) => text));
    return [...named, ...implied.filter(({ text }) => !isNamed.has(text))].map(({ text, where }) => ({
      target: text,
      where,
      ...(isImplied.has(text) ? { isImplied: true as const } : {}),
    }));
  }

  private criteria(map: DataMap, path: string): DraftCriterion[] {
    const list = this.fields.list(map, 'verification', path, 'a list of criteria');
    if (list === undefined) return [];
    const criteria: DraftCriterion[] = [];
    const ids = new Set<string>();
    list.items.forEach((item, no) => {
      const at = `${path}/verification/${no}`;
      if (item.type === 'text') criteria.push({ criterion: String(item.value), where: item.where });
      else if (item.type !== 'map') this.fields.wrongType(item, at, 'a text, or a map with "criterion"');
      else {
        const criterion = this.criterion(item, at);
        if (criterion?.id !== undefined && ids.has(criterion.id)) {
          this.findings.problem(
            'PLAN_DUPLICATE_ID',
            item.where,
            `Two criteria of the task have the id ${quote(criterion.id)}`,
            { path: at },
          );
        }
        if (criterion?.id !== undefined) ids.add(criterion.id);
        if (criterion !== undefined) criteria.push(criterion);
      }
    });
    return criteria;
  }

  private criterion(map: DataMap, path: string): DraftCriterion | undefined {
    this.fields.checkFields(map, CRITERION_FIELDS, path);
    const criterion = this.fields.text(map, 'criterion', path);
    const command = this.fields.text(map, 'command', path);
    const test = this.fields.oneOf(map, 'test', path, ['auto', 'manual'] as const);
    const id = this.fields.text(map, 'id', path);
    if (field(map, 'criterion') === undefined && command === undefined) {
      this.findings.problem(
        'PLAN_MISSING_FIELD',
        map.where,
        'The criterion says neither what must hold nor a command',
        { path: `${path}/criterion` },
      );
    }
    if (test === 'auto' && command === undefined && field(map, 'command') === undefined) {
      this.findings.problem('PLAN_MISSING_FIELD', map.where, 'An automatic criterion needs a command', {
        path: `${path}/command`,
        hint: 'Add command, or write test: manual',
      });
    }
    if (test === 'manual' && command !== undefined) {
      this.findings.problem('PLAN_CONFLICT', field(map, 'command')!.where, 'A manual criterion has a command', {
        path: `${path}/command`,
        hint: 'Remove the command, or write test: auto',
      });
    }
    if (id !== undefined && !ID.test(id)) {
      this.findings.problem('PLAN_ID', field(map, 'id')!.value.where, `${quote(id)} cannot be an id`, {
        path: `${path}/id`,
      });
    }
    const text = criterion ?? command;
    if (text === undefined) return undefined;
    return {
      criterion: text,
      where: map.where,
      ...(command === undefined ? {} : { command }),
      ...(id === undefined ? {} : { id }),
    };
  }

  private paths(map: DataMap, path: string): DraftFile[] {
    const list = this.fields.list(map, 'files', path, 'a list of paths');
    return list === undefined
      ? []
      : this.fields.texts(list, `${path}/files`, 'a path').map(({ text, where }) => ({ path: text, where }));
  }

  private subtasks(map: DataMap, path: string): Subtask[] {
    const list = this.fields.list(map, 'subtasks', path, 'a list of texts');
    if (list === undefined) return [];
    return list.items.flatMap((item, no) => {
      const at = `${path}/subtasks/${no}`;
      if (item.type === 'text') return [{ originalId: '', title: String(item.value), isDone: false }];
      if (item.type !== 'map') {
        this.fields.wrongType(item, at, 'a text, or a map with "title"');
        return [];
      }
      this.fields.checkFields(item, SUBTASK_FIELDS, at);
      this.checkStatus(item, at);
      const isDone = field(item, 'isDone');
      if (isDone !== undefined && isDone.value.type !== 'boolean')
        this.fields.wrongType(isDone.value, `${at}/isDone`, 'true or false');
      if (field(item, 'title') === undefined)
        this.findings.problem('PLAN_MISSING_FIELD', item.where, 'The subtask has no title', { path: `${at}/title` });
      const title = this.fields.text(item, 'title', at) ?? '';
      return [
        {
          originalId: this.fields.text(item, 'id', at) ?? this.fields.text(item, 'originalId', at) ?? '',
          title,
          isDone: isDone?.value.type === 'boolean' && isDone.value.value === true,
          ...(this.fields.isTrue(item, 'isOptional', at) ? { isOptional: true as const } : {}),
          ...this.waitsOn(item, at),
        },
      ];
    });
  }

  private waitsOn(map: DataMap, path: string): Pick<Subtask, 'dependencies'> {
    const list = this.fields.list(map, 'dependencies', path, 'a list of ids');
    if (list === undefined) return {};
    return { dependencies: this.fields.texts(list, `${path}/dependencies`, 'an id').map(({ text }) => text) };
  }

  private gate(map: DataMap, path: string): string | false | undefined {
    const entry = field(map, 'humanGate');
    if (entry === undefined) return undefined;
    if (entry.value.type === 'boolean') return entry.value.value === true ? 'A person must approve' : false;
    const text = this.fields.text(map, 'humanGate', path);
    return text === undefined || text.trim() === '' ? 'A person must approve' : text;
  }

  private tier(map: DataMap, path: string): ContextTier | undefined {
    const entry = field(map, 'contextTier');
    if (entry === undefined) return undefined;
    const { value } = entry.value.type === 'number' ? entry.value : { value: undefined };
    if (value === 32 || value === 64 || value === 128 || value === 200) return value;
    this.findings.problem('PLAN_ENUM', entry.value.where, 'contextTier is none of 32, 64, 128, 200', {
      path: `${path}/contextTier`,
      hint: 'Thousands of tokens, as a number; leave it out to have it estimated',
    });
    return undefined;
  }
}

/** `2026-02-30` is none. */
function isOfCalendar(date: string): boolean {
  const day = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === date.slice(0, 10);
}

function titleOf(document: PlanDocument): string {
  return document.name === '' ? 'Task list' : document.name;
}
