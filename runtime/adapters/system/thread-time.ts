import type { Worker } from 'node:worker_threads';

export interface ThreadTime {
  /** Of the processor. */
  readonly timeMs: number;
  /** By the clock, whatever the machine does besides. */
  readonly wallMs: number;
}

/** How often it is looked at. */
const EVERY_MS = 100;

/**
 * Ends a thread's time: `over` is called once, when the thread has used `timeMs` of the processor or `wallMs` have passed.
 * Time of the processor, so that a busy machine refuses nothing; where a Node.js before 24.6 cannot tell that of a thread,
 * that of the whole process. Returns what stops it.
 */
export function limitThreadTime(
  thread: Worker,
  { timeMs, wallMs }: ThreadTime,
  over: (spent: 'time' | 'wall') => void,
): () => void {
  const before = process.cpuUsage();
  const cpuUsage = (thread as Partial<Pick<Worker, 'cpuUsage'>>).cpuUsage?.bind(thread);
  let isAsked = false;
  const look = (): void => {
    if (cpuUsage === undefined) {
      judge(process.cpuUsage(before));
      return;
    }
    if (isAsked) return;
    isAsked = true;
    // A thread that has not begun, or has ended, has no time to tell.
    const none = (): NodeJS.CpuUsage => ({ user: 0, system: 0 });
    void cpuUsage()
      .catch(none)
      .then((used) => {
        isAsked = false;
        judge(used);
      });
  };
  const judge = ({ user, system }: NodeJS.CpuUsage): void => {
    if ((user + system) / 1_000 >= timeMs) end('time');
  };
  const end = (spent: 'time' | 'wall'): void => {
    if (isStopped) return;
    stop();
    over(spent);
  };
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    clearInterval(looking);
    clearTimeout(waiting);
  };
  const looking = setInterval(look, Math.min(EVERY_MS, Math.max(10, timeMs / 4)));
  const waiting = setTimeout(() => end('wall'), wallMs);
  return stop;
}
