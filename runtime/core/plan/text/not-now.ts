/** Titles of sections that hold what is not to be done, or not now: the whole title, without its number and what is in brackets. */
const NOT_NOW: readonly RegExp[] = [
  /^(?:for |maybe |do |done )?later(?: on)?$|^(?:some ?day|maybe)(?: ?[/&-]? ?(?:maybe|some ?day|later))?$|^not (?:now|yet)$/,
  /^(?:things? )?(?:nice|good)[- ]to[- ]haves?$|^(?:could|would|won['’]?t|will not)[- ]haves?(?: this time| for now)?$|^bonus$/,
  /^stretch(?: goals?)?$|^ice ?box$|^parking lot$|^back ?burner$|^wish ?list$|^ideas?(?: for later| backlog)?$|^archived?$/,
  /^post[- ]?(?:mvp|launch|release)$|^after (?:mvp|launch|the release)$|^descoped$|^(?:explicitly )?out[- ]of[- ]scope$/,
  /^scope exclusions?$|^(?:explicitly )?excluded$|^what (?:we are|we're|we’re) not doing$|^not doing$|^assumptions$/,
  /^(?:außerhalb (?:des )?(?:umfangs?|projektumfangs|scopes?)|nicht (?:im (?:umfang|scope)|enthalten|jetzt|geplant)|nicht-?ziele|später|irgendwann|vielleicht|ideen(?:speicher)?|wunschliste|zurückgestellt|(?:bekannte )?risiken|annahmen|offene (?:fragen|punkte)|kann-(?:ziele|kriterien|anforderungen)|abgrenzung|rückfall(?:plan|ebene)?|rückabwicklung|zurückrollen)$/,
  /^(?:hors (?:du )?(?:périmètre|scope|sujet)|plus tard|ultérieurement|un jour|non[- ]objectifs|idées|risques|hypothèses|souhaitable|exclusions|(?:plan |procédure |stratégie )?(?:de )?retour (?:en )?arrière)$/,
  /^(?:fuera del? alcance|más adelante|mas adelante|para después|algún día|ideas|riesgos|supuestos|no[- ]objetivos|deseable|excluido|(?:(?:plan|procedimiento) de )?reversión|marcha atrás)$/,
  /^(?:fora d[eo] (?:escopo|âmbito)|mais tarde|para depois|futuro|ideias|riscos|desejável|não[- ]objetivos|(?:(?:plano|procedimento) de )?reversão|piano di ripristino|fuori (?:scope|ambito)|più avanti|in seguito|rischi|buiten (?:de )?scope|risico['’]?s)$/,
  /^(?:вне (?:рамок|объ[её]ма|скоупа)(?: проекта)?|позже|потом|когда-нибудь|идеи|риски|не входит(?: в объ[её]м)?|(?:план |процедура |порядок )?отката?)$/,
  /^(?:不在(?:本次)?范围(?:之?内)?|(?:超出)?范围(?:之?外|外)|非目标|不做|暂不(?:做|考虑|实现)|以后(?:再(?:做|说))?|稍后|将来|未来(?:计划|规划|工作|改进)?|后续(?:计划|考虑|优化)|锦上添花|加分项|愿望清单|风险|回[滚退](?:计划|方案|步骤)?|範圍外|不在範圍內|以後|風險)$/,
  /^(?:(?:スコープ|範囲|対象)外|非(?:ゴール|目標)|やらないこと|今後(?:の(?:課題|予定|展望|拡張))?|将来(?:の(?:課題|拡張|予定))?|後で|後回し|いつか|あれば(?:良い|よい|嬉しい)(?:もの)?|余裕があれば|アイデア|リスク|(?:ロールバック|切り戻し)(?:手順|計画)?)$/,
  /^(?:범위 ?(?:밖|외|제외)|범위에서 제외|롤백(?: ?(?:계획|절차|방안))?|제외(?: 사항)?|나중에|추후|향후(?: 계획)?|있으면 좋은 것|위험|리스크)$/,
];
const NUMBER = /^(?:\d{1,3}(?:\.\d{1,3}){0,3}[.):、]?|[一二三四五六七八九十]{1,3}[、.．])\s{0,3}(?=\D)/;
const BEHIND = /\s{0,3}(?:[(（][^()（）]{0,100}[)）]|[:：?？!])$/;
const WHAT = / (?:tasks?|items?|features?|work|stuff|requirements?)$/;

/** Whether a heading names work that is left for later, or is none of the plan: `Nice to have`, `Icebox`, `Out-of-scope (v2)`, `スコープ外`. */
export function namesNotNow(title: string): boolean {
  if (title.length > 120) return false;
  const plain = title.toLowerCase().trim().replace(NUMBER, '').replace(BEHIND, '').replace(BEHIND, '').trim();
  return [plain, plain.replace(WHAT, '')].some((text) => NOT_NOW.some((words) => words.test(text)));
}
