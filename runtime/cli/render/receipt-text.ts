import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import type { HandoffReply } from '../../core/handoff/handoff-reply';
import { shellWord } from '../../core/shell-word';

const NOTES_SHOWN = 5;

/**
 * A receipt for people: what was handed over, or that it is known, what was decided when the plan was read, and the next step.
 *
 * @param plan - As it was named.
 * @param again - The command that runs the same plan once more.
 */
export function receiptText(receipt: HandoffReply, plan: string, again: string): string {
  const { executionId, planId, sha256, isNew, state } = receipt;
  if (isNew === false) {
    return [
      `Handed over before: execution ${executionId}${state === undefined ? '' : ` (${state})`}. Nothing was started.`,
      `  see how it stands: nightshift status ${executionId}`,
      `  run it once more:  ${again}`,
    ].join('\n');
  }
  return [
    `Handed over: execution ${executionId}`,
    `  plan ${planId}, sha256 ${sha256}`,
    ...noteLines(receipt, plan),
    `  follow it: nightshift watch ${executionId}`,
  ].join('\n');
}

function noteLines({ notes = [] }: HandoffReply, plan: string): readonly string[] {
  if (notes.length === 0) return [];
  const more = notes.length - NOTES_SHOWN;
  return [
    `  ${counted(notes.length, 'thing was', 'things were')} decided when it was read:`,
    ...notes.slice(0, NOTES_SHOWN).map(({ line, message }) => `    line ${line}: ${printable(message)}`),
    ...(more > 0 ? [`    … and ${more} more: nightshift plan ${shellWord(plan)}`] : []),
  ];
}
