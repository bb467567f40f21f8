import { isHolding, isSureWaiting, MAY_WAIT, WAITING, WAITING_LINE } from './waiting-words';

/** What a title says of other work in words: `Lid — depends on 2`, `Lid, needs Boiler`, `Lid after Task 3`. */
export interface SpokenDependency {
  /** The title without these words. */
  readonly title: string;
  /** What it names, piece by piece: `Task 3`, `#4`, `Boiler`. */
  readonly names: readonly string[];
  /** As written, with its verb: `depends on 2`. */
  readonly said: string;
  /** `depends on`, `blocked by`, `waits for` can hardly mean anything else, whatever they name. */
  readonly isSure: boolean;
  /** So it is also where a dash or comma sets it off. */
  readonly isPlain: boolean;
  /** It says that something holds the task up: `blocked by legal`, `— waiting for legal`. */
  readonly isHeld: boolean;
  /** It says that there is none: `does not depend on 2`, `no longer blocked by 3`. */
  readonly isNegated: boolean;
}

/** What takes such a verb back, in front of it. */
const NEGATION =
  /(?:^|[\s(])(?:(?:is|are|was|does|do|has|have|been|it|and|but|which) ){0,3}(?:not|no longer|never|\w{2,5}n['’]t)(?: (?:any more|any longer|anymore|been|be|yet|directly|strictly|really|\w{3,10}ly)){0,2} $/i;
const SET_OFF = /(?:\s[—–|-]{1,2}|[,;:(_*])\s{0,2}(?:and |but |which |it |this )?$/i;
/** Characters of a title that are looked at, and clauses in it. */
const LONGEST = 2_000;
const MOST_CLAUSES = 8;

/** Every way to read the end of a title as what the task waits on, the longest clause first. Linear. */
export function spokenDependencies(title: string): readonly SpokenDependency[] {
  if (!MAY_WAIT.test(title) || title.length > LONGEST) return [];
  const found: SpokenDependency[] = [];
  for (const match of title.matchAll(WAITING)) {
    if (found.length === MOST_CLAUSES) break;
    const start = match.index === 0 && !/[\s(|_*]/.test(title.charAt(0)) ? 0 : match.index + 1;
    const negation = NEGATION.exec(title.slice(0, start));
    const isNegated = negation !== null;
    const from = negation?.index ?? start;
    const before = title.slice(0, from);
    const said = title
      .slice(from)
      .replace(/[)_*]{1,3}$/, '')
      .trim();
    const separator = /(?:\s{0,3}[—–|-]{1,2}|[,;:(_*\s])\s{0,3}(?:and |but |which |it |this )?$/i;
    // A title that is nothing else stays: `FIX-6 requires FIX-5`.
    const rest = before.replace(separator, '').trim() || title;
    const names = namesIn(upToField(title.slice(match.index + match[0].length)).replace(/[)_*]{1,3}$/, ''));
    const isSure = isSureWaiting(said);
    const isSetOff = before === '' || SET_OFF.test(before);
    if (isNegated) {
      found.push({ title: rest, names: [], said, isSure: false, isPlain: true, isHeld: false, isNegated });
      continue;
    }
    const isHeld = isHolding(said) && (isSetOff || !/^wait/i.test(said));
    found.push({ title: rest, names, said, isSure, isPlain: isSure || isSetOff, isHeld, isNegated });
  }
  return found;
}

/** `T001 | est: 30m` goes on with another field. */
function upToField(text: string): string {
  const end = text.indexOf(' | ');
  return end < 0 ? text : text.slice(0, end);
}

/** What a whole line below a task names: `Depends on Task 2`. Undefined for other lines. */
export function spokenLine(line: string): readonly string[] | undefined {
  const found = WAITING_LINE.exec(line);
  return found === null ? undefined : namesIn(found[1]!.split(/[.!](?:\s|$)/, 1)[0]!);
}

/** Whether a text may have such a line: most have none. */
export function maySpeak(text: string): boolean {
  return MAY_WAIT.test(text);
}

const DONE =
  /\s(?:(?:is|are|has been|have been|being|to be)\s)?(?:done|complete[ds]?|finish(?:ed|es)?|merged|ready|through|first)$/i;

/** `Task 1, Task 2 and "Boiler" are done` as its pieces; the whole first, for a title may have an "and" in it. */
export function namesIn(text: string): readonly string[] {
  const plain = text.trim().replace(/[.!]$/, '').replace(DONE, '');
  return plain
    .split(/\s{0,3}[,;&+]\s{0,3}(?:and\s)?|\s(?:and|und|y|et)\s/)
    .map(bare)
    .filter((name) => name !== '');
}

function bare(name: string): string {
  return name
    .trim()
    .replace(/^(?:the|both|all of)\s/i, '')
    .replace(/^["'“‘`*_]{1,3}|["'”’`*_]{1,3}$/g, '')
    .trim();
}
