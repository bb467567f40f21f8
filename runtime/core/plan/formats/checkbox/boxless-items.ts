import { counted } from '../../../counted';
import type { Findings } from '../../findings';
import { at } from '../../text/at';
import { cut } from '../../text/cut';
import type { Line } from '../../text/lines';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';

/**
 * Notes bullets without a box in lists in which others have one: `- [ ] publish` between `- webp support` and `- drop Node 14`. They may be
 * work or remarks, so they are no tasks, and nobody should find that out in the morning. One note for each list. Linear.
 */
export function noteBoxlessItems({ sections, ledger }: PlanDocument, findings: Findings): void {
  for (const { kind, lines } of sections()) {
    if (kind !== 'tasks' || !lines.some(isBullet) || !lines.some(isBox)) continue;
    for (const list of listsIn(lines)) {
      if (!list.some(isBox)) continue;
      const bare = list.filter((line) => isBullet(line) && ledger.useOf(line.no) === undefined);
      const [first] = bare;
      if (first === undefined) continue;
      const what = `${counted(bare.length, 'item')}, from ${quote(cut(first.content, 200))}`;
      findings.note(
        'NOTE_LEFT_OUT',
        at(first),
        `Left out, without a box in a list in which others have one: ${what}; write "- [ ] text" where it is work`,
        bare.map(({ no }) => no),
      );
    }
  }
}

/** The lists of a section: items and boxes at the margin that follow each other, whatever is set in below them. */
function listsIn(lines: readonly Line[]): readonly (readonly Line[])[] {
  const lists: Line[][] = [];
  let open: Line[] | undefined;
  for (const line of lines) {
    const isItem = line.kind === 'item' || line.kind === 'box';
    if (isItem && line.indent < 2) {
      if (open === undefined) {
        open = [];
        lists.push(open);
      }
      open.push(line);
    } else if (!isItem && line.indent < 2) open = undefined;
  }
  return lists;
}

const isBox = ({ kind, content, indent }: Line): boolean => kind === 'box' && content !== '' && indent < 2;
const isBullet = ({ kind, ordinal, content }: Line): boolean => kind === 'item' && ordinal === '' && content !== '';
