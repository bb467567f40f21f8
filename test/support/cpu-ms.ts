/**
 * The CPU time in ms that `work` costs this process. A bound on it holds on a busy machine as well:
 * what other processes do does not count.
 */
export function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
