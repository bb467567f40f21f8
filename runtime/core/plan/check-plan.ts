import type { TaskId } from '../ids';
import { checkPath } from './check-path';
import type { DraftPlan, DraftTask } from './draft';
import { estimateContextTier } from './estimate';
import type { Findings } from './findings';
import type { ExecutionTask, MissingDependency, PlanLimits, Position, VerificationCriterion } from './plan';
import { NOTHING_RESOLVED, type Resolution, resolveDependencies, taskIdOf } from './resolve-dependencies';
import { cleanText } from './text/clean-text';
import { findHumanGate } from './text/find-human-gate';
import { quote } from './text/quote';

export interface CheckedPlan {
  readonly tasks: readonly ExecutionTask[];
  readonly missing: readonly MissingDependency[];
  readonly resolution: Resolution;
}

/**
 * Checks a draft and makes its tasks: ids `task-001` … in document order, dependencies resolved, tiers estimated, human
 * checkpoints kept. All problems go to `findings`; the answer counts only when there are none.
 *
 * Source: R-4; guarantees D1 (sizes, graph, fields, paths).
 */
export function checkPlan(draft: DraftPlan, isStrict: boolean, limits: PlanLimits, findings: Findings): CheckedPlan {
  if (draft.tasks.length === 0) return { tasks: [], missing: [], resolution: NOTHING_RESOLVED };
  if (draft.tasks.length > limits.tasks) {
    findings.problem('PLAN_TASKS', draft.where, `The plan has ${draft.tasks.length} tasks`, {
      limit: limits.tasks,
      seen: draft.tasks.length,
      hint: 'Split the plan',
    });
    return { tasks: [], missing: [], resolution: NOTHING_RESOLVED };
  }
  const resolution = resolveDependencies(draft, isStrict, limits, findings);
  const ids = draft.tasks.map((_, no) => taskIdOf(no));
  const idsOf = (nos: readonly number[]): readonly TaskId[] => nos.map((no) => ids[no]!);
  const check = new TaskCheck(isStrict, limits, findings);
  const tasks = placeCriteria(draft, findings).map((task, no) => {
    const on = resolution.dependencies[no]!;
    const implied = resolution.implied[no]!;
    const dependencies = idsOf(on);
    const links = { dependencies, implied: implied === on ? dependencies : idsOf(implied) };
    const startsPlan =
      draft.humanGate !== undefined &&
      task.status !== 'completed' &&
      on.every((other) => draft.tasks[other]!.status === 'completed');
    return check.task(task, ids[no]!, links, startsPlan ? draft.humanGate : undefined);
  });
  const missing = resolution.missing.map(({ no, target, where }) => ({ task: taskIdOf(no), target, where }));
  return { tasks, missing, resolution };
}

/** Criteria of the whole plan are proven by its last task. */
function placeCriteria(draft: DraftPlan, findings: Findings): readonly DraftTask[] {
  const [first] = draft.criteria ?? [];
  const last = draft.tasks.at(-1);
  if (first === undefined || last === undefined) return draft.tasks;
  findings.note(
    'NOTE_CRITERIA_PLACED',
    first.where,
    `${draft.criteria!.length} criteria of the whole plan are checked after its last task, ${quote(last.title)}`,
  );
  return [...draft.tasks.slice(0, -1), { ...last, criteria: [...last.criteria, ...draft.criteria!] }];
}

interface Links {
  readonly dependencies: readonly TaskId[];
  readonly implied: readonly TaskId[];
}

type Open<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** Checks one task after another. */
class TaskCheck {
  private phase: { readonly raw: string; readonly shown: string } | undefined;

  constructor(
    private readonly isStrict: boolean,
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
  ) {}

