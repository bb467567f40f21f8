/** What must hold, in other languages than English, as headings and labels say it. */
export const CRITERIA_WORDS =
  /验收标准|验收条件|成功标准|成功指标|完成标准|完成条件|成功基準|指标|受入基準|受け入れ基準|完了条件|完了の定義|合格基準|성공 기준|성공 지표|(?:인수|수용|완료|합격) ?(?:조건|기준)|crit[eè]res (?:d['’]acceptation|de (?:succès|réussite|validation|fin))|crit[eé]rios? de (?:acepta|aceita|aceite|sucesso|éxito|exito|conclus|validaci)|m[eé]tricas de (?:sucesso|éxito)|criteri(?:o)? di (?:accettazione|successo|completamento|validazione)|критери[йи]|определение готовности|условия (?:при[её]мки|готовности)|(?:erfolgs|abnahme|akzeptanz|fertigstellungs)kriterien|acceptatiecriteria|succescriteria/i;

/** Headings that are nothing but a word for checks, in other languages than English. */
export const CHECK_WORDS =
  /^(?:testplan|verifikation|validierung|(?:über)?prüfung(?:en)?|vérifications?|verificaci(?:ón|ones)|validación|comprobaci(?:ón|ones)|verificaç(?:ão|ões)|validação|verific(?:a|he)|validazione|convalida|verificatie|проверк[аи]|验证|验收|検証|검증|확인 ?사항)$/i;
