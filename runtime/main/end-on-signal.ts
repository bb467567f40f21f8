import type { Supervisor } from './supervisor';

/** Ties the end of everything to a signal: the caller's, or those of the system, of which a second one hurries. */
export function endOnSignal(
  supervisor: Supervisor,
  signal: AbortSignal | undefined,
  hooks: { readonly onStopping: () => void; readonly onEnded: () => void },
): { readonly ended: Promise<void>; stop(): Promise<void> } {
  let stopped: Promise<void> | undefined;
  let finish: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const names = signal === undefined ? (['SIGINT', 'SIGTERM', 'SIGHUP'] as const) : [];
  const onSignal = (): void => {
    if (stopped === undefined) void stop();
    else void supervisor.stop(true);
  };
  const stopOnce = async (): Promise<void> => {
    hooks.onStopping();
    await supervisor.stop();
    for (const name of names) process.removeListener(name, onSignal);
    signal?.removeEventListener('abort', onSignal);
    hooks.onEnded();
    finish();
  };
  const stop = (): Promise<void> => {
    stopped ??= stopOnce();
    return stopped;
  };
  for (const name of names) process.on(name, onSignal);
  signal?.addEventListener('abort', onSignal);
  if (signal?.aborted) onSignal();
  return { ended, stop };
}
