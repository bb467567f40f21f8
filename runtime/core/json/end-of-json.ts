import { invalidUtf8 } from '../invalid-utf8';
import { readJson } from '../plan/data/read-json';
import { Findings } from '../plan/findings';
import { DEFAULT_PLAN_LIMITS, type PlanLimits, type Position } from '../plan/plan';
import { positionOf } from '../plan/text/normalise-text';

/** Whoever asks has a bound for all bytes together. */
const NO_LIMITS = Object.fromEntries(
  Object.keys(DEFAULT_PLAN_LIMITS).map((name) => [name, Number.MAX_SAFE_INTEGER]),
) as unknown as PlanLimits;

/** Where bytes that are no JSON in UTF-8 stop being that; their end where nothing before it is wrong. Cost: linear. */
export function endOfJson(bytes: Uint8Array): Position {
  const invalid = invalidUtf8(bytes);
  if (invalid !== undefined) return invalid.where;
  const text = new TextDecoder('utf-8').decode(bytes);
  const findings = new Findings();
  readJson(text, NO_LIMITS, findings);
  const { line, column } = findings.report().problems[0] ?? positionOf(text, text.length);
  return { line, column };
}
