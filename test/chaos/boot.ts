import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../simulation/random';
import type { Nightshift } from '../support/nightshift';

/** Something that a boot starts. Resolves once it is up. */
export interface Starter {
  readonly name: string;
  readonly start: () => Promise<unknown>;
}

/** Milliseconds between two starts, at most. */
const LONGEST_GAP_MS = 4_000;
/** Starts of a worker, one a second: it ends where the database is away, and a supervisor starts it again. */
const STARTS_OF_A_WORKER = 120;

export interface BootStep {
  readonly starter: Starter;
  /** After the beginning. */
  readonly atMs: number;
}

/** The order in which everything comes back, and when: drawn, as what a machine's boot does is not known. */
export function drawBoot(random: Random, starters: readonly Starter[]): readonly BootStep[] {
  const left = [...starters];
  const steps: BootStep[] = [];
  for (let atMs = 0; left.length > 0; atMs += random.int(0, LONGEST_GAP_MS)) {
    const [starter] = left.splice(random.int(0, left.length - 1), 1);
    steps.push({ starter: starter!, atMs });
  }
  return steps;
}

/** For people: `worker-2, launcher after 1.3 s`. */
export const describeBoot = (steps: readonly BootStep[]): string =>
  steps
    .map(({ starter, atMs }) => (atMs === 0 ? starter.name : `${starter.name} after ${(atMs / 1_000).toFixed(1)} s`))
    .join(', ');

/** Starts each when its time has come, whether or not what it needs is there. Resolves once all are up. */
export async function boot(steps: readonly BootStep[]): Promise<void> {
  await Promise.all(
    steps.map(async ({ starter, atMs }) => {
      await sleep(atMs);
      await starter.start();
    }),
  );
}

/** A worker beside the launcher's, started again where it ends because the database is not there yet. */
export async function addWorkerPatiently(
  nightshift: Nightshift,
  env: NodeJS.ProcessEnv = {},
): ReturnType<Nightshift['addWorker']> {
  for (let tries = 1; ; tries++) {
    try {
      return await nightshift.addWorker(env);
    } catch (error) {
      if (tries >= STARTS_OF_A_WORKER) throw error;
      await sleep(1_000);
    }
  }
}
