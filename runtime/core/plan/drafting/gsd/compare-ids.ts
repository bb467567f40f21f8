import { idKey } from '../../text/id-key';

/** Orders ids such as `02-01`, `2.1-03a`, `26-P02` by their numbers, part by part; what is not numbers, by its text. */
export function compareIds(a: string, b: string): number {
  const [as, bs] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < Math.max(as.length, bs.length); at++) {
    const [left, right] = [as[at], bs[at]];
    if (left === right) continue;
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    const difference = Number.parseInt(left, 10) - Number.parseInt(right, 10);
    if (!Number.isNaN(difference) && difference !== 0) return difference;
    return left < right ? -1 : 1;
  }
  return 0;
}

function partsOf(id: string): readonly string[] {
  return idKey(id)
    .slice(0, 200)
    .split(/[.\-_/]/);
}
