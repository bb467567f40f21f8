/** Members that one range may name, so that `1-999999999` stays small. */
export const LONGEST_RANGE = 500;
/** `1-4`, `T004-T007`, `FIX-1-FIX-3`, `1.1-1.4`: what stands on both sides of the hyphen. */
export const RANGE = /^([A-Za-z]{0,10}[-_]?\d[\d.]{0,20})-([A-Za-z]{0,10}[-_]?[\d.]{0,20}\d)$/;
/** What the members of a range share, and their number: `T004`, `FIX-1`, `2.1`. */
const MEMBER = /^([A-Za-z]{0,10}[-_]?(?:\d{1,6}\.){0,4})(\d{1,15})$/;

/** `1-4`, `T004-T007`, `FIX-1..FIX-3`, `2.1-2.4`; not `02-01` (a plan) nor `01-foundation` (a folder). */
export function isRange(from: string, to: string): boolean {
  const a = MEMBER.exec(from);
  const b = MEMBER.exec(to);
  if (a === null || b === null) return false;
  const isPlan = a[1] === '' && (from.startsWith('0') || to.startsWith('0'));
  return !isPlan && (b[1] === '' || b[1] === a[1]) && Number(b[2]) > Number(a[2]);
}

/** The members of a range, written out; undefined when they are too many. */
export function range(from: string, to: string): readonly string[] | undefined {
  if (!isRange(from, to)) return [from, to];
  const [, shared = '', first = ''] = MEMBER.exec(from)!;
  const last = Number(/\d{1,15}$/.exec(to)![0]);
  if (last - Number(first) >= LONGEST_RANGE) return undefined;
  const names: string[] = [];
  for (let no = Number(first); no <= last; no++) {
    names.push(`${shared}${String(no).padStart(first.startsWith('0') ? first.length : 0, '0')}`);
  }
  return names;
}
