import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Struck } from './run-sweep';

/** What a sweep, or some of them, noted in a file; nothing where there is none. Of a point that was noted twice, the newest. */
export function struckSoFar(file: string): readonly Struck[] {
  if (!existsSync(file)) return [];
  const all = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Struck);
  return [...new Map(all.map((struck) => [struck.point, struck])).values()];
}

/** Adds a point that is done. */
export const noteStruck = (file: string, struck: Struck): void => appendFileSync(file, `${JSON.stringify(struck)}\n`);
