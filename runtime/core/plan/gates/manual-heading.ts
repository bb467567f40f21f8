import { spellClause } from './spell-clause';

/** `Manual deployment`, `Manual QA`, `Manuelle Schritte`, `Déploiement manuel`: what stands below is work by hand; `Manual mode` is none. */
const BY_HAND = /^(?:[M%][^T#BXtj:_<]{1,4}|[KRGw]{1,2}M)$/;
/** Characters of a heading. */
const LONGEST = 80;

/** Whether a heading, without its number, says that a person does what stands below it. Linear. */
export function isManualHeading(title: string): boolean {
  return title.length <= LONGEST && BY_HAND.test(spellClause(title).signs);
}
