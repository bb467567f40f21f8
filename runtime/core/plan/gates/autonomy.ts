import { findHumanGate } from './find-human-gate';
import { gateFieldKind } from './gate-fields';

/** A name of a field that only a yes opens, as people write it, without what means nothing in it. */
const AUTONOMY =
  /^(?:is|run|runs|can(?:be|run)?)?(?:auto?nom\w{0,4}s(?:ly)?|aut[oóô]nom[eo]?)$|^(?:unattended|автономно|自主(?:执行)?|自律)$/;
/** How the value of another such field begins that says no, or a yes that goes on. */
const SAYS_NO =
  /^(?:0$|[✗✘❌]|(?:no|false|off|never|not|nein|nie|non|jamais|nunca|não|нет|никогда)(?![\p{L}-])|否|不|いいえ|아니)/iu;
const SAYS_YES = /^(?:yes|true|ja|oui|sí|sim|sì|да)(?![\p{L}-])/iu;

/** The whole of what lets a task run by itself, in the languages of the lexicon. */
const YES =
  /^(?:true|yes|y|on|1|ok|okay|enabled|always|full|fully|auto|automatic|automatically|autonomous|autonomously|fully autonomous|ja|wahr|oui|vrai|sí|si|sim|sì|vero|verdadero|verdadeiro|да|是|真|はい|예|네|✅|✓|✔|☑)$/iu;
/** Quotes and marks around it, and punctuation behind. */
const AROUND = /^["'“‘`*_\s]{1,8}|[\s"'”’`*_.,;!。]{1,8}$/gu;
/** A comment behind it, which is no part of the value. */
const COMMENT = /\s{1,40}(?:#|\/\/|<!--)(.{0,400})$/su;

/** Whether what a field `autonomous` says is a yes and nothing else; `true (except the release)` and `mostly` are none. Linear. */
export function saysAutonomous(value: string): boolean {
  const text = value.slice(0, 400).trim();
  const comment = COMMENT.exec(text);
  const said = comment === null ? text : text.slice(0, comment.index);
  if (comment !== null && findHumanGate('', comment[1]!) !== undefined) return false;
  return YES.test(said.replace(AROUND, ''));
}

/** Whether a field with this plain name is about running without a person. */
export const isAutonomyKey = (plain: string): boolean => gateFieldKind(plain) === 'allows' || AUTONOMY.test(plain);

/**
 * Whether a field keeps its task from running by itself. One called `autonomous` does unless it says yes, be it empty or misspelt;
 * others (`automated`, `ai_safe`) where they say no, or a yes that goes on.
 */
export function forbidsAutonomy(plain: string, value: string): boolean {
  const text = value.trim();
  if (!isAutonomyKey(plain) || saysAutonomous(text)) return false;
  return AUTONOMY.test(plain) || SAYS_NO.test(text) || SAYS_YES.test(text);
}
