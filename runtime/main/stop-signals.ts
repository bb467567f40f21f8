/** What may ask a process to stop. */
const NAMES = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/**
 * One wish to stop comes several times where a whole process group is told, as by a CI that cancels: once to us, and once
 * more from whoever started us and passes it on (npm, our bootstrap). A person takes longer for a second Ctrl-C.
 */
const SAME_WISH_MS = 500;

/** Calls back for every wish to stop: what comes within half a second of the first is the same. Returns how to end that. */
export function onStopSignals(listener: (name: NodeJS.Signals) => void): () => void {
  let heardAt = Number.NEGATIVE_INFINITY;
  const hear = (name: NodeJS.Signals): void => {
    const now = performance.now();
    if (now - heardAt < SAME_WISH_MS) return;
    heardAt = now;
    listener(name);
  };
  for (const name of NAMES) process.on(name, hear);
  return () => {
    for (const name of NAMES) process.removeListener(name, hear);
  };
}
