/**
 * Does something that must be over after so many milliseconds, or when a signal comes. By a timer that is held while it runs: a
 * signal of `AbortSignal.any` forgets a timeout in it when Node 20 collects garbage.
 *
 * @param work - Is given the signal that ends it: a `TimeoutError`, or the reason of the signal that came.
 */
export async function within<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const end = (): void => ending.abort(signal.reason);
  const late = setTimeout(() => ending.abort(new DOMException('It took too long', 'TimeoutError')), ms);
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', end);
  }
}
