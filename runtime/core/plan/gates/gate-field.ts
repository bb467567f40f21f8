import { readAttribute } from '../text/attributes';

const NO =
  /^["'`*_]{0,3}(?:none|no|no[ -]?one|nobody|false|off|(?:is )?(?:not|no longer) (?:needed|required|necessary)|unnecessary|optional|already (?:given|granted|obtained|approved)|given|granted|approved|n\/a|-{1,3}|–|—|[✗✘❌]{1,3}|keine?r?|nein|nicht (?:nötig|erforderlich|notwendig)|entfällt|niemand|(?:bereits |schon )?(?:erteilt|liegt vor)|aucune?|non|pas (?:nécessaire|requise?)|inutile|personne|(?:déjà )?(?:obtenue?|accordée?|donnée?)|ningun[oa]|nadie|no (?:es )?necesari[oa]|(?:ya )?(?:concedid[oa]|obtenid[oa]|aprobad[oa])|nenhuma?|ninguém|não(?: (?:é )?necessári[oa])?|(?:já )?(?:aprovad[oa]|obtid[oa])|nessun[oa]?|non (?:necessari[oa]|richiest[oa])|(?:già )?(?:ottenut[oa]|concess[oa])|нет|не (?:требуется|нужно|нужна)|никто|получено|无|無|没有|不需要|无需|否|已批准|已审批|なし|不要|いいえ|承認済み?|取得済み?|없음|불필요|아니오|아니요|완료)[.!。]?["'`*_]{0,3}$/iu;
const YES =
  /^["'`*_]{0,3}(?:true|yes|y|on|required|ja|erforderlich|oui|requise?|sí|sim|sì|requerid[oa]|necessári[oa]|necesari[oa]|да|требуется|是|需要|必要|要|はい|예|필요)?["'`*_]{0,3}$/iu;

/** Whether what a field for a yes says is that none is needed, or that it was given. */
export const deniesGate = (value: string): boolean => NO.test(value.trim());

/** What a field `gate` asks: `false` for nothing. */
export function gateValue(value: string): string | false {
  if (NO.test(value)) return false;
  return YES.test(value) ? 'A person must approve' : value;
}

/** What a line that is such a field asks, `false` for nothing; undefined for other lines, and where it says nothing. */
export function gateField(content: string): string | false | undefined {
  const attribute = readAttribute(content);
  return attribute?.name !== 'gate' || attribute.value === '' ? undefined : gateValue(attribute.value);
}