  task(draft: DraftTask, id: TaskId, { dependencies, implied }: Links, planGate: string | undefined): ExecutionTask {
    const { title, description } = this.texts(draft);
    const verification = this.criteria(draft);
    const gate = draft.status === 'completed' ? undefined : this.gate(draft, title, description, planGate);
    if (
      draft.timeoutMinutes !== undefined &&
      draft.estimateMinutes !== undefined &&
      draft.timeoutMinutes < draft.estimateMinutes
    ) {
      this.findings.note('NOTE_TIMEOUT', draft.where, `${quote(title)} is estimated to take longer than it may`);
    }
    const task: Open<ExecutionTask> = {
      id,
      title,
      description,
      dependencies,
      contextTier: draft.contextTier ?? estimateContextTier(draft),
      verification,
      status: draft.status,
      originalId: draft.originalId.slice(0, 200),
      where: placeOf(draft.where),
      files: this.files(draft),
      subtasks: draft.subtasks.map((subtask) => ({ ...subtask, title: this.clean(subtask.title, draft.where) })),
    };
    if (implied.length > 0) task.impliedDependencies = implied;
    if (draft.command !== undefined) task.command = draft.command;
    if (draft.agent !== undefined) task.agent = draft.agent;
    if (draft.capability !== undefined) task.capability = draft.capability;
    if (draft.estimateMinutes !== undefined) task.estimateMinutes = draft.estimateMinutes;
    if (draft.timeoutMinutes !== undefined) task.timeoutMinutes = draft.timeoutMinutes;
    if (gate !== undefined) task.humanGate = gate;
    if (draft.phase !== undefined) task.phase = this.phaseOf(draft.phase, draft.where);
    if (draft.isParallel) task.isParallel = true;
    if (draft.isOptional) task.isOptional = true;
    if (draft.parent !== undefined) task.parent = draft.parent.slice(0, 200);
    return task;
  }

  /** Neighbours mostly share one. */
  private phaseOf(raw: string, where: Position): string {
    if (this.phase?.raw === raw) return this.phase.shown;
    const clean = this.clean(raw, where);
    const shown = clean.slice(0, this.limits.titleLength);
    this.phase = clean === raw ? { raw, shown } : undefined;
    return shown;
  }

  private texts(draft: DraftTask): { title: string; description: string } {
    const { limits } = this;
    let title = this.clean(draft.title, draft.where).trim();
    let description = this.clean(draft.description, draft.where);
    if (title.length > limits.titleLength && this.isStrict) {
      this.problem(
        draft,
        'PLAN_TITLE',
        'The title is too long',
        limits.titleLength,
        title.length,
        'About 8 words; put the rest into the description',
      );
    } else if (title.length > limits.titleLength) {
      description = description === '' ? title : `${title}\n${description}`;
      title = shortened(title, limits.titleLength);
    }
    if (title !== '' && !/[A-Za-z0-9]/.test(title) && !/[\p{L}\p{N}]/u.test(title))
      this.problem(draft, 'PLAN_TITLE', `The title ${quote(title)} has neither a letter nor a digit`);
    else if (title === '' && draft.title === '' && !this.isStrict)
      this.problem(draft, 'PLAN_TITLE', 'The task has no title');
    else if (title === '' && draft.title !== '') this.problem(draft, 'PLAN_TITLE', 'The title is blank');
    if (description.length > limits.descriptionLength) {
      this.problem(
        draft,
        'PLAN_DESCRIPTION',
        'The description is too long',
        limits.descriptionLength,
        description.length,
        'Move it into a file, and name the file',
      );
    }
    return { title, description };
  }

