import { onStopSignals } from './stop-signals';
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
  const onSignal = (): void => {
    if (stopped === undefined) void stop();
    else void supervisor.stop(true);
  };
  const stopOnce = async (): Promise<void> => {
    hooks.onStopping();
    await supervisor.stop();
    unlisten();
    signal?.removeEventListener('abort', onSignal);
    hooks.onEnded();
    finish();
  };
  const stop = (): Promise<void> => {
    stopped ??= stopOnce();
    return stopped;
  };
  const unlisten = signal === undefined ? onStopSignals(onSignal) : () => {};
  signal?.addEventListener('abort', onSignal);
  if (signal?.aborted) onSignal();
  return { ended, stop };
}
