import { findHumanGate } from '../gates/find-human-gate';
import { cut } from './cut';
import { plainText } from './plain-text';
import { statusOf } from './status-words';

/** Words for a status that somebody must lift before work goes on, in the languages of the lexicon. */
const WORDS = [
  // English
  '(?:blocked|blocker|(?:on[-_ ]?)?hold|held(?:[-_ ]up)?|stuck|stalled|paused|suspended|frozen|parked|escalated|halted|stopped|impeded|await(?:s|ing)?|waiting|waits)(?![\\p{L}])',
  'needs?[-_ ](?:a[-_ ])?(?:human|person|approval|review|decision|input|info|sign|confirmation|clarification|attention|you)',
  'pending[-_ ](?:on[-_ ])?(?:\\p{L}{1,20}[-_ ]){0,3}(?:approval|review|sign|decision|confirmation|input|info|feedback|answer|response|reply|clearance|acceptance)',
  '(?:approval|review|decision|sign[-_ ]?off|confirmation|input)[-_ ](?:pending|needed|required|outstanding)',
  '(?:to be|not(?:[-_ ]yet)?|un)[-_ ]?(?:approved|confirmed|signed[-_ ]off|decided)|requires[-_ ]\\p{L}|ask[-_ ]\\p{L}',
  // German
  'blockiert|angehalten|pausiert|gestoppt|zurückgehalten|eingefroren|ausgesetzt|wartet|wartend|warten|steht aus|in klärung|zu klären',
  // Spanish, Portuguese, Italian
  'bloquead|pausad|suspend|suspens|detenid|congelad|esperando|aguardando|parad[oa]\\b|en (?:espera|pausa)|em (?:espera|pausa)|a la espera|à espera',
  'pendiente de|pendente de|in (?:attesa|pausa|sospeso)|bloccat|sospes|congelat|fermo\\b',
  // French
  'bloqu[ée]|suspendu|gelé|arrêté|en (?:attente|pause|suspens)|attend\\b',
  // Russian
  'заблокирован|приостановлен|заморожен|ожида|ждёт|жд[её]т|на паузе|на согласовани|в ожидании',
  // Chinese, Japanese, Korean
  '阻塞|受阻|卡住|搁置|暂停|挂起|冻结|等待|等候|待(?:审|批|确认|定|决)|ブロック|保留|中断|停止|凍結|(?:承認|確認|回答|返答|判断|レビュー)?待ち|要承認|要確認',
  '차단|보류|중단|정지|멈춤|(?:승인|확인|검토|결정) ?대기',
].join('|');
/** Such a word at the beginning of a status. */
export const HELD_STATUS = new RegExp(`^[^\\p{L}]{0,8}(?:${WORDS})`, 'iu');
/** A status that is known says by its first word how far the task is, but for this one. */
const OPEN = /^[^\p{L}]{0,8}pending\b/iu;

/** What a person is asked before a task whose status says that it is held up: `Blocked - waiting for legal`. Undefined for others. */
export function gateOfStatus(status: string): string | undefined {
  const text = status.slice(0, 80);
  const isHeld = HELD_STATUS.test(text) || ((OPEN.test(text) || statusOf(text) === undefined) && asks(text));
  return isHeld ? `status: ${cut(plainText(status), 300)}` : undefined;
}

/** Words for somebody's yes that is not given: `Freigabe ausstehend`, `legal sign-off`. */
const asks = (text: string): boolean => !GIVEN.test(text) && findHumanGate(text, '') !== undefined;

const GIVEN =
  /^[^\p{L}]{0,8}(?:approved|accepted|confirmed|signed|reviewed|checked|tested|agreed|manual$|review|verify|testing|validat|qa$|uat$|test)/iu;

/** Lets a task whose status says that it is held up wait for a person, unless it says itself what it waits for. */
export function holdByStatus(task: { humanGate?: string | false | undefined }, status: string): void {
  const gate = gateOfStatus(status);
  if (gate !== undefined) task.humanGate ??= gate;
}

/** Marks of a box before which a person is asked. */
export const isHoldingMark = (mark: string): boolean => mark === '!' || mark === '?';

/** What stands in its box: `[!]` and `[?]` say that something is wrong or open with it, and not what. */
export function holdByMark(task: { humanGate?: string | false | undefined }, mark: string): void {
  if (isHoldingMark(mark)) task.humanGate ??= `It is marked [${mark}]`;
}
