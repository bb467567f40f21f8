import { findAsking } from './find-asking';

/** When a person is asked about work that needs a yes. */
export type YesOfWork = 'before' | 'both';

/** What may stand before the words of one who is asked for nothing but a yes. */
const LEAD =
  /^(?:\W{0,4}(?:a|an|the|then|finally|also|please|and|step|task|part|\d[\d.]{0,8})[\s:.)]{1,3}){0,4}\W{0,4}$/i;
/** A condition in front of the work: `After Tina approves, publish`. */
const CONDITION = /^(?:only )?(?:after|once|when|if|until|unless|before|with|without|not|do|don['’]t|never)\b|^[([]/i;
/** Work that ends in asking: `Show the diff and wait for approval`. */
const AND_THEN = /(?:\band|\bthen|[,;—–-])\s{1,3}(?:then )?$/i;
const ASKING = /^(?:wait|await|ask|get|obtain|request|pause|stop|hold|have|let)\b/i;

/**
 * When a person is asked about a text that speaks of work which needs a yes: `Delete it — only after Tina approves`. Undefined
 * for what begins with asking, which is the yes itself: `Tina approves the data`. In doubt it is work, for that is not to be
 * done unasked.
 */
export function yesOfWork(text: string): YesOfWork | undefined {
  const found = findAsking(text, false);
  if (found === undefined) return undefined;
  const before = found.sentence.slice(0, Math.max(found.sentence.indexOf(found.words), 0));
  if (CONDITION.test(found.sentence)) return 'before';
  if (AND_THEN.test(before) && ASKING.test(found.words)) return 'both';
  return LEAD.test(before) ? undefined : 'before';
}
