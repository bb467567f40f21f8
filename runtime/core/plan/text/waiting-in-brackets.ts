/**
 * Words in brackets by which something is waited for, in ten languages, beside those that may name a task (`waiting-words.ts`): who is
 * waited for, or what is needed first. Behind them, or in front, stands its name.
 */
const WORDS = [
  'requires? (?:an?|the|some|your|our|my)|pending|subject to|not (?:before|until)|only (?:if|when|once)|as soon as',
  'wartet auf|warten auf|braucht|benötigt|(?:erst )?nach|sobald|erst wenn',
  'attend|attendre|en attente d[eu]|nécessite|besoin d[eu]|requiert|après|dès que',
  'espera(?:ndo)?(?: a)?|a la espera de|requiere|necesita(?: a)?|falta|después de|tras',
  'aguarda(?:ndo)?|à espera d[eao]|precisa d[eao]|requer|necessita|depois d[eao]|após',
  'in attesa d[iae]l{0,2}a?|attende|richiede|serve|servono|ha bisogno di|dopo',
  'жд[её]т|жд[её]м|ожидает|ожидаем|ожидание|нужен|нужна|нужно|нужны|требуется|требует|после',
].join('|');
/** Such words in front of a name, and nothing else. */
export const WAITED_IN_FRONT = new RegExp(
  `^(?:${WORDS})\\s{1,3}(\\S.{0,300})$|^(?:需要?|等待|等|待|缺少?)(\\S.{0,100})$`,
  'iu',
);
const BEHIND = /^(.{1,100}?)\s{0,2}(?:が必要|が要る|待ち|の後で?|が届いてから|次第|필요|대기|대기 중|이후|후에?)$/u;
/** Says that it is not to be begun, and not what for. */
const HELD =
  /^(?:hold|not yet|frozen|suspended|parked|gated|(?:do not|don['’]t) (?:start|run|do|merge|ship|deploy|touch)(?: (?:this|it))?(?: yet)?|(?:frozen|suspended|parked|hold) (?:until|till|for|by) .{1,100}|noch nicht|pas encore|todavía no|aún no|ainda não|non ancora|ещё нет|пока нет|先别做|まだ|아직)[.!]?$/iu;
const NOTHING = /^(?:no|nothing|none|kein|keine|nichts|rien|nada|niente|ничего|无|なし|없음)(?![\p{L}])/iu;

/** What such words wait for, empty where they do not say it; undefined for other words. */
export function waitedForInBrackets(words: string): string | undefined {
  const text = words.trim();
  if (HELD.test(text)) return '';
  const found = WAITED_IN_FRONT.exec(text) ?? BEHIND.exec(text);
  const name = (found?.[1] ?? found?.[2])?.trim();
  return name === undefined || NOTHING.test(name) ? undefined : name;
}
