import { numberedText } from '../text/numbered-text';
import { numberedTitle } from '../text/numbered-title';
import { readHeading } from '../text/read-heading';
import type { DocumentFormat } from './plan-format';
import { SpecKitReader } from './spec-kit/spec-kit-reader';
import { taskLine } from './spec-kit/task-line';

/**
 * GitHub spec-kit's `tasks.md`: each line with a task id is a task, phases follow each other, `[P]` tasks run side by side.
 *
 * Source: plan-formats 3.6.
 */
export const specKit: DocumentFormat = {
  unit: 'document',
  name: 'spec-kit',
  title: 'spec-kit tasks.md',
  isStrict: false,

  detect(document) {
    const { name, folders } = document;
    if (document.data().kind !== 'none' || name.endsWith('roadmap.md')) return 'no';
    const isPlace = /^tasks(?:[-_.][\w-]+)?\.md$/.test(name) && isSpecFolder(folders);
    const { lines } = document.markdown();
    let ids = 0;
    let otherBoxes = 0;
    let others = 0;
    let hasId = false;
    let heads = 0;
    let isSigned = false;
    for (const line of lines) {
      if (line.kind === 'box') {
        const id = taskLine(line.content)?.id;
        hasId ||= id !== undefined;
        if (id === undefined) {
          otherBoxes++;
          if (numberedText(line.content).id !== '') others++;
        } else if (/^(?:T-?\d{3}|TASK-\d)/.test(id)) ids++;
      } else if (line.kind === 'heading') {
        const { text } = readHeading(line.content);
        if (/^(?:T-?\d{3,4}|TASK-\d{2,4})\b/.test(text)) ids++;
        else if (numberedTitle(text)?.word === 'task') heads++;
      } else if (line.kind === 'text' && line.no < 40) {
        isSigned ||= /^\*\*Input\*\*: Design documents from\b/.test(line.content);
        isSigned ||= /^\*\*(?:Feature )?Branch\*\*: `?\d{3}-/.test(line.content);
      }
    }
    // A list with numbers of its own, or tasks under headings, is another tool's, wherever it lies.
    if (!hasId && ids === 0 && (others * 2 > otherBoxes || heads > 1)) return 'no';
    if (isPlace && (ids > 0 || otherBoxes > 0)) return 'path';
    if (isSigned && (ids > 0 || otherBoxes > 0)) return 'content';
    return ids > 0 && ids * 2 >= otherBoxes ? 'content' : 'no';
  },

  read(document, limits, findings) {
    return new SpecKitReader(document, limits, findings).read();
  },
};

/** `specs/001-kettle`, `.specify`; not the specs of Kiro. */
function isSpecFolder(folders: readonly string[]): boolean {
  if (folders.includes('.kiro') || folders.includes('openspec')) return false;
  return folders.includes('.specify') || (folders.includes('specs') && folders.some((each) => /^\d{1,4}-/.test(each)));
}
