import { cut } from '../../text/cut';
import type { Section } from '../../text/outline';
import { plainText } from '../../text/plain-text';
import { type ChosenList, itemsOf } from './list-item';

const LABEL =
  /^(?:here(?:['’]s| is) (?:the|my) |the |my |our )?(?:implementation |proposed |current |detailed )?(?:plan|steps|next steps|tasks?|to-?dos?|todo list|task list|计划|步骤|任务|計画|手順|schritte|aufgaben|pasos|passos|étapes)(?: (?:of (?:action|attack)|for (?:the |this )?[\p{L}\d .-]{1,40}))?[:：]$/iu;

/** The first list below a line `Plan:` or `Steps:`, of at least two items. */
export function labelledList(sections: readonly Section[]): ChosenList | undefined {
  for (const section of sections) {
    if (section.kind !== 'tasks') continue;
    const { lines } = section;
    for (const [at, { kind, content }] of lines.entries()) {
      const label = kind === 'text' && content.length < 80 ? plainText(content) : '';
      if (!LABEL.test(label)) continue;
      const items = itemsOf({ ...section, lines: listBelow(lines.slice(at + 1)) }, () => true);
      if (items.length > 1) return { how: `the list below "${cut(label, 60)}"`, items };
    }
  }
  return undefined;
}

/** Up to the text at the margin that ends the list. */
function listBelow(lines: Section['lines']): Section['lines'] {
  const first = lines.findIndex(({ kind }) => kind !== 'blank');
  const start = lines[first]?.kind;
  if (start !== 'item' && start !== 'box') return [];
  const end = lines.findIndex(
    ({ kind, indent }, at) => at > first && indent === 0 && (kind === 'text' || kind === 'rule'),
  );
  return lines.slice(first, end < 0 ? lines.length : end);
}
