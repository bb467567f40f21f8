import { AGENT_NAMES } from '../../agent/agent-names';
import type { DataEntry, DataList, DataMap, DataNode } from '../data/data-node';
import { nameOfType } from '../data/data-node';
import { readJson } from '../data/read-json';
import { readYaml } from '../data/read-yaml';
import type { DraftCriterion, DraftFile, DraftPlan, DraftReference, DraftTask } from '../draft';
import type { Findings } from '../findings';
import type { ContextTier, PlanLimits, PlanSource, Position, Priority, Subtask } from '../plan';
import { nearest } from '../text/nearest';
import type { PlanDocument } from '../text/plan-document';
import { asCode, quote } from '../text/quote';
import type { PlanFormat } from './plan-format';

/**
 * nightshift's own schema, in JSON or YAML: `{ schemaVersion: 1, title, tasks: [ … ] }`, or the list of tasks alone. An
 * `ExecutionPlan` is one too. Strict: whatever it does not know is a problem.
 */
export const taskList: PlanFormat = {
  name: 'task-list',
  title: 'Task list (JSON or YAML)',
  isStrict: true,

  detect(document) {
    const { name, text } = document;
    if (name.endsWith('.json')) return 1;
    if (name.endsWith('.yaml') || name.endsWith('.yml')) return 1;
    if (looksLikeJson(text)) return name.endsWith('.md') ? 0.3 : 0.95;
    if (name.endsWith('.md') || name.endsWith('.txt') || !looksLikeYaml(text)) return 0;
    return document.markdown().lines.some(({ kind }) => kind === 'frontmatter') ? 0 : 0.6;
  },

  read(document, limits, findings) {
    if (isEditorTaskFile(document, findings)) return undefined;
    const isYaml = /\.ya?ml$/.test(document.name) || !looksLikeJson(document.text);
    const root =
      isYaml && !document.name.endsWith('.json')
        ? yaml(document.text, limits, findings)
        : readJson(document.text, limits, findings);
    return root === undefined ? undefined : new TaskListReader(findings).plan(root, document);
  },
};

const SCHEMA_VERSIONS = [1];
const ID = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SOURCES: readonly PlanSource[] = ['ROADMAP', 'SPEC', 'TASK_LIST', 'INLINE'];
const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high'];
/** A year: more is a slip. */
const MOST_MINUTES = 525_600;

const PLAN_FIELDS = [
  '$schema',
  'schemaVersion',
  'title',
  'tasks',
  'source',
  'conversationId',
  'id',
  'metadata',
  'format',
  'notes',
];
const TASK_FIELDS = [
  'id',
  'title',
  'description',
  'dependencies',
  'dependsOn',
  'contextTier',
  'verification',
  'files',
  'command',
  'agent',
  'capability',
  'estimateMinutes',
  'timeoutMinutes',
  'humanGate',
  'subtasks',
  'status',
  'originalId',
  'where',
];
const CRITERION_FIELDS = ['id', 'criterion', 'test', 'command'];
const METADATA_FIELDS = ['created', 'estimatedDuration', 'contextBudget', 'priority'];
const SUBTASK_FIELDS = ['id', 'originalId', 'title', 'isDone'];
/** Only nightshift writes these; a plan that could would be believed without evidence. */
const FORBIDDEN = [
  'checkpoint',
  'token',
  'result',
  'results',
  'evidence',
  'attempts',
  'startedAt',
  'completedAt',
  'completed',
  'passes',
  'done',
  'lease',
];

class TaskListReader {
  constructor(private readonly findings: Findings) {}

