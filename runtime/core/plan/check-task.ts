import { AGENT_NAMES } from '../agent/agent-names';
import { checkCriteria } from './check-criteria';
import { checkFiles } from './check-files';
import { checkResources } from './check-resources';
import { cleanNoted } from './clean-noted';
import type { DraftTask } from './draft';
import { estimateContextTier } from './estimate';
import type { Findings } from './findings';
import { fitTask } from './fit-task';
import type { PlanFormat } from './formats/plan-format';
import { gateOf } from './gate-of';
import type { ExecutionTask, PlanLimits, Position, Subtask, VerificationCriterion } from './plan';
import type { Resolution } from './resolve-dependencies';
import { TaskIds } from './task-ids';
import { cleanText } from './text/clean-text';
import { cut } from './text/cut';
import { nearest } from './text/nearest';
import { quote } from './text/quote';
import { shortened } from './text/shortened';
import { ASKS, CONTROL, DIGIT, LETTER, type Traits, traitsOf } from './text/traits';

/** What holds for the plans of a format. */
export type PlanRules = Pick<PlanFormat, 'isStrict' | 'namesAgents'>;

const NAMES_SOMETHING = /[\p{L}\p{N}]/u;
const NONE: readonly never[] = [];

/** Whether a person may have to be asked before a task: most say nothing that could ask. */
function mayWait(draft: DraftTask, traits: Traits, description: string, planGate: string | undefined): boolean {
  if (draft.status === 'completed') return false;
  if (draft.humanGate !== undefined || planGate !== undefined) return true;
  return traits.may(ASKS) || description !== '' || draft.subtasks.length > 0;
}

type Open<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** Checks one task of a draft after another, and makes them tasks of the plan. Problems and notes go to `findings`. */
export class TaskCheck {
  private phase: { readonly raw: string; readonly shown: string } | undefined;

  private readonly isStrict: boolean;
  private readonly ids: TaskIds;

  constructor(
    private readonly rules: PlanRules,
    private readonly resolution: Resolution,
    private readonly limits: PlanLimits,
    private readonly findings: Findings,
  ) {
    this.isStrict = rules.isStrict;
    this.ids = new TaskIds(resolution.dependencies.length);
  }

  /** The task with this number; `planGate`: what is asked before it besides, because it starts the plan. */
  task(given: DraftTask, no: number, planGate: string | undefined): ExecutionTask {
    const on = this.resolution.dependencies[no]!;
    const onlyImplied = this.resolution.implied[no]!;
    const dependencies = this.ids.of(on);
    const implied = onlyImplied === on ? dependencies : this.ids.of(onlyImplied);
    const draft = this.isStrict ? given : fitTask(given, this.limits, this.findings);
    const written = traitsOf(draft.title, draft.traits);
    const title = this.title(draft, written);
    const description = this.description(draft);
    const agent = this.agent(draft);
    const command = this.said(draft, draft.command, 'PLAN_COMMAND', 'The command of the task is empty');
    const capability = this.said(draft, draft.capability, 'PLAN_MISSING_FIELD', 'The capability has no name');
    const verification = this.criteria(draft);
    // What is cut off may ask for a person, too.
    const said = draft === given ? description : `${given.title}\n${given.description}`;
    const traits = traitsOf(title, written);
    const gate = mayWait(draft, traits, said, planGate)
      ? gateOf(draft, { title, traits, description: said, planGate }, this.findings)
      : undefined;
    if (
      draft.timeoutMinutes !== undefined &&
      draft.estimateMinutes !== undefined &&
      draft.timeoutMinutes < draft.estimateMinutes
    ) {
      this.findings.note('NOTE_TIMEOUT', draft.where, `${quote(title)} is estimated to take longer than it may`);
    }
    const task: Open<ExecutionTask> = {
      id: this.ids.all[no]!,
      title,
      description,
      dependencies,
      contextTier: draft.contextTier ?? estimateContextTier(draft),
      verification,
      status: draft.status,
      originalId: cut(draft.originalId, 200),
      where: draft.where,
      files: checkFiles(draft, this.isStrict, this.limits, this.findings),
      subtasks: this.subtasks(draft),
    };
    if (implied.length > 0) task.impliedDependencies = implied;
    if (command !== undefined) task.command = command;
    if (agent !== undefined) task.agent = agent;
    if (capability !== undefined) task.capability = capability;
    const resources = checkResources(draft, this.findings);
    if (resources !== undefined) task.resources = resources;
    if (draft.estimateMinutes !== undefined) task.estimateMinutes = draft.estimateMinutes;
    if (draft.timeoutMinutes !== undefined) task.timeoutMinutes = draft.timeoutMinutes;
    if (gate !== undefined) task.humanGate = gate;
    if (draft.phase !== undefined) task.phase = this.phaseOf(draft.phase, draft.where);
    if (draft.isParallel) task.isParallel = true;
    if (draft.isOptional) task.isOptional = true;
    if (draft.parent !== undefined) task.parent = cut(draft.parent, 200);
    return task;
  }

