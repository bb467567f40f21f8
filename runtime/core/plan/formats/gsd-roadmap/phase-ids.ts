import { plainText } from '../../text/plain-text';

/** `Phase 2.1: Title`; with `isListed`, as a checklist line has it. */
export function phaseOf(text: string, isListed = false): { id: string; title: string } | undefined {
  const found =
    /^(?:Phase|Fase|Фаза|阶段|階段|フェーズ|단계) {0,3}(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)(?![\w.]) {0,3}(?:[:：]|[-–—]{1,3}(?= )|(?=\(|$)| )? {0,3}(.{0,2000})$/i.exec(
      text,
    );
  if (found === null) return undefined;
  const [, id = '', title = ''] = found;
  return { id, title: isListed ? title : title.trim() };
}

/** `02-01-PLAN.md — text`, `02-01: text`, `12-PLAN-03.md`, `1.1 text`; undefined for prose. */
export function planOf(content: string): { id: string; title: string } | undefined {
  const text = plainText(content);
  const found =
    /^(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?(?:-(?:PLAN-)?P?\d{1,4}[a-z]?)|\d{1,4}\.\d{1,4})(?:-PLAN)?(?:-[\w-]{1,80})?(?:\.md)?(?:\s|[:：—–]|$)/i.exec(
      text,
    );
  if (found === null) return undefined;
  const title = text.slice(found[0].length).replace(/^[\s:：—–-]{1,6}/, '');
  return { id: found[1]!.replace(/-PLAN-/i, '-'), title: title === '' ? found[1]! : title };
}

/** Each dotted part as a number, so that `09.1` and `9.1` are one phase. */
export function phaseKey(id: string): string {
  return id
    .toLowerCase()
    .split('.')
    .map((part) => part.replace(/^0+(?=\d)/, ''))
    .join('.');
}

export function comparePhases(a: string, b: string): number {
  const as = a.split('.');
  const bs = b.split('.');
  for (let at = 0; at < Math.max(as.length, bs.length); at++) {
    const difference = Number.parseInt(as[at] ?? '-1', 10) - Number.parseInt(bs[at] ?? '-1', 10);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The number of the first that `isBehind`; those that are, stand last. */
export function firstOf(sorted: readonly string[], isBehind: (key: string) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
