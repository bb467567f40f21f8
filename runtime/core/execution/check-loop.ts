import type { StoredLoop } from './stored-execution';
import type { Report } from './violation';

/**
 * Checks that the loop of an execution says what can be: it knows of no event that is not there (I13), can be woken where it waits
 * (I17), and the key that starts it opens it once (I16). Pure.
 *
 * @param lastSeq - Of the execution's newest event.
 */
export function checkLoop(
  { kind, generation, wait, isWaitOpen, isBound, canBeResumed, canBeStarted, seqAtStart }: StoredLoop,
  lastSeq: number,
  report: Report,
): void {
  if (generation < 1 || wait < 0) report('I13', `The loop is in generation ${generation}, at wait ${wait}`);
  if (seqAtStart > lastSeq)
    report('I13', `The loop of generation ${generation} began at event ${seqAtStart}, and the log ends at ${lastSeq}`);
  if (isWaitOpen && (wait < 1 || !canBeResumed || kind === 'none'))
    report('I17', `The loop waits (${kind}, wait ${wait}), and nobody can wake it`);
  if (isBound && canBeStarted)
    report('I16', `An n8n execution drives generation ${generation}, and its key starts another one`);
}
