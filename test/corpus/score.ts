import { examinePlan, type PlanExamination } from '../../runtime/core/plan/examine-plan';
import { DEFAULT_PLAN_LIMITS, type PlanContext, type PlanInput } from '../../runtime/core/plan/plan';
import type { PlanFacts } from '../../runtime/core/plan/plan-facts';
import { cut } from '../../runtime/core/plan/text/cut';
import type { Case, Truth } from './corpus';
import { reasonOf } from './known-misses';

export const FACTS: readonly (keyof PlanFacts)[] = [
  'n_tasks',
  'ids',
  'edges',
  'done_ids',
  'n_subtasks',
  'subtask_ids',
  'waves_or_phases',
  'has_cycle',
  'missing_dep_ids',
  'verification_count',
];
export type Fact = keyof PlanFacts | 'waves';

export interface Judgement {
  readonly fact: Fact;
  readonly isHit: boolean;
  readonly expected: string;
  readonly seen: string;
  /** Of a list: what was expected and not seen, and what was seen and not expected. */
  readonly lost?: readonly string[];
  readonly extra?: readonly string[];
  /** Of a miss: why it is one; undefined when nobody has explained it. */
  readonly why?: string | undefined;
}

export interface Score {
  readonly name: string;
  readonly family: string;
  /** The format that was found. */
  readonly format: string;
  readonly judgements: readonly Judgement[];
  /** Codes of what the plan was refused for. */
  readonly problems: readonly string[];
}

const CONTEXT: PlanContext = {
  planId: '0198c0de-0000-7000-8000-000000000001',
  conversationId: '0198c0de-0000-7000-8000-000000000002',
  created: '2026-01-01T00:00:00.000Z',
  priority: 'normal',
  limits: DEFAULT_PLAN_LIMITS,
};

/** How the reader does on one file or folder; one judgement for each fact that the truth has. */
export function scoreOf({ name, family, truth }: Case, input: PlanInput): Score {
  const examination = examinePlan(input, CONTEXT);
  const facts = examination.facts();
  const judgements: Judgement[] = FACTS.flatMap((fact) => {
    const expected = truth[fact];
    return expected === null || expected === undefined ? [] : [judge(fact, expected, facts[fact], truth)];
  });
  if (truth.waves !== undefined) judgements.push(judgeWaves(truth.waves, examination));
  const isPasted = !('documents' in input) && input.fileName === undefined;
  const explained = judgements.map((each) => {
    if (each.isHit) return each;
    const extra = each.fact === 'verification_count' ? criteriaOf(examination) : each.extra;
    return { ...each, ...(extra === undefined ? {} : { extra }), why: reasonOf(name, each.fact, isPasted) };
  });
  const { reading } = examination;
  return {
    name,
    family,
    format: examination.format ?? '–',
    judgements: explained,
    problems: reading.type === 'plan' ? [] : reading.problems.map(({ code }) => code),
  };
}

/** The share of hits in percent; 100 when nothing was scored. */
export function percentOf(scores: readonly Score[]): number {
  const all = scores.flatMap(({ judgements }) => judgements);
  return all.length === 0 ? 100 : (100 * all.filter(({ isHit }) => isHit).length) / all.length;
}

function judge(fact: keyof PlanFacts, expected: unknown, seen: unknown, truth: Truth): Judgement {
  if (fact === 'verification_count') {
    const isHit = Math.abs(Number(expected) - Number(seen)) <= 1;
    return { fact, isHit, expected: String(expected), seen: String(seen) };
  }
  if (!Array.isArray(expected))
    return { fact, isHit: expected === seen, expected: String(expected), seen: String(seen) };
  const conflicts = new Set(fact === 'done_ids' ? truth.done_conflicts : []);
  const wanted = keys(expected, conflicts);
  const found = keys(seen as readonly unknown[], conflicts);
  const lost = wanted.filter((key) => !found.includes(key));
  const extra = found.filter((key) => !wanted.includes(key));
  const isHit = lost.length === 0 && extra.length === 0;
  return { fact, isHit, expected: String(wanted.length), seen: String(found.length), lost, extra };
}

/** Lists are compared as sets; edges as `a→b`. */
function keys(list: readonly unknown[], without: ReadonlySet<string>): readonly string[] {
  const all = list.map((each) => (Array.isArray(each) ? each.join('→') : String(each)));
  return [...new Set(all)].filter((key) => !without.has(key)).sort();
}

/** What counts as a criterion, where their number is another one. */
function criteriaOf({ reading }: PlanExamination): readonly string[] {
  const tasks = reading.type === 'plan' ? reading.plan.tasks : [];
  return tasks.flatMap(({ verification }) => verification.map(({ criterion }) => cut(criterion, 100)));
}

/** The wave that the source gives to each plan: the digits of the task's `phase`. */
function judgeWaves(waves: Readonly<Record<string, number>>, { reading }: PlanExamination): Judgement {
  const tasks = reading.type === 'plan' ? reading.plan.tasks : [];
  const found = tasks.map(({ originalId, phase }) => [originalId, Number(/\d+/.exec(phase ?? '')?.[0] ?? -1)]);
  const wanted = Object.entries(waves)
    .map((entry) => entry.join('→'))
    .sort();
  const seen = found.map((entry) => entry.join('→')).sort();
  return { fact: 'waves', isHit: wanted.join() === seen.join(), expected: wanted.join(' '), seen: seen.join(' ') };
}
