import { compareIds } from '../../drafting/gsd/compare-ids';
import type { Findings } from '../../findings';
import { append } from '../../text/append';
import { placeIn } from '../../text/in-file';
import type { PhasePlan } from './read-phase-plan';

/** Plans of a wave that each plan of the next may follow; of more, the first of those follows all, and the others it. */
const MOST_FOLLOWED = 32;

export interface OrderedPlans {
  /** Of each plan: its wave, as written, else by what it waits on. */
  readonly waves: readonly number[];
  /** Of each plan: the numbers of those that it follows though no one wrote that. */
  readonly follows: readonly (readonly number[])[];
}

/**
 * The order that GSD gives to plans besides `depends_on`: a plan that waits on nothing follows the waves before its own;
 * one that names neither wave nor dependencies follows the plan before it; phases follow each other. Where a wave
 * contradicts a dependency, the dependency counts; plans of one wave that write the same file are noted.
 *
 * `plans` are in order of phase and id. Cost: linear, apart from sorting.
 */
export function orderPlans(
  plans: readonly PhasePlan[],
  on: readonly (readonly number[])[],
  findings: Findings,
): OrderedPlans {
  const waves = wavesOf(plans, on);
  const follows: number[][] = plans.map(() => []);
  let before: readonly number[] = [];
  for (const folder of foldersOf(plans)) {
    const byWave = groups(folder, (no) => waves[no]!);
    const place = new Map(folder.map((no, at) => [no, at]));
    // What waits on other phases alone waits for the phase before, too.
    const outside = folder.filter((no) => on[no]!.length > 0 && !on[no]!.some((other) => place.has(other)));
    for (const no of outside)
      append(follows[no]!, before.length > MOST_FOLLOWED && no !== outside[0] ? [outside[0]!] : before);
    // The last wave in which a plan waits on nothing, which follows all before it, and what stands since.
    let above = before;
    for (const wave of [...byWave.keys()].sort((a, b) => a - b)) {
      const all = byWave.get(wave)!;
      const free = all.filter((no) => on[no]!.length === 0);
      for (const no of free) append(follows[no]!, followed(plans, no, above, place.get(no)!, folder, free[0]!));
      above = free.length > 0 ? all : [...above, ...all];
    }
    noteSharedFiles(plans, byWave, findings);
    if (isPhase(plans[folder[0]!]!)) before = above;
  }
  noteWaveConflicts(plans, on, waves, findings);
  return { waves, follows };
}

function followed(
  plans: readonly PhasePlan[],
  no: number,
  previous: readonly number[],
  at: number,
  folder: readonly number[],
  first: number,
): readonly number[] {
  const { head } = plans[no]!.plan;
  if (head.wave === undefined && head.dependsOn === undefined) return at > 0 ? [folder[at - 1]!] : previous;
  return previous.length > MOST_FOLLOWED && no !== first ? [first] : previous;
}

/** As written; a missing one is one more than the latest that it waits on. */
function wavesOf(plans: readonly PhasePlan[], on: readonly (readonly number[])[]): readonly number[] {
  const waves = plans.map(({ plan }) => plan.head.wave ?? -1);
  const isOpen = waves.map((wave) => wave < 0);
  if (!isOpen.includes(true)) return waves;
  const dependants: number[][] = plans.map(() => []);
  on.forEach((those, no) => {
    for (const other of those) dependants[other]!.push(no);
  });
  const left = on.map((those) => those.length);
  const ready = left.flatMap((count, no) => (count === 0 ? [no] : []));
  for (const no of ready) {
    if (isOpen[no]) waves[no] = Math.max(1, ...on[no]!.map((other) => waves[other]! + 1));
    for (const other of dependants[no]!) if (--left[other]! === 0) ready.push(other);
  }
  return waves.map((wave) => Math.max(wave, isOpen.length > 0 && wave < 0 ? 1 : 0));
}

/** Numbers of the plans of each folder; folders of phases by number. */
function foldersOf(plans: readonly PhasePlan[]): readonly (readonly number[])[] {
  const byFolder = groups(
    plans.map((_, no) => no),
    (no) => plans[no]!.file.folder,
  );
  return [...byFolder.values()].sort((a, b) =>
    compareIds(plans[a[0]!]!.file.phaseNumber, plans[b[0]!]!.file.phaseNumber),
  );
}

/** Quick plans stand for themselves; phases follow each other. */
function isPhase({ file }: PhasePlan): boolean {
  return file.phaseNumber !== '' && !file.document.folders.includes('quick');
}

function noteWaveConflicts(
  plans: readonly PhasePlan[],
  on: readonly (readonly number[])[],
  waves: readonly number[],
  findings: Findings,
): void {
  plans.forEach(({ plan, task, file }, no) => {
    for (const other of on[no]!) {
      const isLater = plans[other]!.file.folder === file.folder && waves[other]! >= waves[no]!;
      if (!isLater || plan.head.wave === undefined || plans[other]!.plan.head.wave === undefined) continue;
      const where = plan.head.dependsOn?.[0]?.where ?? { line: 1, column: 1 };
      findings.note(
        'NOTE_WAVE_CONFLICT',
        placeIn(file.document.path, where),
        `${task.originalId} (wave ${waves[no]}) waits on ${plans[other]!.task.originalId} (wave ${waves[other]}); the dependency counts`,
      );
    }
  });
}

function noteSharedFiles(
  plans: readonly PhasePlan[],
  byWave: ReadonlyMap<number, readonly number[]>,
  findings: Findings,
): void {
  for (const [wave, numbers] of byWave) {
    const first = new Map<string, number>();
    const noted = new Set<string>();
    for (const no of numbers) {
      for (const { path, where } of plans[no]!.task.files) {
        const other = first.get(path);
        if (other === undefined) first.set(path, no);
        const pair = `${other} ${no}`;
        if (other === undefined || other === no || noted.has(pair)) continue;
        noted.add(pair);
        findings.note(
          'NOTE_SHARED_FILES',
          where,
          `${plans[other]!.task.originalId} and ${plans[no]!.task.originalId} of wave ${wave} both write ${path}; they do not run side by side`,
        );
      }
    }
  }
}

function groups<Key>(numbers: readonly number[], keyOf: (no: number) => Key): Map<Key, number[]> {
  const found = new Map<Key, number[]>();
  for (const no of numbers) {
    const group = found.get(keyOf(no)) ?? [];
    if (group.length === 0) found.set(keyOf(no), group);
    group.push(no);
  }
  return found;
}
