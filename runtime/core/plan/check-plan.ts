import { AGENT_NAMES } from '../agent/agent-names';
import type { TaskId } from '../ids';
import { checkPath } from './check-path';
import type { DraftPlan, DraftTask } from './draft';
import { estimateContextTier } from './estimate';
import type { Findings } from './findings';
import type { ExecutionTask, PlanLimits, Position, VerificationCriterion } from './plan';
import { resolveDependencies, taskIdOf } from './resolve-dependencies';
import { cleanText } from './text/clean-text';
import { findHumanGate } from './text/find-human-gate';
import { nearest } from './text/nearest';
import { quote } from './text/quote';

/**
 * Checks a draft and makes its tasks: ids `task-001` … in document order, dependencies resolved, tiers estimated, human
 * checkpoints kept. All problems go to `findings`; the answer counts only when there are none.
 *
 * Source: R-4; guarantees D1 (sizes, graph, fields, paths).
 */
export function checkPlan(
  draft: DraftPlan,
  isStrict: boolean,
  limits: PlanLimits,
  findings: Findings,
): readonly ExecutionTask[] {
  if (draft.tasks.length === 0) return [];
  if (draft.tasks.length > limits.tasks) {
    findings.problem('PLAN_TASKS', draft.where, `The plan has ${draft.tasks.length} tasks`, {
      limit: limits.tasks,
      seen: draft.tasks.length,
      hint: 'Split the plan',
    });
    return [];
  }
  const dependencies = resolveDependencies(draft, isStrict, limits, findings);
  const checked = draft.tasks.map((task) => new TaskCheck(task, isStrict, limits, findings));
  return checked.map((check, no) => {
    const on = dependencies[no]!;
    const startsPlan =
      draft.tasks[no]!.status !== 'completed' && on.every((other) => draft.tasks[other]!.status === 'completed');
    return check.task(taskIdOf(no), on.map(taskIdOf), startsPlan ? draft.humanGate : undefined);
  });
}

/** Questions that are no criteria: may it start, and what about a merge that does not fit. */
const OWN_QUESTIONS: readonly string[] = ['gate', 'conflict'];

class TaskCheck {
  constructor(
    private readonly draft: DraftTask,
    private readonly isStrict: boolean,
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
  ) {}

  task(id: TaskId, dependencies: readonly TaskId[], planGate: string | undefined): ExecutionTask {
    const { draft } = this;
    const { title, description } = this.texts();
    const verification = this.criteria();
    const agent = this.agent();
    const gate = draft.status === 'completed' ? undefined : this.gate(title, description, planGate);
    if (
      draft.timeoutMinutes !== undefined &&
      draft.estimateMinutes !== undefined &&
      draft.timeoutMinutes < draft.estimateMinutes
    ) {
      this.findings.note('NOTE_TIMEOUT', draft.where, `${quote(title)} is estimated to take longer than it may`);
    }
    return {
      id,
      title,
      description,
      dependencies,
      contextTier: draft.contextTier ?? estimateContextTier(draft),
      verification,
      status: draft.status,
      originalId: draft.originalId.slice(0, 200),
      where: { line: draft.where.line, column: draft.where.column },
      files: this.files(),
      subtasks: draft.subtasks.map((subtask) => ({ ...subtask, title: this.clean(subtask.title, draft.where) })),
      ...(draft.command === undefined ? {} : { command: draft.command }),
      ...(agent === undefined ? {} : { agent }),
      ...(draft.capability === undefined ? {} : { capability: draft.capability }),
      ...(draft.estimateMinutes === undefined ? {} : { estimateMinutes: draft.estimateMinutes }),
      ...(draft.timeoutMinutes === undefined ? {} : { timeoutMinutes: draft.timeoutMinutes }),
      ...(gate === undefined ? {} : { humanGate: gate }),
    };
  }

