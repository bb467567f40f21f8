import { saysNotNeeded } from './not-needed';
import { BRACKET, COLON, DASH } from './traits';

/** What a title says of how its task stands, when it is not simply to be done: `(cancelled)`, `[BLOCKED]`, `DEFERRED: …`. */
export interface Standing {
  /** The title without it. */
  readonly title: string;
  /** As written: `deferred to v2`. */
  readonly said: string;
  /** `skipped`: it is not to be done. `held`: somebody must lift what holds it up. */
  readonly means: 'skipped' | 'held';
}

const SKIPPED =
  /^(?:cancell?ed|won['’]?t[- ](?:do|fix)|wont[- ]?(?:do|fix)|deferred|postponed|skip(?:ped)?|dropped|obsolete|superseded|abandoned|descoped|取消|已取消|abgebrochen|zurückgestellt|verschoben|cancelad[oa]|annulée?|отменено|отложено)(?![\p{L}\p{N}_])/iu;
const HELD =
  /^(?:blocked|on[- ]hold|paused|stuck|awaiting|waiting[- ](?:for|on)|阻塞|搁置|保留|blockiert|angehalten|bloquead[oa]|en espera|заблокировано)(?![\p{L}\p{N}_])/iu;

const IN_FRONT = /^[[(（]([^\])）]{2,80})[\])）][:：]?\s{1,4}(?=\S)/;
const BEHIND = /\s{0,4}[[(（]([^\])）]{2,120})[\])）]\s{0,4}$/;
const AS_LABEL = /^([\p{L}'’ -]{2,20})(?:[:：]|\s[—–-])\s{1,4}(?=\S)/u;
const BEHIND_DASH = /\s{1,4}[—–-]{1,2}\s{0,4}([^—–]{2,80})$/;
/** What may follow the word when nothing else sets it off. */
const REMARK = /^(?:$|[\s,;:(]{1,3}(?:$|to|until|till|for|in|by|due|because|as|since|on|see|not|\(|\d))/i;
/** Those that name what holds it up may name a task (`hear-dependencies.ts`). */
const BY = /^(?:blocked (?:by|on)|waiting[- ](?:for|on))\b/i;

/** What a title has, when anything is set off in it. */
export const SETS_OFF = BRACKET | COLON | DASH;

/** Takes such words off the beginning or end of a title; undefined where it has none. Linear. */
export function takeStanding(title: string): Standing | undefined {
  if (title.length > 2_000 || !isSetOff(title)) return undefined;
  for (const form of [IN_FRONT, BEHIND, AS_LABEL, BEHIND_DASH]) {
    const found = form.exec(title);
    if (found === null) continue;
    const said = found[1]!.replace(/[*_]/g, '').trim();
    const isBare = form === AS_LABEL || form === BEHIND_DASH;
    const means = meaningOf(said, isBare);
    const left = title.replace(form, '').trim();
    if (means !== undefined && left !== '') return { title: left, said, means };
  }
  return undefined;
}

/** What a whole title says that is nothing else: `Task 4 — N/A`, without its number. */
export function wholeStanding(title: string): Standing | undefined {
  const means = title.length > 60 ? undefined : meaningOf(title, true);
  return means === undefined ? undefined : { title, said: title, means };
}

/** Whether brackets, a colon or a dash set anything off in a title: most have none. */
function isSetOff(title: string): boolean {
  return /^[[(（]|[:：–—]| -|[)\]）]$/.test(title);
}

function meaningOf(said: string, isBare: boolean): Standing['means'] | undefined {
  if (saysNotNeeded(said)) return 'skipped';
  const skipped = SKIPPED.exec(said);
  const word = skipped ?? HELD.exec(said);
  if (word === null || (isBare && (BY.test(said) || !REMARK.test(said.slice(word[0].length))))) return undefined;
  return skipped === null ? 'held' : 'skipped';
}

/** Whether words of a status say that nothing is to be done: `Deferred`, `cancelled by legal`. */
export const isLeftOut = (words: string): boolean => SKIPPED.test(words.trim());

/** A title without the kind and number of what it names. */
const NUMBERED = /^(?:\p{L}{2,12} )?[\p{L}-]{0,3}\d[\d.]{0,10}[a-z]?(?:\s{0,3}[:：.)]|\s{1,3}[–—-])\s{0,3}(?=\S)/iu;

/** What a heading says of how all below it stands: `Phase 2: Tell (deferred)`, `Phase 3: On hold`. Undefined for others. */
export function headingStanding(title: string): Pick<Standing, 'said' | 'means'> | undefined {
  const standing = takeStanding(title);
  if (standing !== undefined) return standing;
  const said = title.slice(0, 200).replace(NUMBERED, '').trim();
  const means = meaningOf(said, true);
  return means === undefined ? undefined : { said, means };
}

/** `[BLOCKED]` in front of a title says how its task stands, and is no id. */
export function isStanding(word: string): boolean {
  return meaningOf(word, false) !== undefined;
}
