const UNIT_MINUTES: Readonly<Record<string, number>> = {
  m: 1,
  min: 1,
  mins: 1,
  minute: 1,
  minutes: 1,
  minuten: 1,
  h: 60,
  hr: 60,
  hrs: 60,
  hour: 60,
  hours: 60,
  std: 60,
  stunden: 60,
  d: 480,
  day: 480,
  days: 480,
  tag: 480,
  tage: 480,
  w: 2400,
  week: 2400,
  weeks: 2400,
};

/** Minutes of a duration: `45m`, `1.5h`, `2 days` (of 8 hours), `1h 30m`, `90` (minutes); undefined when it is none. */
export function readDuration(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/^[~≈<]/, '')
    .trim()
    .toLowerCase()
    .slice(0, 60);
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(plain)) return Number(plain);
  let minutes = 0;
  let rest = plain;
  while (true) {
    const part =
      /^(\d{1,6}(?:\.\d{1,3})?) ?([a-z]{1,8})(?:[ ,.]|$)(.*)$/.exec(rest) ??
      /^(\d{1,6}(?:\.\d{1,3})?)([mhdw])(\d.*)$/.exec(rest);
    const unit = part?.[2];
    if (part === null || unit === undefined || !Object.hasOwn(UNIT_MINUTES, unit)) break;
    minutes += Number(part[1]) * UNIT_MINUTES[unit]!;
    rest = part[3]!.trim();
  }
  return minutes > 0 ? minutes : undefined;
}
