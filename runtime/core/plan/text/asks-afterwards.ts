/** Before something else than the task itself: what is asked belongs behind its work. All quantifiers are bounded. */
const BEFORE_OTHERS =
  /\bbefore (?:(?:the|this|any|you|we|starting|beginning|moving|going|start|begin|on|to|with) ){0,4}(?:next|following|continu|proceed|moving on|going on|anything else|(?:task|step|phase|story|slice|wave|stage) (?:is |starts|begins)?|task|phase|step|t\d|us-?\d|\d)/i;
const NUMBERED = /\bbefore (?:\w{1,10} ){0,4}?(?:task|step|phase|story|slice|wave|stage)? ?#?([\d.]{1,8})\b/i;
const AFTER_ITSELF =
  /\b(?:after|once|when) (?:this|it|that|these|all|the work|the task|the step|everything)(?: task| step| phase| part)?(?: is| are| has been)?(?:,| (?:done|finished|complete|completed|built|written)\b)/i;

/**
 * Whether words that ask for a person ask behind the work of the task that they stand in: "a human verifies it before task 2".
 * Where they speak of the task itself, or of one above it, they do not.
 *
 * @param own - The id of the task, for telling its number from others.
 */
export function asksAfterwards(words: string, own: string): boolean {
  const number = NUMBERED.exec(words)?.[1];
  const ownNumber = own
    .slice(0, 100)
    .match(/\d[\d.]{0,99}/g)
    ?.at(-1);
  if (number !== undefined && ownNumber !== undefined && Number.parseFloat(number) <= Number.parseFloat(ownNumber))
    return false;
  return BEFORE_OTHERS.test(words) || AFTER_ITSELF.test(words);
}
