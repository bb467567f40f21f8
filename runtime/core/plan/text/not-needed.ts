/** Words in a title that say that its task is not to be done, or not now, in the languages of `status-words.ts`. */
const WORDS: readonly RegExp[] = [
  /^(?:n\/a|not (?:needed|required|necessary|applicable|relevant|now|planned|in scope)|no longer (?:needed|required|necessary|relevant))(?: (?:any ?more|yet|now|for|in|by|since|because|as) ?.{0,60})?/i,
  /^(?:unneeded|unnecessary|out[- ]of[- ]scope|later|some ?day|ice ?box|nice[- ]to[- ]have|won['’]?t[- ]have)/i,
  /^(?:duplicate(?: of .{1,60})?|already (?:done|implemented|exists|fixed)|(?:do not|don['’]?t) (?:do|implement|build)(?: (?:this|it))?)/i,
  // `moved to src/lib` is about a file.
  /^(?:moved|pushed|punted|bumped|shifted|delayed) (?:out )?(?:in)?(?:to|till|until) (?:(?:the|a|an|our) )?(?:v\d|q[1-4]|20\d\d|#\d|[a-z]{2,8}-\d|next|later|future|follow[- ]?up|backlog|ice ?box|version|release|milestone|phase|sprint|iteration|another|separate).{0,60}/i,
  /^(?:nicht (?:mehr )?(?:nötig|notwendig|erforderlich|relevant|geplant|im umfang|im scope)|entfällt|entfallen|hinfällig|gestrichen|später)/i,
  /^(?:pas (?:nécessaire|requis)|plus nécessaire|inutile|sans objet|hors (?:périmètre|scope)|plus tard|reporté)/i,
  /^(?:(?:ya )?no (?:es )?(?:necesari[oa]|aplica|hace falta)|fuera de alcance|más adelante|descartad[oa]|aplazad[oa])/i,
  /^(?:(?:já )?não (?:é )?(?:necessári[oa]|se aplica)|fora de escopo|mais tarde|adiad[oa])/i,
  /^(?:не (?:нужно|требуется|актуально)|неактуально|позже)/i,
  /^(?:不需要了?|无需|不用了|不做了?|不适用|以后(?:再做)?|推迟.{0,20}|延期.{0,20}|移[至到].{1,20})/,
  /^(?:不要|対象外|見送り|後回し|次回.{0,10}|中止|불필요|제외|나중에|해당 ?없음)/,
];
const REST = /^(?:$|\s{0,3}[,;:.!(（—–-])/;

/**
 * Whether words set off in a title say that there is nothing to do: `N/A`, `not needed`, `moved to v2`. They may begin a
 * sentence about the work as well, so they must be all that is said, but for a remark behind them.
 */
export function saysNotNeeded(said: string): boolean {
  return WORDS.some((words) => {
    const found = words.exec(said);
    return found !== null && REST.test(said.slice(found[0].length));
  });
}
