/** Before something else than the task itself: what is asked belongs behind its work; in doubt it does not. All quantifiers are bounded. */
const BEFORE_OTHERS =
  /\bbefore (?:(?:the|any|you|we|starting|beginning|moving|going|start|begin|on|to|with) ){0,4}(?:next|following|continu|proceed|moving on|going on|anything else|(?:task|step|phase|story|slice|wave|stage)s? (?:#?[a-z]{0,4}-?\d|(?:two|three|four|five|six|seven|eight|nine|ten)\b)|t\d|us-?\d|\d)/i;
/** Before the task itself, whatever else is said. */
const BEFORE_ITSELF =
  /\bbefore (?:(?:starting|beginning|start|begin|running|executing|implementing|entering|doing|any|all|work|working|on|with|of|the|you|we|i) ){0,5}this\b(?! (?:plan|point|checkpoint|gate)\b)/i;
const NUMBERED = /\bbefore (?:\w{1,10} ){0,4}?(?:task|step|phase|story|slice|wave|stage)? ?#?([\d.]{1,8})\b/i;
const AFTER_ITSELF =
  /\b(?:after|once|when) (?:this|it|that|these|all|the work|the task|the step|everything)(?: task| step| phase| part)?(?: is| are| has been)?(?:,| (?:done|finished|complete|completed|built|written)\b)/i;

/** Whether words that ask for a person gate the task that they stand in, wherever they stand: "approval before this task". */
export const asksBeforeItself = (words: string): boolean => BEFORE_ITSELF.test(words);

/** Before what, in the languages of the lexicon. */
const BEFORE_WHAT =
  /(?:^|[\s,;:(])(?:before|prior to|ahead of|bevor|ehe|vor (?:dem|der|den)|vorher|avant|antes|prima d[ie]l?|prima|прежде|перед|до)(?=\s\p{L})|(?:之前|以前|する前|の前|前に|기 전)/iu;

/** Whether words that ask for a person name something that is not to be done before: `ask Bob before drilling`. */
export const saysBefore = (words: string): boolean => BEFORE_WHAT.test(words.slice(0, 2_000));

/**
 * Whether words that ask for a person ask behind the work of the task that they stand in: "a human verifies it before task 2".
 * Where they speak of the task itself, or of one above it, they do not.
 *
 * @param own - The id of the task, for telling its number from others.
 */
export function asksAfterwards(words: string, own: string): boolean {
  if (asksBeforeItself(words)) return false;
  const number = NUMBERED.exec(words)?.[1];
  const ownNumber = own
    .slice(0, 100)
    .match(/\d[\d.]{0,99}/g)
    ?.at(-1);
  if (number !== undefined && ownNumber !== undefined && Number.parseFloat(number) <= Number.parseFloat(ownNumber))
    return false;
  return BEFORE_OTHERS.test(words) || AFTER_ITSELF.test(words);
}
