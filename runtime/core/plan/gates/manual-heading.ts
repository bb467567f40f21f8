import { spellClause } from './spell-clause';

/** `Manual deployment`, `Manual QA`, `Manuelle Schritte`, `Déploiement manuel`: what stands below is work by hand; `Manual mode` is none. */
const BY_HAND = /^(?:[M%][^T#BXtj:_<]{1,4}|[KRGw7]{1,2}M)$/;
/** Nothing but somebody's yes: `Approval`, `Legal sign-off`, `Freigabe durch den Kunden`, `Validation client`. */
const YES = /^(?:[oPHcI7]?Y|Y[FG]?[PHc]|P[FG]?R|R[FG]?P|K[FG]?P)$/;
/** `Migración manual`, `Migration manuelle`: work, where `Reference manual` is a book. */
const WORK_BY_HAND =
  /^\p{L}{2,20}(?:(?:ción|sión|ção|são|miento|mento|zione|gem) manual(?:es|e)?|(?:tion|sion|ment|rage|age|ure) manuelle?s?)$/iu;
/** Characters of a heading. */
const LONGEST = 80;

/** Whether a heading, without its number, says that a person does what stands below it, or says yes to it. Linear. */
export function isManualHeading(title: string): boolean {
  if (title.length > LONGEST) return false;
  const { signs } = spellClause(title);
  return BY_HAND.test(signs) || YES.test(signs) || WORK_BY_HAND.test(title);
}
