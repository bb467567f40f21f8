/** A number that was read, milliseconds after the beginning. */
export interface Reading {
  readonly atMs: number;
  readonly value: number;
}

export interface Growth {
  /** By least squares, over what was read once it was warm. */
  readonly perHour: number;
  readonly first: number;
  readonly last: number;
  readonly most: number;
}

/** Part of a run in which a process gets warm: caches fill, connections open, a heap finds its size. */
const WARM_AFTER = 1 / 2;
/** Of all growth, what each half of a steady climb has at least. */
const STEADY_SHARE = 1 / 4;
const HOUR_MS = 3_600_000;

/** How a number grew, once it was warm; undefined when too little was read. */
export function growthOf(readings: readonly Reading[]): Growth | undefined {
  const warm = warmOf(readings);
  if (warm.length < 3) return undefined;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const atMean = mean(warm.map(({ atMs }) => atMs));
  const valueMean = mean(warm.map(({ value }) => value));
  const together = warm.reduce((sum, { atMs, value }) => sum + (atMs - atMean) * (value - valueMean), 0);
  const spread = warm.reduce((sum, { atMs }) => sum + (atMs - atMean) ** 2, 0);
  return {
    perHour: spread === 0 ? 0 : (together / spread) * HOUR_MS,
    first: warm[0]!.value,
    last: warm.at(-1)!.value,
    most: Math.max(...warm.map(({ value }) => value)),
  };
}

/**
 * Whether a number climbs and goes on climbing once it is warm: from third to third of what was read then its middle rises, by more
 * than `slack` in all, and by a good part of that each time. So neither an outlier, the teeth of a saw, one step, nor a
 * warm-up that comes to its end counts.
 */
export function isLeak(readings: readonly Reading[], slack: number): boolean {
  const warm = warmOf(readings);
  const third = Math.floor(warm.length / 3);
  if (third === 0) return false;
  const [first, second, last] = [warm.slice(0, third), warm.slice(third, -third), warm.slice(-third)].map(middleOf);
  const growth = last! - first!;
  return growth > slack && Math.min(second! - first!, last! - second!) >= growth * STEADY_SHARE;
}

function warmOf(readings: readonly Reading[]): readonly Reading[] {
  const beginsMs = readings[0]?.atMs ?? 0;
  const endsMs = readings.at(-1)?.atMs ?? 0;
  return readings.filter(({ atMs }) => atMs - beginsMs >= (endsMs - beginsMs) * WARM_AFTER);
}

function middleOf(readings: readonly Reading[]): number {
  const values = readings.map(({ value }) => value).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)]!;
}
