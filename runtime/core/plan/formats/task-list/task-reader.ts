import { AGENT_NAMES } from '../../../agent/agent-names';
import type { DataEntry, DataMap } from '../../data/data-node';
import type { DraftFile, DraftReference, DraftTask } from '../../draft';
import type { Findings } from '../../findings';
import type { ContextTier, ExecutionTask } from '../../plan';
import { asCode, quote } from '../../text/quote';
import { CriteriaReader } from './criteria-reader';
import { COMMAND_NAMES, DEPENDENCY_NAMES, TASK_FIELDS } from './fields';
import type { OriginalIds } from './original-ids';
import { refuseStatus } from './refuse-status';
import { readResourceField } from './resource-field';
import { field, type StrictFields } from './strict-fields';
import { STRICT_ID } from './strict-id';
import { SubtaskReader } from './subtask-reader';

/** What the author of a plan may say of a task, as a ticked box does; `status` is nightshift's word. */
const MARKS: readonly ExecutionTask['status'][] = ['pending', 'in_progress', 'completed', 'failed', 'skipped'];
/** Letters of other scripts that are drawn like Latin ones. */
const LOOK_ALIKES = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\uff21-\uff5a]/u;
/** A year: more is a slip. */
export const MOST_MINUTES = 525_600;

/** Reads one task of the schema; its own id and the one that it had before go to `names`. */
export class TaskReader {
  private readonly criteria: CriteriaReader;
  private readonly subtasks: SubtaskReader;

  constructor(
    private readonly findings: Findings,
    private readonly fields: StrictFields,
    private readonly names: OriginalIds,
  ) {
    this.criteria = new CriteriaReader(findings, fields);
    this.subtasks = new SubtaskReader(findings, fields);
  }

  read(map: DataMap, no: number, path: string): DraftTask {
    this.fields.checkFields(map, TASK_FIELDS, path);
    refuseStatus(this.findings, map, path);
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
        hint: 'Say in about 8 words what the task does',
      });
    }
    const [commandEntry] = this.oneOf(map, COMMAND_NAMES, path);
    const command = commandEntry === undefined ? undefined : this.fields.text(map, commandEntry.key, path);
    const agent = this.fields.oneOf(map, 'agent', path, AGENT_NAMES);
    const capability = this.fields.text(map, 'capability', path);
    const resources = readResourceField(this.fields, map, path);
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
      criteria: this.criteria.read(map, path),
      files: this.paths(map, path),
      status: this.fields.oneOf(map, 'marked', path, MARKS) ?? 'pending',
      subtasks: this.subtasks.read(map, path),
      ...(command === undefined ? {} : { command }),
      ...(agent === undefined ? {} : { agent }),
      ...(capability === undefined ? {} : { capability }),
      ...(resources === undefined ? {} : { resources }),
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
    } else if (id !== undefined && !STRICT_ID.test(id)) {
      const foreign = [...id].find((character) => character.codePointAt(0)! > 126);
      const reason = foreign === undefined ? '' : `; it holds ${asCode(foreign)}`;
      this.findings.problem('PLAN_ID', entry.value.where, `${quote(id)} cannot be an id${reason}`, {
        path: `${path}/id`,
        hint: 'A letter, then up to 63 letters, digits, "_", "." or "-", all ASCII',
      });
    }
    return id ?? `#${no + 1}`;
  }

  /** The fields that a task has of those that mean the same; more than one is a problem. */
  private oneOf(map: DataMap, names: readonly string[], path: string): readonly DataEntry[] {
    const found = names.flatMap((name) => field(map, name) ?? []);
    const [first, second] = found;
    if (first !== undefined && second !== undefined)
      this.findings.problem('PLAN_DUPLICATE_KEY', second.where, `"${first.key}" and "${second.key}" mean the same`, {
        path,
        hint: 'Keep one of them',
      });
    return found;
  }

  private references(map: DataMap, path: string): DraftReference[] {
    const entries = this.oneOf(map, DEPENDENCY_NAMES, path);
    const list = this.fields.list(map, 'impliedDependencies', path, 'a list of ids');
    const implied = list === undefined ? [] : this.fields.texts(list, `${path}/impliedDependencies`, 'an id');
    const isImplied = new Set(implied.map(({ text }) => text));
    const named = entries.flatMap((entry) => {
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

  private paths(map: DataMap, path: string): DraftFile[] {
    const list = this.fields.list(map, 'files', path, 'a list of paths');
    return list === undefined
      ? []
      : this.fields.texts(list, `${path}/files`, 'a path').map(({ text, where }) => ({ path: text, where }));
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
