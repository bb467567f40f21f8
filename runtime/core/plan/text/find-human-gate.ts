/** Phrases that ask for a person, wherever they stand. All quantifiers are bounded: the search is linear. */
const ASKS: readonly RegExp[] = [
  /\bautonomous['"]?\s{0,3}[:=]\s{0,3}['"]?(?:false|no)\b/i,
  /\bcheckpoint:\s{0,2}(?:human|decision|verify|action|manual)/i,
  /\bhuman[- ](?:verify|verification|action|approval|review|sign-?off|gate|in the loop|decision|required|check)/i,
  /\b(?:manual|user|stakeholder|client|owner|team|lead|manager)[- ](?:approval|sign-?off)\b/i,
  /\b(?:needs?|requires?|await(?:s|ing)?|wait(?:s|ing)? for|pending|get|after)\s{1,3}(?:explicit\s{1,3}|final\s{1,3}|an?\s{1,3}|the\s{1,3}|my\s{1,3}|your\s{1,3})?(?:human|manual|user|person|approval|sign-?off|confirmation)\b/i,
  /\bgate=["']?blocking/i,
  /\bmanual (?:step|action|intervention|work)s?\s{0,2}(?::|\(|required|needed|by\b)/i,
  /\btype:\s{0,3}(?:manual|checkpoint)/i,
  /\[(?:manual|human|approval|checkpoint|gate|hitl)\]/i,
  /\((?:manual(?: (?:step|action|task))?|human required|human|needs approval|requires approval|checkpoint|hitl)\)/i,
  /\b(?:needs?|requires?|awaiting)[-_](?:human|approval|sign-?off|manual)\b|\bhitl\b/i,
  /\bask (?:the user|me|a human|a person) (?:before|first|to approve|to confirm|for)/i,
  /\bdo not (?:proceed|continue|start|run) (?:without|until|before)\b/i,
  /\bsign(?:ed|s)?[- ]?off (?:by|from)\b/i,
  /\bmanual (?:verification|validation|check|qa|review|test|testing|inspection) by\b/i,
  /\bgate:\s{0,3}[\w .@'-]{0,60}\b(?:approv(?:al|e|es|ed)|signs?|sign-?off|reviews?|confirms?|agrees?)\b/i,
  /\bstop(?:,| and| then|, then| &)[ *_]{1,4}(?:wait|ask|validate|verify|confirm|review|get|check (?:with|in))\b/i,
  /\b(?:stop|pause|halt)\b[^.\n]{0,40}\b(?:until|unless)\b[^.\n]{0,80}\b(?:approv(?:al|es?|ed)|confirm(?:s|ed|ation)?|sign(?:s|ed)?[- ]?off|reviewed|agree[sd]?)\b/i,
  /\b(?:wait|hold)\b[^.\n]{0,20}\buntil\b[^.\n]{0,80}\b(?:approves?|has approved|signs? off|signed off|sign-off)\b/i,
  /\b(?:review|check|confirm|validate|verify|agree|align)(?:ed|s)? (?:it |this |that |them )?with (?:the |my |your |our |an? )?(?:user|owner|product owner|team|client|customer|stakeholders?|manager|lead|human|maintainers?|me|us)\b(?!['’]s?\b)/i,
  /\b(?:user|owner|stakeholders?|client|customer|team|lead|manager|reviewer|maintainer|someone|somebody|you) (?:must |has to |have to |needs? to |should )?(?:confirm|approve|review|sign[- ]?off|signs[- ]?off)s? .{0,60}?\bbefore (?:the |this |any )?(?:next |task|phase|step|story|slice|wave|stage|us-?\d|t\d|\d|continuing|proceeding|going on|moving on|starting|deploy|merg|releas|ship)/i,
  /\bsign(?:s|ed)?[- ]?off (?:before|on) /i,
  /\bwait(?:s|ing)? for (?:me|us|(?:the |a |my |your )?review)\b/i,
  /\bask\s{1,3}(?!questions?\b)(?:the |my |your |our |an? )?[\w@'-]{1,30} before\b/i,
  /\bask (?:your|my|the|a) human\b/i,
  /\bwait(?:s|ing)? for (?:my|your|the) (?:go|ok|okay|yes|word|green light)\b/i,
  /\b(?:needs?|requires?) (?:my|your|his|her|an?|the) (?:ok|okay|go(?:-ahead)?|yes)\b/i,
  /\b(?:after|until|unless|once|when) (?:you|i|we|the user) (?:confirm|approve|agree|say (?:so|go|yes)|(?:have|has) (?:tested|checked|reviewed|approved|confirmed))\b/i,
  /\b(?:done|run|performed|executed|started|tested|checked) (?:only )?by (?:an? |the )?(?:human|person)\b/i,
  /\b(?:user|i|you|we) (?:tests?|checks?|verif(?:y|ies)) [^.\n]{0,40}\bby hand\b/i,
  /\b(?:don['’]t|do not|never) (?:run|start|execute|do) (?:this|it|that) automatically\b/i,
  /\b(?:executor|assignee|performed by|executed by)[*_'"]{0,3}[:=][*_'" ]{0,4}human\b/i,
  /\b(?:Freigabe|Abnahme|Genehmigung) (?:durch|von|einholen)\b/i,
  // What a whole line tells a person to do, or tells to do with one.
  /^(?:(?:[-*+]|\d{1,3}[.)]) ){0,2}[*_]{0,2}(?:MANUAL|HUMAN)[*_]{0,2}[:：]/m,
  /\b(?:let|have|get) (?:the |my |your |our |an? )?(?:user|owner|product owner|human|person|client|customer|stakeholders?|maintainer|lead|reviewer) (?:to )?(?:verify|check|review|approve|confirm|test|validate|inspect|sign|look at)\b/i,
  /\b(?:a |the )?(?:human|person) (?:verif(?:y|ies)|checks?|reviews?|approves?|confirms?|inspects?|signs?|decides?)\b/i,
  /\b(?:human|person) (?:must|has to|needs to|should) (?:approve|confirm|sign|review|decide)\b/i,
  /^(?:(?:[-*+]|\d{1,3}[.)]) ){0,2}ask [\w@' -]{1,40} to (?:approve|confirm|sign[- ]off)\b/im,
  /^(?:(?:[-*+]|\d{1,3}[.)]) ){0,2}(?:stop|pause)(?: here)?(?: and)? (?:for|get|ask(?: for)?|wait for) [\w@'’ -]{0,40}\b(?:approval|review|sign[- ]?off|confirmation)\b/im,
  /\b(?:needs?|requires?) (?:a |the |final )?sign off\b|\bsigns? (?:it|this|that|them) off\b|\(manuell\)/i,
  // A checkpoint that stands by itself: `**CHECKPOINT** — the owner looks at it`.
  /^(?:(?:[-*+>]|\d{1,3}[.)]) ){0,2}[*_]{0,3}(?:[A-Za-z]{1,20} )?checkpoint(?: \d{1,3})?(?=[*_]{0,3} {0,2}[—–-] )/im,
  /[🛑✋]|人工(?:审批|确认|审核)|手動承認|承認待ち/u,
];
/** What every phrase above, and every word below, holds: most texts hold none of it, and are done with one look. */
const MAY_ASK =
  /human|review|person|checkpoint|(?:let|have|get) (?:the |my |your |our |an? )?(?:owner|product owner|client|customer|stakeholder|maintainer|lead|reviewer)|appro|sign|manu[ae]l|pause|autonomous|confirmation|user|person|gate|type:|hitl|ask\s|stop|wait|halt|hold|(?:confirm|review)s? .{0,60}before |with (?:the |my |your |our |an? )?(?:owner|product owner|team|client|customer|stakeholder|lead|maintainer|me\b|us\b)|do not |don['’]t |never |by hand|needs? (?:my|your|his|her|an?|the) |requires? (?:my|your|his|her|an?|the) |\b(?:you|i|we) (?:confirm|approve|agree|say|have)|executor|assignee|freigabe|abnahme|genehmigung|\u270b|\ud83d\uded1|人工|手動|承認/i;
/** Words that are enough in a title. */
const IN_TITLES =
  /\b(?:checkpoint|approval|approve|sign[- ]?off|human|manual (?:qa|verification|validation|inspection|step|action|intervention))\b|^(?:gate|manual) ?[:：]|\bneeds review\b|^pause here\b|^manual(?: test(?:s|ing)?$|ly )|^(?:deploy|release|publish|verify|test|check|review|confirm) .{0,80}\bmanually$|[-–—] manual$/i;

/**
 * The words that ask for a person before a task starts, or undefined. It errs on the side of asking: a question too many
 * costs a click, one too few an unattended release.
 *
 * Source: plan files as people write them.
 */
export function findHumanGate(title: string, body: string): string | undefined {
  const isSuspect = MAY_ASK.test(title);
  const found = (isSuspect ? phraseIn(title) : undefined) ?? (MAY_ASK.test(body) ? phraseIn(body) : undefined);
  return found ?? (isSuspect ? IN_TITLES.exec(title)?.[0] : undefined);
}

function phraseIn(text: string): string | undefined {
  for (const asks of ASKS) {
    const found = asks.exec(text);
    if (found !== null) return found[0];
  }
  return undefined;
}
