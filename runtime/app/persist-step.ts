import { type PersistDeps, persist } from './persist';

/**
 * As long as a database takes to come back, a cut connection to be mended, and the disk to have room again for a moment: a step
 * that gives up while n8n cannot write that down costs the ten minutes until its loop counts as silent.
 */
const PATIENCE_MS = 3 * 60_000;

/**
 * One step of a loop, tried again while its database is away for a moment. n8n could write down neither that the step failed
 * nor that its execution waits: it would call it running for ever.
 *
 * @param step - Safe to repeat.
 * @throws what the step throws, three minutes later where that is for a moment only.
 */
export function persistStep<T>(deps: PersistDeps, step: () => Promise<T>): Promise<T> {
  return persist(deps, new AbortController().signal, step, PATIENCE_MS);
}
