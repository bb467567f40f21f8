import { readAttribute } from '../text/attributes';

const NO =
  /^["'`*_]{0,3}(?:none|no|no[ -]?one|nobody|false|off|(?:is )?(?:not|no longer) (?:needed|required|necessary)|unnecessary|optional|already (?:given|granted|obtained|approved)|given|granted|approved|n\/a)[.!]?["'`*_]{0,3}$/i;
const YES = /^["'`*_]{0,3}(?:true|yes|y|on|required)?["'`*_]{0,3}$/i;

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
