import type { Instance } from './instances/instance';

/** Plain rules that every scheduler is measured against. */
export type PlainRule = 'b-level' | 'fifo' | 'waves';

/**
 * The makespan of a plain rule: at each moment every ready task that fits starts, in the rule's order. Written as the
 * textbook has it, without a thought for speed, and shares no code with the scheduler.
 *
 * @param estimates - What the rule believes that each task takes.
 */
export function plainMakespan(
  instance: Instance,
  workers: number | undefined,
  rule: PlainRule,
  estimates: readonly number[] = instance.durations,
): number {
  const { durations, predecessors } = instance;
  const size = durations.length;
  const order = topological(predecessors);
  const waves = new Array<number>(size).fill(0);
  for (const no of order) waves[no] = Math.max(0, ...predecessors[no]!.map((on) => waves[on]! + 1));
  const levels = bottomLevels(estimates, predecessors, order);

  const ends = new Array<number>(size).fill(Number.NaN);
  const readyAt = new Array<number>(size).fill(Number.NaN);
  const keys: readonly (readonly number[])[] = { 'b-level': [levels], fifo: [], waves: [] }[rule];
  const running = new Set<number>();
  const open = new Set(order);
  for (let now = 0; ; ) {
    const wave = rule === 'waves' ? Math.min(...[...open, ...running].map((no) => waves[no]!)) : size;
    const ready = [...open].filter((no) => waves[no]! <= wave && predecessors[no]!.every((on) => ends[on]! <= now));
    for (const no of ready) if (Number.isNaN(readyAt[no])) readyAt[no] = now;
    ready.sort((a, b) => {
      for (const key of keys) if (key[a] !== key[b]) return key[b]! - key[a]!;
      return readyAt[a]! - readyAt[b]! || a - b;
    });
    for (const no of ready) {
      if (!fits(instance, workers, running, no)) continue;
      ends[no] = now + durations[no]!;
      open.delete(no);
      if (durations[no]! > 0) running.add(no);
    }
    if (ready.some((no) => !open.has(no) && durations[no] === 0)) continue;
    if (running.size === 0) return now;
    now = Math.min(...[...running].map((no) => ends[no]!));
    for (const no of running) if (ends[no]! <= now) running.delete(no);
  }
}

function fits({ resources }: Instance, workers: number | undefined, running: Set<number>, no: number): boolean {
  if (running.size >= (workers ?? Number.POSITIVE_INFINITY)) return false;
  return (resources?.capacities ?? []).every((capacity, resource) => {
    let taken = resources!.demands[no]![resource]!;
    for (const other of running) taken += resources!.demands[other]![resource]!;
    return taken <= capacity;
  });
}

function bottomLevels(
  estimates: readonly number[],
  predecessors: Instance['predecessors'],
  order: readonly number[],
): number[] {
  const levels = [...estimates];
  for (let at = order.length - 1; at >= 0; at--) {
    const no = order[at]!;
    for (const on of predecessors[no]!) levels[on] = Math.max(levels[on]!, estimates[on]! + levels[no]!);
  }
  return levels;
}

function topological(predecessors: Instance['predecessors']): readonly number[] {
  const left = predecessors.map((on) => on.length);
  const dependents = predecessors.map((): number[] => []);
  predecessors.forEach((on, no) => {
    for (const one of on) dependents[one]!.push(no);
  });
  const order = left.flatMap((count, no) => (count === 0 ? [no] : []));
  for (const no of order) for (const after of dependents[no]!) if (--left[after]! === 0) order.push(after);
  return order;
}
