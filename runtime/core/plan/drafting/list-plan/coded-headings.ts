import type { Section } from '../../text/outline';

/** `T1 — Boiler`, `S02: Whistle`, `TASK-3. Lid`. */
const CODE =
  /^\[?([A-Z]{1,5})-?(\d{1,4}(?:\.\d{1,3}){0,3}[a-z]?)\]?(?:\s{0,2}[:：.)]|\s{1,2}[—–-]{1,2})\s{1,3}(\S.{0,2000})$/;
/** What such codes number that is no work. */
const NO_WORK = new Set([
  'FR',
  'NFR',
  'SC',
  'AC',
  'REQ',
  'R',
  'ADR',
  'RFC',
  'BR',
  'UC',
  'Q',
  'D',
  'DD',
  'KR',
  'RISK',
  'C',
  'G',
  'H',
  'V',
  'CVE',
]);

export interface CodedHeading {
  readonly section: Section;
  readonly id: string;
  readonly title: string;
}

/** The headings of one level that begin with codes of one kind, each once: at least two. */
export function codedHeadings(sections: readonly Section[]): readonly CodedHeading[] {
  const kinds = new Map<string, CodedHeading[]>();
  for (const section of sections) {
    const code = section.heading === undefined || section.kind !== 'tasks' ? null : CODE.exec(section.title);
    if (code === null || NO_WORK.has(code[1]!)) continue;
    const kind = `${section.level} ${code[1]}`;
    const found = {
      section,
      id: /^\[?([A-Z]{1,5}-?[\d.]{1,16}[a-z]?)/.exec(section.title)![1]!.replace(/\.$/, ''),
      title: code[3]!,
    };
    kinds.set(kind, [...(kinds.get(kind) ?? []), found]);
  }
  const best = [...kinds.values()].reduce<readonly CodedHeading[]>(
    (most, each) => (each.length > most.length ? each : most),
    [],
  );
  return best.length > 1 && new Set(best.map(({ id }) => id)).size === best.length ? best : [];
}
