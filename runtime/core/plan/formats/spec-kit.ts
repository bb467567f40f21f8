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
    let isSigned = false;
    for (const line of lines) {
      if (line.kind === 'box') {
        const id = taskLine(line.content)?.id;
        if (id === undefined) otherBoxes++;
        else if (/^(?:T-?\d{3}|TASK-\d)/.test(id)) ids++;
      } else if (line.kind === 'heading') {
        if (/^(?:T-?\d{3,4}|TASK-\d{2,4})\b/.test(readHeading(line.content).text)) ids++;
      } else if (line.kind === 'text' && line.no < 40) {
        isSigned ||= /^\*\*Input\*\*: Design documents from\b/.test(line.content);
        isSigned ||= /^\*\*(?:Feature )?Branch\*\*: `?\d{3}-/.test(line.content);
      }
    }
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
