import { readJson } from '../plan/data/read-json';
import { Findings } from '../plan/findings';
import { DEFAULT_PLAN_LIMITS, type PlanLimits, type Position } from '../plan/plan';
import { positionOf } from '../plan/text/normalise-text';

/** Whoever asks has a bound for all bytes together. */
const NO_LIMITS = Object.fromEntries(
  Object.keys(DEFAULT_PLAN_LIMITS).map((name) => [name, Number.MAX_SAFE_INTEGER]),
) as unknown as PlanLimits;

/** What stands in a decoded text for bytes that are no UTF-8; it may as well have come as a character of its own. */
const DAMAGE = '\ufffd';
const OWN_BYTES = [0xef, 0xbf, 0xbd];

/** Where bytes that are no JSON in UTF-8 stop being that; their end where nothing before it is wrong. Cost: linear. */
export function endOfJson(bytes: Uint8Array): Position {
  const text = new TextDecoder('utf-8').decode(bytes);
  const damaged = damageIn(text, bytes);
  if (damaged !== undefined) return positionOf(text, damaged);
  const findings = new Findings();
  readJson(text, NO_LIMITS, findings);
  const { line, column } = findings.report().problems[0] ?? positionOf(text, text.length);
  return { line, column };
}

function damageIn(text: string, bytes: Uint8Array): number | undefined {
  const encoder = new TextEncoder();
  /** Of the byte order mark, which is no character of the text. */
  let offset = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let from = 0;
  for (let at = text.indexOf(DAMAGE); at >= 0; at = text.indexOf(DAMAGE, from)) {
    offset += encoder.encode(text.slice(from, at)).length;
    if (!OWN_BYTES.every((byte, no) => bytes[offset + no] === byte)) return at;
    offset += OWN_BYTES.length;
    from = at + 1;
  }
  return undefined;
}
