import { onlyDuration, saysAbout } from '../text/read-duration';
import { TAGS } from '../text/tags';
import { BRACKET, COMMA, DASH, DIGIT, traitsOf } from '../text/traits';
import type { OpenTask } from './markdown-task';

const IN_BRACKETS = /\s{0,4}[([（]([^()[\]（）]{2,30})[)\]）]/g;
/** ` — 45m`, `, est. 1–2 h`, ` ⏱️ 3h`, at the end or before names and tags. */
const BEHIND = /(?:\s[—–|-]{1,2}\s|,\s|\s(?=[⏱⏰🕐]))([^,|—]{2,24})$/u;

/** What a title has, when a duration stands in it. */
const SETS_OFF = BRACKET | COMMA | DASH;

/** Where a title holds a duration, and how long it is. */
interface Found {
  readonly title: string;
  readonly minutes: number;
  /** It says itself that it is how long the work takes. */
  readonly isSure: boolean;
}

/**
 * Takes durations off titles: `Deploy (2h)`, `Clean up — 45m`. One alone may be what the work is about (`Cache tokens (24h)`): they
 * count where at least a third of the tasks have one, two or more, and those that say so (`est. 2h`) always. Linear.
 */
export function settleDurations(tasks: readonly OpenTask[]): void {
  const found = new Map<OpenTask, Found>();
  tasks.forEach((task) => {
    task.traits = traitsOf(task.title, task.traits);
    const one = task.traits.may(DIGIT) && task.traits.may(SETS_OFF) ? durationIn(task.title) : undefined;
    if (one !== undefined) found.set(task, one);
  });
  if (found.size === 0) return;
  const said = tasks.filter((task) => found.has(task) || task.estimateMinutes !== undefined).length;
  const isUsual = said > 1 && said * 3 >= tasks.length;
  for (const [task, { title, minutes, isSure }] of found) {
    if (!isUsual && !isSure) continue;
    task.title = title;
    task.estimateMinutes ??= minutes;
  }
}

function durationIn(title: string): Found | undefined {
  if (title.length > 2_000 || !/\d/.test(title)) return undefined;
  for (const match of title.matchAll(IN_BRACKETS)) {
    const minutes = onlyDuration(match[1]!);
    const rest = `${title.slice(0, match.index)}${title.slice(match.index + match[0].length)}`.trim();
    if (minutes !== undefined && rest !== '') return { title: rest, minutes, isSure: saysAbout(match[1]!) };
  }
  const tags = TAGS.exec(title)?.[0] ?? '';
  const plain = title.slice(0, title.length - tags.length);
  const behind = BEHIND.exec(plain.slice(-40));
  const minutes = behind === null ? undefined : onlyDuration(behind[1]!);
  if (behind === null || minutes === undefined || behind[0].length === plain.length) return undefined;
  return {
    title: `${plain.slice(0, plain.length - behind[0].length)}${tags}`.trim(),
    minutes,
    isSure: saysAbout(behind[1]!),
  };
}
