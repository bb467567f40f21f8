const UNITS: readonly (readonly [minutes: number, words: string])[] = [
  [1, 'm min mins minute minutes minuten мин минут минуты 分 分钟 分鐘 分間 분'],
  [60, 'h hr hrs hour hours std stunde stunden heure heures hora horas ч час часа часов 小时 小時 時間 시간'],
  [480, 'd day days tag tage tagen pt jour jours j día días dia dias дн день дня дней 天 日 일'],
  [2400, 'w week weeks woche wochen semaine semaines semana semanas нед недели 周 週 週間 주'],
];
const MINUTES: ReadonlyMap<string, number> = new Map(
  UNITS.flatMap(([minutes, words]) => words.split(' ').map((word) => [word, minutes] as const)),
);

/** What says that a duration is meant, and about: `~`, `ca.`, `est.`. */
const ABOUT =
  /^(?:[~≈<⏱⏰🕐]\u{fe0f}?|(?:ca|approx|est|env|circa|about|around|etwa|ungefähr|rund|environ|aprox|approximately|estimated?|estimation|effort|duration|aufwand|dauer|schätzung|durée|duración)(?![\p{L}\d])[.:：]?|(?:約|约|大约|工数|見積)[:：]?)\s{0,3}/iu;
/** `1–2 h`, `30m-1h`, `1 to 2 days`: the longer one counts. */
const RANGE = /^\d{1,6}(?:[.,]\d{1,3})?\s?\p{L}{0,8}\s?(?:[-–—~〜]|to|bis|à|a)\s?(?=\d)/u;
const NUMBER = /^\d{1,6}(?:\.\d{1,3})?$/;
const PART = /^(\d{1,6}(?:\.\d{1,3})?)\s?(\p{L}{1,8})(?:[ ,.]|$)(.*)$/u;
/** `1h30m`, `1時間30分`. */
const CLOSE_PART = /^(\d{1,6}(?:\.\d{1,3})?)(\p{L}{1,4})(\d.*)$/u;

/**
 * Minutes of a duration: `45m`, `1.5h`, `2 days` (of 8 hours), `1h 30m`, `PT30M`, `90` (minutes), `ca. 2 Std.`; of a range the longer
 * end; undefined when it is none.
 */
export function readDuration(text: string): number | undefined {
  const plain = withoutAbout(text);
  const iso = ISO.exec(plain);
  if (iso !== null) return isoMinutes(iso);
  if (NUMBER.test(plain)) return Number(plain);
  return minutesOf(plain, false);
}

/** `PT1H30M`, `P2D`, as programs write durations. */
const ISO = /^p(?=[\dt])(?:(\d{1,4})w)?(?:(\d{1,4})d)?(?:t(?=\d)(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:\d{1,8}s)?)?$/;

function isoMinutes([, weeks = '0', days = '0', hours = '0', minutes = '0']: RegExpExecArray): number | undefined {
  const sum = Number(weeks) * 2400 + Number(days) * 480 + Number(hours) * 60 + Number(minutes);
  return sum > 0 ? sum : undefined;
}

/** Minutes of a text that is a duration with a unit, and nothing else: `2h`, `~30 min`, `est. 1–2 h`. Undefined for others. */
export function onlyDuration(text: string): number | undefined {
  return text.length > 40 || !/\d/.test(text) ? undefined : minutesOf(withoutAbout(text), true);
}

/** Whether a text says itself that it is a duration of work: `~30 min`, `est. 2h`. */
export function saysAbout(text: string): boolean {
  return ABOUT.test(text.trim());
}

function withoutAbout(text: string): string {
  const plain = text.trim().toLowerCase().slice(0, 60).replace(ABOUT, '').replace(ABOUT, '');
  return plain
    .replace(/(\d),(?=\d{1,2}(?!\d))/g, '$1.')
    .replace(RANGE, '')
    .trim();
}

function minutesOf(plain: string, isWhole: boolean): number | undefined {
  let minutes = 0;
  let rest = plain;
  while (true) {
    const part = PART.exec(rest) ?? CLOSE_PART.exec(rest);
    const unit = part === null ? undefined : MINUTES.get(part[2]!);
    if (part === null || unit === undefined) break;
    minutes += Number(part[1]) * unit;
    rest = part[3]!.trim();
  }
  return minutes > 0 && (!isWhole || rest === '') ? minutes : undefined;
}