  private criteria(draft: DraftTask): VerificationCriterion[] {
    const { limits } = this;
    if (draft.criteria.length === 0) return [];
    if (draft.criteria.length > limits.checksPerTask) {
      this.problem(draft, 'PLAN_CHECKS', 'The task has too many criteria', limits.checksPerTask, draft.criteria.length);
      return [];
    }
    return draft.criteria.map(({ criterion, command, where }, no) => {
      const text = this.clean(criterion, where).trim();
      if (text.length > 4_000) {
        this.findings.problem('PLAN_CRITERION', where, 'The criterion is too long', {
          limit: 4_000,
          seen: text.length,
          hint: 'About 8 words each',
        });
      }
      if (text === '') this.findings.problem('PLAN_CRITERION', where, 'The criterion is empty');
      if (command !== undefined && command.trim() === '')
        this.findings.problem('PLAN_COMMAND', where, 'The command of the criterion is empty');
      return {
        id: `c${no + 1}`,
        criterion: text,
        test: command === undefined ? 'manual' : 'auto',
        ...(command === undefined ? {} : { command }),
      };
    });
  }

  private files(draft: DraftTask): string[] {
    const { limits } = this;
    if (draft.files.length === 0) return [];
    if (draft.files.length > limits.filesPerTask) {
      this.problem(
        draft,
        'PLAN_FILES',
        'The task names too many files',
        limits.filesPerTask,
        draft.files.length,
        'Name folders or globs',
      );
      return [];
    }
    const files = new Set<string>();
    for (const { path, where } of draft.files) {
      const checked = checkPath(path);
      if (checked.type === 'path') files.add(checked.path);
      else if (this.isStrict || checked.code === 'PLAN_PROTECTED_PATH') {
        this.findings.problem(checked.code, where, `The path ${quote(path)} is refused: ${checked.reason}`, {
          hint: 'Paths are relative to the repository: src/a.ts, docs/**',
        });
      } else {
        this.findings.note('NOTE_PATH', where, `The path ${quote(path)} is left out: ${checked.reason}`);
      }
    }
    return [...files];
  }

  /** What a person is asked before the task: as the plan says, else when its words ask for one. */
  private gate(draft: DraftTask, title: string, description: string, planGate: string | undefined): string | undefined {
    const own = draft.humanGate;
    if (typeof own === 'string') return planGate === undefined || planGate === own ? own : `${planGate}; ${own}`;
    if (planGate !== undefined) {
      this.findings.note(
        'NOTE_HUMAN_GATE',
        draft.where,
        `A person is asked before ${quote(title)}: the plan says ${quote(planGate)}`,
      );
      return planGate;
    }
    if (own === false) return undefined;
    const parts = draft.subtasks.map((subtask) => subtask.title).join('\n');
    const body = description === '' ? parts : `${description}\n${parts}`;
    const found = findHumanGate(title, body);
    if (found === undefined) return undefined;
    this.findings.note(
      'NOTE_HUMAN_GATE',
      draft.where,
      `A person is asked before ${quote(title)}, because it says ${quote(found)}; write "gate: none" if that is not meant`,
    );
    return `The plan says "${found}"`;
  }

  private clean(text: string, where: Position): string {
    if (text === '') return '';
    const { text: clean, changed } = cleanText(text);
    if (changed !== undefined)
      this.findings.note(
        'NOTE_HIDDEN_CHARACTERS',
        where,
        `The text holds ${changed}; they are removed or shown as \\u…`,
      );
    return clean;
  }

  private problem(draft: DraftTask, code: string, message: string, limit?: number, seen?: number, hint?: string): void {
    this.findings.problem(code, draft.where, message, {
      path: draft.originalId.slice(0, 100),
      ...(limit === undefined ? {} : { limit }),
      ...(seen === undefined ? {} : { seen }),
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** Without what else a line may carry. */
function placeOf({ line, column, file }: Position): Position {
  return file === undefined ? { line, column } : { line, column, file };
}

/** The first sentence when it is short enough, else as many words as fit. */
function shortened(title: string, most: number): string {
  const sentence = title.slice(0, most).search(/[.:;] /);
  if (sentence > 10) return title.slice(0, sentence);
  const space = title.lastIndexOf(' ', most - 1);
  return `${title.slice(0, space > most / 2 ? space : most - 1).trimEnd()}…`;
}
