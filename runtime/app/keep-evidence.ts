import type { Evidence } from '../core/execution/execution';
import type { Clock } from '../ports/clock';
import type { Hint } from '../ports/hints';
import type { Log } from '../ports/log';
import type { ArtifactStore } from '../ports/records';
import { persist } from './persist';
import type { ShownEvidence } from './run-criteria';

export interface KeepDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly artifacts: ArtifactStore;
}

/**
 * Keeps an output of an attempt and answers with its digest; tried until the database takes it. Safe to repeat: the same bytes
 * are one artifact.
 *
 * @param signal - Aborted when nobody wants it any more; then the last error is thrown.
 */
export function keepOutput(deps: KeepDeps, hint: Hint, output: string, signal: AbortSignal): Promise<string> {
  const { executionId, task, token } = hint;
  const artifact = { executionId, task, token, kind: 'output', bytes: Buffer.from(output) } as const;
  return persist(deps, signal, () => deps.artifacts.put(artifact));
}

/** The evidence of criteria, its outputs kept as `keepOutput` does. */
export async function keepEvidence(
  deps: KeepDeps,
  hint: Hint,
  shown: readonly ShownEvidence[],
  signal: AbortSignal,
): Promise<readonly Evidence[]> {
  const kept: Evidence[] = [];
  for (const { output, ...evidence } of shown)
    kept.push({ ...evidence, outputDigest: await keepOutput(deps, hint, output, signal) });
  return kept;
}
