import { counted } from '../../../counted';
import type { Findings } from '../../findings';
import { at } from '../../text/at';
import { cut } from '../../text/cut';
import type { Ledger } from '../../text/ledger';
import type { Section } from '../../text/outline';
import { quote } from '../../text/quote';
import { itemsOf } from './list-item';
import { isAside, isOnlyList } from './only-list';

/**
 * Notes lists beside the one that was read, in sections that hold nothing else and are called like none that holds no work: they may be
 * work, and nobody should find that out in the morning. One note for each. Linear.
 */
export function noteOtherLists(sections: readonly Section[], ledger: Ledger, findings: Findings): void {
  for (const section of sections) {
    const { kind, title, heading, lines } = section;
    if (kind !== 'tasks' || heading === undefined || isAside(title)) continue;
    if (lines.some(({ no }) => ledger.useOf(no) !== undefined) || !isOnlyList(section)) continue;
    const left = itemsOf(section, () => true).map(({ line }) => line);
    if (left.length === 0) continue;
    const message = `Left out, under ${quote(title)}, which is not in the list that is read: ${counted(left.length, 'item')}, from ${quote(cut(left[0]!.content, 200))}`;
    findings.note(
      'NOTE_LEFT_OUT',
      at(left[0]!),
      message,
      left.map(({ no }) => no),
    );
  }
}
