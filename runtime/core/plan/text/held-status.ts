import { cut } from './cut';
import { plainText } from './plain-text';

/** Words for a status that somebody must lift before work goes on, in the languages of `status-words.ts`. */
const HELD =
  /^[^\p{L}]{0,8}(?:blocked|on[-_ ]?hold|stuck|paused|awaiting|waiting[-_ ](?:for|on)|needs?[-_ ](?:human|approval|review|decision|input|info)|阻塞|受阻|卡住|搁置|ブロック|保留|차단|보류|blockiert|angehalten|bloquead|en espera|bloqu[ée]|заблокирован)/iu;

/** What a person is asked before a task whose status says that it is held up: `Blocked - waiting for legal`. Undefined for others. */
export function gateOfStatus(status: string): string | undefined {
  return HELD.test(status.slice(0, 80)) ? `status: ${cut(plainText(status), 300)}` : undefined;
}

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
