import type { DraftCriterion } from '../draft';
import { at } from '../text/at';
import type { Ledger } from '../text/ledger';
import type { Line } from '../text/lines';
import { readCriteria } from './gsd/read-criteria';

const OPENS = /^<(verify|verification|automated|done|acceptance_criteria|success_criteria)>/i;
const TAG = /<\/?(?:verify|verification|automated|manual|done|acceptance_criteria|success_criteria)>/gi;
const AUTOMATED = /<automated>([^<]{1,2000})(?:<\/automated>|$)/i;
/** Lines that one element may have. */
const LONGEST = 200;

/** What elements below a task say, and the lines that they stand in. */
export interface BodyElements {
  readonly criteria: readonly DraftCriterion[];
  readonly lines: ReadonlySet<number>;
}

const NONE: BodyElements = { criteria: [], lines: new Set() };

/** The criteria in `<verify>`, `<automated>`, `<done>` and `<acceptance_criteria>`, as GSD writes them, also below headings of other plans. Linear. */
export function bodyElements(lines: readonly Line[], ledger: Ledger): BodyElements {
  if (!lines.some(opens)) return NONE;
  const criteria: DraftCriterion[] = [];
  const used = new Set<number>();
  for (let from = 0; from < lines.length; from++) {
    const line = lines[from]!;
    if (!opens(line)) continue;
    const closing = `</${OPENS.exec(line.content)![1]!.toLowerCase()}>`;
    let to = from;
    while (to < lines.length && to - from < LONGEST && !lines[to]!.content.toLowerCase().includes(closing)) to++;
    if (to === lines.length || to - from === LONGEST) continue;
    const own = lines.slice(from, to + 1);
    for (const { no } of own) used.add(no);
    criteria.push(...criteriaOf(own, ledger));
    from = to;
  }
  return { criteria, lines: used };
}

function opens({ kind, content }: Line): boolean {
  return kind === 'text' && content.startsWith('<') && OPENS.test(content);
}

/** A command that is called automated is one, whatever it looks like. */
function criteriaOf(lines: readonly Line[], ledger: Ledger): readonly DraftCriterion[] {
  const commands = lines.flatMap((line): readonly DraftCriterion[] => {
    const command = AUTOMATED.exec(line.content)?.[1]?.trim() ?? '';
    return command === '' ? [] : [{ criterion: command, command, where: at(line) }];
  });
  return [
    ...commands,
    ...lines.flatMap((line) => {
      const text = line.content.replace(AUTOMATED, '').replace(TAG, '').trim();
      const listed = line.kind === 'item' || line.kind === 'box' ? `- ${text}` : text;
      return text === '' ? [] : readCriteria(listed, at(line), ledger);
    }),
  ];
}
