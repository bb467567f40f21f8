import { namesIn } from './spoken-dependency';

/**
 * The words by which plans say that a task may run while others do: `(parallel with 4)`, `in parallel with Task 2`, `（与3并行）`. They
 * name what is not waited for.
 */
const WORDS = [
  ...[
    '(?:in )?parallel(?:i[sz]able)? (?:with|to)',
    'alongside(?: of| with)?',
    'concurrent(?:ly)? with',
    'simultaneous(?:ly)? with',
  ],
  ...['(?:at )?the same time as', 'side[- ]by[- ]side with', 'parallel (?:zu[mr]?|mit)', 'gleichzeitig mit'],
  ...[
    'en parallèle (?:avec|de|des|du|à)',
    'en paralelo (?:con|a)',
    'em paralelo (?:com|a)',
    'in parallelo (?:con|a)',
    'параллельно со?',
  ],
].join('|');
/** What may stand in front of them: `can be built`. */
const LEAD =
  '(?:(?:this|it|that|the|task|step|phase|which|can|could|may|might|should|will|also|be|is|run|runs|start|starts|go|goes|happen|happens|done|built|made|executed|worked on|developed|kann|läuft|peut|être|fait|puede|pode|может|идёт) ){0,8}';
/** `与3并行`, `3と並行`, `3과 병행`. */
const BEHIND =
  /^(?:可以?)?(?:与|和|跟|同)?([^()（）]{1,80}?)(?:と|와|과)?\s{0,2}(?:可以?)?(?:并行|並行|並列|同时|同時|병행|병렬|동시)(?:进行|开发|执行|して|に|で|可|可能|作業|実施|실행|진행|로|에){0,3}$/;

/** Such words and nothing else. */
export const BESIDE = new RegExp(`^${LEAD}(?:${WORDS})\\s{0,2}[:：]?\\s(.{1,300})$`, 'i');
export const BESIDE_ANYWHERE = new RegExp(`(?:^|[\\s—–,;-])(?:${WORDS})\\s`, 'i');
/** What leads to them, at the end of what stands in front. */
export const LEAD_AT_END = new RegExp(`(?:^|[\\s,;—–-]{1,4})${LEAD}$`, 'i');

/** Whether a text may have such words: most have none. */
export const MAY_BE_BESIDE =
  /parall|alongside|concurrent|simultaneous|same time|side[- ]by[- ]side|gleichzeitig|paralel|паралл|并行|並行|並列|同时|同時|병행|병렬|동시/i;

/** What words that are nothing else name, as those in brackets or a line below a task; undefined for others. */
export function besideNames(words: string): readonly string[] | undefined {
  const text = words
    .slice(0, 500)
    .trim()
    .replace(/[.!。]$/, '');
  const found = BESIDE.exec(text) ?? BEHIND.exec(text);
  return found === null ? undefined : namesIn(found[1]!);
}

export interface SaidBeside {
  /** The title without the words. */
  readonly title: string;
  /** As written. */
  readonly said: string;
  readonly names: readonly string[];
  /** Nothing sets it off: then it may be what the work is about, `Read files in parallel with workers`. */
  readonly isLoose?: true;
}

/** Characters of what may lead to such words. */
const LONGEST_LEAD = 100;
const IN_BRACKETS = /\s{0,4}[[(（]([^()[\]（）]{3,200})[\])）]/g;

/** What a title says of what its task may run beside: in brackets, or at its end. */
export function saidBeside(title: string): SaidBeside | undefined {
  if (title.length > 2_000 || !MAY_BE_BESIDE.test(title)) return undefined;
  for (const match of title.matchAll(IN_BRACKETS)) {
    const names = besideNames(match[1]!);
    const rest = `${title.slice(0, match.index)}${title.slice(match.index + match[0].length)}`.trim();
    if (names !== undefined && rest !== '') return { title: rest, said: match[1]!, names };
  }
  const found = BESIDE_ANYWHERE.exec(title);
  if (found === null || found.index === 0) return undefined;
  const lead = LEAD_AT_END.exec(title.slice(Math.max(0, found.index - LONGEST_LEAD), found.index + 1))?.[0] ?? '';
  const rest = title.slice(0, found.index + 1 - lead.length).replace(/[\s,;—–-]{1,6}$/, '');
  if (rest === '') return undefined;
  return {
    title: rest,
    said: title.slice(rest.length).replace(/^[\s,;—–-]{1,6}/, ''),
    names: namesIn(title.slice(found.index + found[0].length)),
    isLoose: true,
  };
}
