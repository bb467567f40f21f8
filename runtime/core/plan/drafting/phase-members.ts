import { idKey } from '../text/id-key';
import { phaseHeading } from '../text/phase-heading';
import { readReferences } from '../text/read-references';
import { added, type OpenTask } from './markdown-task';

/** Edges of one pair of groups up to which each task of one is named by each of the other. */
const MOST_PAIRS = 20_000;
const PHASES = /^(?:the |all of )?(?:phases?|fases?|stages?|sprints?|milestones?|阶段)(?=[\s\d])/i;
const OTHER = /\b(?:tasks?|steps?|stor(?:y|ies)|[A-Z]{1,5}-?\d)/i;

/** Tasks that stand in a phase. */
type InPhase = OpenTask & { readonly phase?: string; readonly isParallel?: boolean };

/** The phases of a plan by their numbers, with their tasks: for lines like `Phase 2 depends on Phase 1`. */
export class PhaseMembers {
  private readonly members = new Map<string, number[]>();
  private readonly isNamed = new Set<string>();

  constructor(private readonly tasks: readonly InPhase[]) {
    for (const [no, { phase }] of tasks.entries()) {
      const id = phase === undefined ? undefined : phaseHeading(phase)?.id;
      if (id === undefined) continue;
      const own = this.members.get(idKey(id));
      if (own === undefined) this.members.set(idKey(id), [no]);
      else own.push(no);
    }
  }

  /** The tasks of `Phase 1`; undefined for what is no phase of this plan. */
  of(name: string): readonly number[] | undefined {
    return PHASES.test(name) ? this.ofId(name.replace(PHASES, '').trim()) : undefined;
  }

  /** The tasks of all phases that a text names and nothing else: `Phases 1-2`, `Phase 1, Phase 3`. */
  named(text: string): readonly number[] | undefined {
    if (this.members.size === 0 || !PHASES.test(text) || OTHER.test(text)) return undefined;
    const { targets, remarks } = readReferences(text.replace(/[:：]$/, ''));
    const found = targets.map((target) => this.ofId(target));
    if (found.length === 0 || remarks.length > 0 || found.includes(undefined)) return undefined;
    return found.flatMap((numbers) => numbers!);
  }

  /** Those of a group that others must wait on, when each by each would be too many: the last of it, for the rest is before that. */
  lastOf(group: readonly number[], others: number): readonly number[] {
    return group.length * others <= MOST_PAIRS ? group : group.slice(-1);
  }

  /** The tasks of a phase that was named keep their order, but for those that may run side by side. */
  keepOrder(): void {
    for (const id of this.isNamed) {
      let before: readonly number[] = [];
      let run: number[] = [];
      for (const no of this.members.get(id)!) {
        const task = this.tasks[no]!;
        const isBeside = task.isParallel === true && run.length > 0 && this.tasks[run.at(-1)!]!.isParallel === true;
        if (!isBeside) {
          before = run;
          run = [];
        }
        for (const other of before) task.follows = added(task.follows, other);
        run.push(no);
      }
    }
  }

  private ofId(id: string): readonly number[] | undefined {
    const found = this.members.get(idKey(id));
    if (found !== undefined) this.isNamed.add(idKey(id));
    return found;
  }
}
