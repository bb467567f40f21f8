import { counted } from '../../../counted';
import type { Findings } from '../../findings';
import type { Line } from '../../text/lines';
import type { Section } from '../../text/outline';
import { quote } from '../../text/quote';
import { statusHeading } from '../../text/status-heading';

/** Notes headings that are marked as done above boxes that are all empty: nobody knows which is meant, the boxes count. */
export function noteEmptyBoxes(sections: readonly Section[], findings: Findings): void {
  for (const section of sections) {
    const { heading, isDone } = section;
    if (!isDone || heading === undefined || statusHeading(section.title) !== undefined) continue;
    const boxes = sections.slice(section.no, section.end).flatMap(({ lines }) => lines.filter(isBox));
    if (boxes.length === 0 || boxes.some(({ mark }) => mark !== ' ')) continue;
    findings.note(
      'NOTE_STATUS_CONFLICT',
      { line: heading.no, column: heading.column },
      `${quote(section.title)} is marked as done, and its ${counted(boxes.length, 'box is empty; it counts', 'boxes are empty; they count')} as open`,
    );
  }
}

/** Notes a document that reports on work rather than plans it. */
export function noteReport(name: string, title: string, findings: Findings): void {
  if (
    !/\b(?:status|progress report|summary|report|changelog|retrospective)\b|[_-](?:status|summary|report)\b/i.test(
      `${title} ${name.replaceAll('_', ' ')}`,
    )
  )
    return;
  findings.note(
    'NOTE_STATUS_DOCUMENT',
    { line: 1, column: 1 },
    'This reads like a report on work that was done; look whether its open boxes are meant as tasks',
  );
}

function isBox({ kind, content }: Line): boolean {
  return kind === 'box' && content !== '';
}
