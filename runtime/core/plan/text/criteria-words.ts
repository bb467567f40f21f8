/** What must hold, in other languages than English, as headings and labels say it. */
export const CRITERIA_WORDS = new RegExp(
  [
    '(?:验收|驗收|成功|完成|接受|通过)(?:标准|標準|条件|條件|指标|指標)|完成(?:的)?定义|指标|验收要求',
    '(?:成功|受入|受け入れ|完了|合格|達成|承認)(?:基準|条件|要件|指標)|完了の定義|指標',
    '(?:성공|인수|수용|완료|합격|승인|검수) ?(?:기준|조건|지표|요건)|완료의? ?정의',
    "crit[eè]res (?:d['’](?:acceptation|achèvement|acceptance)|de (?:succès|réussite|validation|fin|complétude|sortie))",
    'définition (?:de|du) (?:terminé|fini|fait|« ?terminé ?»)|terminé (?:quand|lorsque|si)|fini quand|conditions de (?:réussite|validation)',
    'crit[eé]rios? de (?:acepta|aceita|aceite|sucesso|éxito|exito|conclus|valida|finaliza|completitud|salida|saída|pronto)',
    'm[eé]tricas de (?:sucesso|éxito|exito)|definici[oó]n de (?:terminado|hecho|completado|listo)|(?:hecho|terminado|listo) cuando',
    'definiç[aã]o de (?:pronto|feito|concluído)|(?:pronto|feito|concluído) quando|condiciones de (?:aceptación|éxito)|condições de aceite',
    'criteri(?:o)? di (?:accettazione|successo|completamento|validazione|riuscita|uscita)|definizione di (?:fatto|finito|completato|pronto)|(?:fatto|finito|completato) quando',
    'критери[йи]|определение готовности|условия (?:при[её]мки|готовности|успеха)|готово,? (?:когда|если)|показатели успеха',
    '(?:erfolgs|abnahme|akzeptanz|fertigstellungs|annahme|prüf|qualitäts)kriterien|(?:fertig|erledigt|abgeschlossen|geschafft),? (?:wenn|sobald)|definition (?:von|of) (?:fertig|erledigt|done)|erfolgsmetriken|abnahmebedingungen',
    'acceptatiecriteria|succescriteria|معايير (?:القبول|النجاح|الإنجاز)',
  ].join('|'),
  'i',
);

/** Headings that are nothing but a word for checks, in other languages than English. */
export const CHECK_WORDS =
  /^(?:testplan|verifikation|validierung|abnahme|(?:über)?prüfung(?:en)?|vérifications?|contrôles?|recette|verificaci(?:ón|ones)|validación|comprobaci(?:ón|ones)|verificaç(?:ão|ões)|validação|comprovação|verific(?:a|he)|validazione|convalida|collaudo|verificatie|проверк[аи]|при[её]мка|валидация|верификация|验证|驗證|验收|驗收|核查|検証|検収|動作確認|확인|검증|검수|확인 ?사항)$/i;