  private texts(): { title: string; description: string } {
    const { draft, limits } = this;
    let title = this.clean(draft.title, draft.where).trim();
    let description = this.clean(draft.description, draft.where);
    if (title.length > limits.titleLength && this.isStrict) {
      this.problem(
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
    if (title !== '' && !/[\p{L}\p{N}]/u.test(title))
      this.problem('PLAN_TITLE', `The title ${quote(title)} has neither a letter nor a digit`);
    else if (title === '' && draft.title === '' && !this.isStrict) this.problem('PLAN_TITLE', 'The task has no title');
    else if (title === '' && draft.title !== '') this.problem('PLAN_TITLE', 'The title is blank');
    if (description.length > limits.descriptionLength) {
      this.problem(
        'PLAN_DESCRIPTION',
        'The description is too long',
        limits.descriptionLength,
        description.length,
        'Move it into a file, and name the file',
      );
    }
    return { title, description };
  }

  private criteria(): VerificationCriterion[] {
    const { draft, limits } = this;
    if (draft.criteria.length > limits.checksPerTask) {
      this.problem('PLAN_CHECKS', 'The task has too many criteria', limits.checksPerTask, draft.criteria.length);
      return [];
    }
    const ids = this.criterionIds();
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
        id: ids[no]!,
        criterion: text,
        test: command === undefined ? 'manual' : 'auto',
        ...(command === undefined ? {} : { command }),
      };
    });
  }

  /** The ids that the plan gives; the others are `c` and their place, or the next number that is free. */
  private criterionIds(): readonly string[] {
    const { criteria } = this.draft;
    const taken = new Set(criteria.flatMap(({ id }) => id ?? []));
    return criteria.map(({ id, where }, no) => {
      if (id !== undefined && OWN_QUESTIONS.includes(id)) {
        this.findings.problem('PLAN_ID', where, `${quote(id)} cannot be the id of a criterion`, {
          hint: 'That is what nightshift itself asks about a task; use another id',
        });
      }
      if (id !== undefined) return id;
      let number = no + 1;
      while (taken.has(`c${number}`)) number++;
      taken.add(`c${number}`);
      return `c${number}`;
    });
  }

  /** @returns The agent that the task names, where there is such a one. */
  private agent(): string | undefined {
    const { agent } = this.draft;
    if (agent === undefined || AGENT_NAMES.includes(agent)) return agent;
    const meant = nearest(agent, AGENT_NAMES) ?? AGENT_NAMES.find((name) => name.startsWith(agent));
    const all = `Agents: ${AGENT_NAMES.join(', ')}`;
    this.problem(
      'PLAN_ENUM',
      `There is no agent ${quote(agent)}`,
      undefined,
      undefined,
      meant === undefined ? all : `Did you mean ${meant}? ${all}`,
    );
    return undefined;
  }

  private files(): string[] {
    const { draft, limits } = this;
    if (draft.files.length > limits.filesPerTask) {
      this.problem(
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
  private gate(title: string, description: string, planGate: string | undefined): string | undefined {
    const { draft } = this;
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
    const found = findHumanGate(title, `${description}\n${parts}`);
    if (found === undefined) return undefined;
    this.findings.note(
      'NOTE_HUMAN_GATE',
      draft.where,
      `A person is asked before ${quote(title)}, because it says ${quote(found)}; write "gate: none" if that is not meant`,
    );
    return `The plan says "${found}"`;
  }

  private clean(text: string, where: Position): string {
    const { text: clean, changed } = cleanText(text);
    if (changed !== undefined)
      this.findings.note(
        'NOTE_HIDDEN_CHARACTERS',
        where,
        `The text holds ${changed}; they are removed or shown as \\u…`,
      );
    return clean;
  }

  private problem(code: string, message: string, limit?: number, seen?: number, hint?: string): void {
    this.findings.problem(code, this.draft.where, message, {
      path: this.draft.originalId.slice(0, 100),
      ...(limit === undefined ? {} : { limit }),
      ...(seen === undefined ? {} : { seen }),
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** The first sentence when it is short enough, else as many words as fit. */
function shortened(title: string, most: number): string {
  const sentence = title.slice(0, most).search(/[.:;] /);
  if (sentence > 10) return title.slice(0, sentence);
  const space = title.lastIndexOf(' ', most - 1);
  return `${title.slice(0, space > most / 2 ? space : most - 1).trimEnd()}…`;
}