  plan(root: DataNode, document: PlanDocument): DraftPlan | undefined {
    const base = { title: titleOf(document), source: 'TASK_LIST' as PlanSource, where: root.where };
    if (root.type === 'list') return { ...base, tasks: this.tasks(root) };
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
    this.checkFields(root, PLAN_FIELDS, '');
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
      this.wrongType(list.value, '/tasks', 'a list of tasks');
      return undefined;
    }
    const conversationId = this.text(root, 'conversationId', '');
    if (conversationId !== undefined && !UUID.test(conversationId)) {
      this.findings.problem('PLAN_UUID', field(root, 'conversationId')!.value.where, 'conversationId is no UUID', {
        path: '/conversationId',
      });
    }
    const metadata = this.metadata(root);
    return {
      ...base,
      title: this.text(root, 'title', '') ?? base.title,
      source: this.oneOf(root, 'source', '', SOURCES) ?? 'TASK_LIST',
      tasks: this.tasks(list.value),
      ...(conversationId === undefined ? {} : { conversationId }),
      ...(metadata.priority === undefined ? {} : { priority: metadata.priority }),
    };
  }

  private metadata(root: DataMap): { priority?: Priority } {
    const node = field(root, 'metadata')?.value;
    if (node === undefined) return {};
    if (node.type !== 'map') {
      this.wrongType(node, '/metadata', 'a map');
      return {};
    }
    this.checkFields(node, METADATA_FIELDS, '/metadata');
    const created = this.text(node, 'created', '/metadata');
    if (
      created !== undefined &&
      !/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.test(created)
    ) {
      this.findings.problem('PLAN_DATE', field(node, 'created')!.value.where, `${quote(created)} is no ISO 8601 date`, {
        path: '/metadata/created',
      });
    }
    this.number(node, 'estimatedDuration', '/metadata', 0, MOST_MINUTES * 100);
    this.number(node, 'contextBudget', '/metadata', 0, Number.MAX_SAFE_INTEGER);
    const priority = this.oneOf(node, 'priority', '/metadata', PRIORITIES);
    return priority === undefined ? {} : { priority };
  }

  private tasks(list: DataList): DraftTask[] {
    const tasks: DraftTask[] = [];
    list.items.forEach((item, no) => {
      const path = `/tasks/${no}`;
      if (item.type === 'map') tasks.push(this.task(item, no, path));
      else this.wrongType(item, path, 'a map with at least a title');
    });
    return tasks;
  }

  private task(map: DataMap, no: number, path: string): DraftTask {
    this.checkFields(map, TASK_FIELDS, path);
    this.checkStatus(map, path);
    const title = this.text(map, 'title', path);
    if (field(map, 'title') === undefined) {
      this.findings.problem('PLAN_MISSING_FIELD', map.where, 'The task has no title', {
        path: `${path}/title`,
        hint: 'Add title: about 8 words',
      });
    }
    const command = this.text(map, 'command', path);
    const agent = this.oneOf(map, 'agent', path, AGENT_NAMES);
    const capability = this.text(map, 'capability', path);
    const estimateMinutes = this.number(map, 'estimateMinutes', path, 0, MOST_MINUTES);
    const timeoutMinutes = this.number(map, 'timeoutMinutes', path, 0, MOST_MINUTES);
    const contextTier = this.tier(map, path);
    const humanGate = this.gate(map, path);
    return {
      originalId: this.id(map, no, path),
      aliases: [],
      title: title ?? '',
      description: this.text(map, 'description', path) ?? '',
      where: map.where,
      dependencies: this.references(map, path),
      follows: [],
      criteria: this.criteria(map, path),
      files: this.files(map, path),
      status: 'pending',
      subtasks: this.subtasks(map, path),
      ...(command === undefined ? {} : { command }),
      ...(agent === undefined ? {} : { agent }),
      ...(capability === undefined ? {} : { capability }),
      ...(estimateMinutes === undefined ? {} : { estimateMinutes }),
      ...(timeoutMinutes === undefined ? {} : { timeoutMinutes }),
      ...(contextTier === undefined ? {} : { contextTier }),
      ...(humanGate === undefined ? {} : { humanGate }),
    };
  }

  private id(map: DataMap, no: number, path: string): string {
    const entry = field(map, 'id');
    if (entry === undefined) return `#${no + 1}`;
    const id = this.text(map, 'id', path, 'Put the id in quotes and let it begin with a letter: "t1"');
    if (id !== undefined && !ID.test(id)) {
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
        hint: 'Leave status out; a task counts as done when its criteria were proven. Leave finished tasks out of the plan',
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
    return both.flatMap((entry) => {
      const at = `${path}/${entry.key}`;
      if (entry.value.type !== 'list') {
        this.wrongType(entry.value, at, 'a list of ids');
        return [];
      }
      return this.texts(entry.value, at, 'an id').map(({ text, where }) => ({ target: text, where }));
    });
  }

  private criteria(map: DataMap, path: string): DraftCriterion[] {
    const list = this.list(map, 'verification', path, 'a list of criteria');
    if (list === undefined) return [];
    const criteria: DraftCriterion[] = [];
    const ids = new Set<string>();
    list.items.forEach((item, no) => {
      const at = `${path}/verification/${no}`;
      if (item.type === 'text') criteria.push({ criterion: String(item.value), where: item.where });
      else if (item.type !== 'map') this.wrongType(item, at, 'a text, or a map with "criterion"');
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
    this.checkFields(map, CRITERION_FIELDS, path);
    const criterion = this.text(map, 'criterion', path);
    const command = this.text(map, 'command', path);
    const test = this.oneOf(map, 'test', path, ['auto', 'manual'] as const);
    const id = this.text(map, 'id', path);
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

  private files(map: DataMap, path: string): DraftFile[] {
    const list = this.list(map, 'files', path, 'a list of paths');
    return list === undefined
      ? []
      : this.texts(list, `${path}/files`, 'a path').map(({ text, where }) => ({ path: text, where }));
  }

  private subtasks(map: DataMap, path: string): Subtask[] {
    const list = this.list(map, 'subtasks', path, 'a list of texts');
    if (list === undefined) return [];
    return list.items.flatMap((item, no) => {
      const at = `${path}/subtasks/${no}`;
      if (item.type === 'text') return [{ originalId: '', title: String(item.value), isDone: false }];
      if (item.type !== 'map') {
        this.wrongType(item, at, 'a text, or a map with "title"');
        return [];
      }
      this.checkFields(item, SUBTASK_FIELDS, at);
      this.checkStatus(item, at);
      const isDone = field(item, 'isDone');
      if (isDone !== undefined && isDone.value.type !== 'boolean')
        this.wrongType(isDone.value, `${at}/isDone`, 'true or false');
      if (field(item, 'title') === undefined)
        this.findings.problem('PLAN_MISSING_FIELD', item.where, 'The subtask has no title', { path: `${at}/title` });
      const title = this.text(item, 'title', at) ?? '';
      return [
        {
          originalId: this.text(item, 'id', at) ?? this.text(item, 'originalId', at) ?? '',
          title,
          isDone: isDone?.value.type === 'boolean' && isDone.value.value === true,
        },
      ];
    });
  }

  private gate(map: DataMap, path: string): string | false | undefined {
    const entry = field(map, 'humanGate');
    if (entry === undefined) return undefined;
    if (entry.value.type === 'boolean') return entry.value.value === true ? 'A person must approve' : false;
    const text = this.text(map, 'humanGate', path);
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

  private checkFields(map: DataMap, known: readonly string[], path: string): void {
    for (const { key, where } of map.entries) {
      if (known.includes(key)) continue;
      const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100)}`;
      if (FORBIDDEN.includes(key)) {
        this.findings.problem('PLAN_FORBIDDEN_FIELD', where, `A plan cannot set ${quote(key)}; only nightshift does`, {
          path: at,
          hint: 'Remove the field',
        });
        continue;
      }
      const meant = this.findings.hasMany ? undefined : nearest(key, known);
      this.findings.problem('PLAN_UNKNOWN_FIELD', where, `There is no field ${quote(key)}`, {
        path: at,
        hint: meant === undefined ? `Fields here: ${known.join(', ')}` : `Did you mean "${meant}"?`,
      });
    }
  }

  private text(map: DataMap, key: string, path: string, hint?: string): string | undefined {
    const node = field(map, key)?.value;
    if (node === undefined) return undefined;
    if (node.type === 'text') return String(node.value);
    this.wrongType(node, `${path}/${key}`, 'a text', hint);
    return undefined;
  }

  private number(map: DataMap, key: string, path: string, low: number, high: number): number | undefined {
    const node = field(map, key)?.value;
    if (node === undefined) return undefined;
    if (node.type !== 'number') {
      this.wrongType(
        node,
        `${path}/${key}`,
        'a number',
        node.type === 'text' && /^\d+,\d+$/.test(String(node.value)) ? 'Write a decimal point' : undefined,
      );
      return undefined;
    }
    const value = Number(node.value);
    if (Number.isFinite(value) && value > low && value <= high) return value;
    this.findings.problem('PLAN_RANGE', node.where, `${key} must be more than ${low} and at most ${high}`, {
      path: `${path}/${key}`,
      limit: high,
      ...(Number.isFinite(value) ? { seen: value } : {}),
    });
    return undefined;
  }

  private oneOf<Value extends string>(
    map: DataMap,
    key: string,
    path: string,
    allowed: readonly Value[],
  ): Value | undefined {
    const value = this.text(map, key, path);
    if (value === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) {
      this.findings.problem('PLAN_ENUM', field(map, key)!.value.where, `${key} cannot be ${quote(value)}`, {
        path: `${path}/${key}`,
        hint: `One of: ${allowed.join(', ')}`,
      });
    }
    return found;
  }

  private list(map: DataMap, key: string, path: string, what: string): DataList | undefined {
    const node = field(map, key)?.value;
    if (node === undefined || node.type === 'list') return node;
    this.wrongType(node, `${path}/${key}`, what);
    return undefined;
  }

  private texts(list: DataList, path: string, what: string): { text: string; where: Position }[] {
    return list.items.flatMap((item, no) => {
      if (item.type === 'text') return [{ text: String(item.value), where: item.where }];
      this.wrongType(item, `${path}/${no}`, what, item.type === 'number' ? 'Put it in quotes' : undefined);
      return [];
    });
  }

  private wrongType(node: DataNode, path: string, wanted: string, hint?: string): void {
    const seen = node.type === 'number' || node.type === 'boolean' ? ` (${quote(node.source)})` : '';
    this.findings.problem('PLAN_TYPE', node.where, `${path} must be ${wanted}; it is ${nameOfType(node)}${seen}`, {
      path,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

function field(map: DataMap, key: string): DataEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

function yaml(text: string, limits: PlanLimits, findings: Findings): DataNode | undefined {
  const control = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u0084\u0086-\u009f]/.exec(text);
  if (control !== null) {
    const before = text.slice(0, control.index);
    findings.problem(
      'PLAN_CONTROL_CHAR',
      { line: before.split('\n').length, column: control.index - before.lastIndexOf('\n') },
      `A control character (${asCode(control[0])}) stands in the plan`,
      {
        hint: 'Remove it, or write it as "\\e…" in double quotes',
      },
    );
    return undefined;
  }
  return readYaml(text, limits, findings);
}

/** `{` or `[` that begins data, not a link or a box. */
function looksLikeJson(text: string): boolean {
  const start = text.search(/\S/);
  const first = text.charAt(start);
  if (first === '{') return true;
  return first === '[' && !/^\[[^\]\n{"[]{0,200}\]\(|^\[[ xX]\] /.test(text.slice(start, start + 300));
}

function looksLikeYaml(text: string): boolean {
  return /^(?:---[ \t]{0,4}\n)?(?:[ \t]{0,4}#[^\n]{0,500}\n|\n){0,50}(?:(?:schemaVersion|title|source|\$schema)[ \t]{0,4}:[^\n]{0,500}\n(?:\s{0,4}\n){0,4}){0,4}(?:tasks[ \t]{0,4}:|- (?:id|title)[ \t]{0,4}:)/.test(
    text,
  );
}

/** `.vscode/tasks.json` only shares the name. */
function isEditorTaskFile(document: PlanDocument, findings: Findings): boolean {
  if (!/(?:^|\/)\.vscode\/tasks\.json$/.test(document.path)) return false;
  findings.problem('PLAN_NOT_A_PLAN', { line: 1, column: 1 }, "This is VS Code's list of build tasks, not a plan", {
    hint: 'Hand over the plan itself',
  });
  return true;
}

function titleOf(document: PlanDocument): string {
  return document.name === '' ? 'Task list' : document.name;
}