  /** Neighbours mostly share one. */
  private phaseOf(raw: string, where: Position): string {
    if (this.phase?.raw === raw) return this.phase.shown;
    const clean = this.clean(raw, where);
    const shown = cut(clean, this.limits.titleLength);
    this.phase = clean === raw ? { raw, shown } : undefined;
    return shown;
  }

  private title(draft: DraftTask, written: Traits): string {
    const most = this.limits.titleLength;
    const whole = (written.may(CONTROL) ? this.clean(draft.title, draft.where) : draft.title).trim();
    if (whole.length > most && this.isStrict) {
      const hint = 'About 8 words; put the rest into the description';
      this.problem(
        draft,
        'PLAN_TITLE',
        `The title has ${whole.length} characters; ${most} are allowed`,
        most,
        whole.length,
        hint,
      );
      return whole;
    }
    const title = whole.length > most ? shortened(whole, most) : whole;
    const namesSomething = traitsOf(title, written).has(LETTER | DIGIT) || NAMES_SOMETHING.test(title);
    if (title !== '' && !namesSomething)
      this.problem(draft, 'PLAN_TITLE', `The title ${quote(title)} has neither a letter nor a digit`);
    else if (title === '' && draft.title === '' && !this.isStrict)
      this.problem(draft, 'PLAN_TITLE', 'The task has no title');
    else if (title === '' && draft.title !== '') this.problem(draft, 'PLAN_TITLE', 'The title is blank');
    return title;
  }

  /** With the title, where that is too long to be one. */
  private description(draft: DraftTask): string {
    const { limits } = this;
    let description = this.clean(draft.description, draft.where);
    if (draft.title.length > limits.titleLength && !this.isStrict) {
      const whole = cleanText(draft.title).text.trim();
      if (whole.length > limits.titleLength) description = description === '' ? whole : `${whole}\n${description}`;
    }
    if (description.length > limits.descriptionLength) {
      this.problem(
        draft,
        'PLAN_DESCRIPTION',
        `The description has ${description.length} characters; ${limits.descriptionLength} are allowed`,
        limits.descriptionLength,
        description.length,
        'Move it into a file, and name the file',
      );
    }
    return description;
  }

  private subtasks(draft: DraftTask): readonly Subtask[] {
    if (draft.subtasks.length === 0) return NONE;
    return draft.subtasks.map((subtask) => {
      const title = this.clean(subtask.title, draft.where);
      return title === subtask.title ? subtask : { ...subtask, title };
    });
  }

  private criteria(draft: DraftTask): readonly VerificationCriterion[] {
    const { limits } = this;
    if (draft.criteria.length === 0) return NONE;
    if (draft.criteria.length > limits.checksPerTask) {
      const [most, seen] = [limits.checksPerTask, draft.criteria.length];
      this.problem(draft, 'PLAN_CHECKS', `The task has ${seen} criteria; ${most} are allowed`, most, seen);
      return [];
    }
    return checkCriteria(draft.criteria, this.isStrict, this.findings);
  }

  /** The agent that the task names, where there is such a one. Names of people and of other tools' agents are noted. */
  private agent(draft: DraftTask): string | undefined {
    const { agent } = draft;
    if (agent === undefined || AGENT_NAMES.includes(agent)) return agent;
    if (!this.isStrict && agent.trim() === '') return undefined;
    if (!this.rules.namesAgents) {
      this.findings.note(
        'NOTE_NOT_UNDERSTOOD',
        draft.where,
        `${quote(agent)} is no agent of nightshift; it is left out`,
      );
      return undefined;
    }
    const meant = nearest(agent, AGENT_NAMES) ?? AGENT_NAMES.find((name) => name.startsWith(agent));
    const all = `Agents: ${AGENT_NAMES.join(', ')}`;
    const hint = meant === undefined ? all : `Did you mean ${meant}? ${all}`;
    this.problem(draft, 'PLAN_ENUM', `There is no agent ${quote(agent)}`, undefined, undefined, hint);
    return undefined;
  }

  /** A text that says something. A blank one is a slip in our own schema, and elsewhere as if it were not there. */
  private said(draft: DraftTask, text: string | undefined, code: string, message: string): string | undefined {
    if (text === undefined || text.trim() !== '') return text;
    if (this.isStrict) this.problem(draft, code, message, undefined, undefined, 'Leave the field out, or fill it');
    return undefined;
  }

  private clean(text: string, where: Position): string {
    return cleanNoted(text, where, this.findings);
  }

  private problem(draft: DraftTask, code: string, message: string, limit?: number, seen?: number, hint?: string): void {
    this.findings.problem(code, draft.where, message, {
      path: cut(draft.originalId, 100),
      ...(limit === undefined ? {} : { limit }),
      ...(seen === undefined ? {} : { seen }),
      ...(hint === undefined ? {} : { hint }),
    });
  }
}
