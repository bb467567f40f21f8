import type { Random } from '../simulation/random';
import { planText, type TaskText } from '../support/plan-text';

/** A plan to hand over, and what must come of it whatever is killed meanwhile. */
export interface LoadPlan {
  readonly kind: PlanKind;
  readonly text: string;
  readonly isInRepository: boolean;
  readonly options: { readonly advance: 'workflow' | 'direct' };
  readonly ends: 'succeeded' | 'failed';
  /** Of tasks that must be completed; each writes `out/<id>.txt`, which says the id. */
  readonly completes: readonly string[];
  readonly tasks: number;
}

export const PLAN_KINDS = ['diamond', 'chain', 'wide', 'retries', 'gated', 'failing'] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];

/** A plan of a kind; sizes and how long its tasks take are drawn. */
export function makePlan(random: Random, kind: PlanKind): LoadPlan {
  const { lines, extras = {}, fails = [] } = shapeOf(random, kind);
  const ids = lines.map((line) => line.split('<')[0]!);
  const given = Object.fromEntries(ids.map((id) => [id, { command: commandOf(random, id), ...extras[id] }]));
  return {
    kind,
    text: planText(lines, given),
    isInRepository: random.chance(0.6),
    options: { advance: random.chance(0.4) ? 'direct' : 'workflow' },
    ends: fails.length > 0 ? 'failed' : 'succeeded',
    completes: ids.filter((id) => !fails.includes(id)),
    tasks: ids.length,
  };
}

interface Shape {
  readonly lines: readonly string[];
  readonly extras?: Readonly<Record<string, TaskText>>;
  /** Tasks that fail, and those that are skipped because of them. */
  readonly fails?: readonly string[];
}

function shapeOf(random: Random, kind: PlanKind): Shape {
  switch (kind) {
    case 'diamond':
      return { lines: ['a', 'b<a', 'c<a', 'd<b,c', 'e<d', 'f<d', 'g<e,f'] };
    case 'chain': {
      const ids = numbered(random.int(4, 8));
      return { lines: ids.map((id, at) => (at === 0 ? id : `${id}<${ids[at - 1]}`)) };
    }
    case 'wide': {
      const ids = numbered(random.int(6, 12));
      return { lines: ['first', ...ids.map((id) => `${id}<first`), `last<${ids.join(',')}`] };
    }
    case 'retries':
      // The first try of `b` fails, and the first two of `c`.
      return {
        lines: ['a', 'b<a', 'c<a', 'd<b,c'],
        extras: { b: { command: failing(random, 'b', 1) }, c: { command: failing(random, 'c', 2) } },
      };
    case 'gated':
      return {
        lines: ['a', 'b<a', 'c<b'],
        extras: {
          b: { command: commandOf(random, 'b'), humanGate: 'Shall it go on?' },
          c: { command: commandOf(random, 'c'), verification: [{ criterion: 'it looks right' }] },
        },
      };
    case 'failing':
      return { lines: ['a', 'b<a', 'c<b', 'd<a'], extras: { b: { command: 'exit 3' } }, fails: ['b', 'c'] };
  }
}

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, no) => `t${no + 1}`);

const commandOf = (random: Random, id: string): string =>
  `sleep ${(random.int(1, 15) / 10).toFixed(1)}; mkdir -p out && echo ${id} > out/${id}.txt`;

const failing = (random: Random, id: string, tries: number): string =>
  `[ "$NIGHTSHIFT_ATTEMPT" -gt ${tries} ] || exit 1; ${commandOf(random, id)}`;
