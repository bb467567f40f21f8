import { CHECK_WORDS, CRITERIA_WORDS } from './criteria-words';
import { namesNotNow } from './not-now';

/** What the boxes below a heading are: tasks, criteria of the work above, or neither. */
export type SectionKind = 'tasks' | 'criteria' | 'other';

/** What must hold. */
const CRITERIA: readonly RegExp[] = [
  /\b(?:success|acceptance|completion|exit) criteria\b/,
  /\bdefinition of done\b/,
  /\bdone when\b/,
  /\bmust-?haves?\b/,
  /\bquality (?:requirements|gates)\b/,
  /\bsuccess metrics\b/,
  /\bcomplete when\b/,
  CRITERIA_WORDS,
];
/** How it is looked at, which may be the work itself. */
const CHECKS: readonly RegExp[] = [
  /^(?:verification|validation)\b/,
  /\b(?:verification|validation) (?:plan|steps|checklist|after)\b/,
  /\btest(?:ing)? (?:plan|checklist|strategy)\b/,
  /^(?:automated|manual|regression|acceptance|integration) (?:testing|tests)$/,
  CHECK_WORDS,
];

const OTHER: readonly RegExp[] = [
  /\brollback\b/,
  /^(?:known )?risks?\b/,
  /\bout of scope\b/,
  /\bnon-?goals\b/,
  /^future\b/,
  /\(future\)/,
  /^exclusions?\b/,
  /\brelease blockers?\b/,
  /^not (?:in scope|included|planned)\b/,
  /^(?:legend|notes?|references?|open questions)$/,
];

/** A bold label that counts as such a heading; `**Validation:**` alone only names the next few tasks. */
export function labelKind(label: string): SectionKind | undefined {
  const kind = sectionKind(label);
  return kind === 'criteria' && /^(?:verification|validation|tests?\b|testing)/i.test(label) ? undefined : kind;
}

/** The kind that a heading gives the boxes below it; undefined when it says nothing. */
export function sectionKind(title: string): SectionKind | undefined {
  const text = title.slice(0, 300).toLowerCase().trim();
  if (namesNotNow(text)) return 'other';
  if (/\btasks?\b/.test(text) && !/\b(?:criteria|checklist)\b/.test(text)) return 'tasks';
  if (CRITERIA.some((words) => words.test(text)) || CHECKS.some((words) => words.test(text))) return 'criteria';
  if (OTHER.some((words) => words.test(text))) return 'other';
  return undefined;
}

/** The same of the title of a whole document: the boxes of a *Test plan* are its work. */
export function documentKind(title: string): SectionKind | undefined {
  const kind = sectionKind(title);
  const text = title.slice(0, 300).toLowerCase();
  return kind === 'criteria' && !CRITERIA.some((words) => words.test(text)) ? undefined : kind;
}

/** Headings by which requirements are ranked; beside others of them, or alone, *Must-haves* are work, else what must hold. */
const MUST = /^must[- ]?haves?(?: (?:features|items|requirements))?$/;
const RANKED = /^(?:should|could|won['’]?t|nice[- ]to)[- ]?haves?(?: (?:features|items|requirements))?$/;

/** Whether boxes below *Must-haves* are tasks in a document with these titles; the first one may be its own. */
export function areMustHavesWork(titles: readonly string[]): boolean {
  const plain = titles.map(plainTitle);
  if (!plain.some((title) => MUST.test(title))) return false;
  const others = plain.filter((title, no) => title !== '' && no > 0 && !MUST.test(title));
  const isAlone = others.every((title) => (sectionKind(title) ?? 'tasks') !== 'tasks');
  return isAlone || plain.some((title) => RANKED.test(title));
}

/** Whether a heading names what must be had. */
export function isMustHaves(title: string): boolean {
  return MUST.test(plainTitle(title));
}

function plainTitle(title: string): string {
  return title
    .slice(0, 60)
    .toLowerCase()
    .replace(/[:：]$/, '')
    .trim();
}

const NO_WORK =
  /^(?:rollback(?: (?:plan|steps|procedure|strategy|instructions))?|(?:known )?risks?(?: (?:and|&) mitigations?)?|(?:explicitly )?out of scope|non-goals?|not (?:in scope|included|planned)|exclusions?|future(?: (?:work|ideas|enhancements|improvements|considerations))?)$/;
const PROOF = /^(?:success|acceptance|completion|exit) criteria$|^definition of done$|^success metrics$/;

/**
 * What a heading says that is nothing but the name of a section that holds no work: `2. Rollback`, `Out of Scope`,
 * `3. Success Criteria`. That holds also where a number or ids make everything else work.
 */
export function namedNoWork(title: string): 'criteria' | 'other' | undefined {
  const text = title
    .slice(0, 300)
    .toLowerCase()
    .replace(/^\d{1,3}(?:\.\d{1,3}){0,3}[.):]? {1,3}/, '')
    .replace(/ ?\([^()]{0,100}\)$|:$/, '')
    .trim();
  if (NO_WORK.test(text) || namesNotNow(text)) return 'other';
  return PROOF.test(text) ? 'criteria' : undefined;
}
