import { numberedTitle } from '../text/numbered-title';
import { readHeading } from '../text/read-heading';
import type { DocumentFormat } from './plan-format';
import { stepOf } from './superpowers/steps';
import { readSuperpowers } from './superpowers/superpowers-reader';

/**
 * A plan as the writing-plans skill writes it: each `Task N` heading is a task, its steps are subtasks, the files that it
 * writes stand in a block, and what its commands should say proves it. Tasks run in order.
 *
 * Source: plan-formats 3.20.
 */
export const superpowers: DocumentFormat = {
  unit: 'document',
  name: 'superpowers',
  title: 'Superpowers plan (writing-plans)',
  isStrict: false,

  detect(document) {
    if (document.data().kind !== 'none') return 'no';
    const { fields } = document.frontmatter();
    if (fields.has('phase') && fields.has('plan')) return 'no';
    let tasks = 0;
    let files = 0;
    let steps = 0;
    let isSaid = false;
    for (const line of document.markdown().lines) {
      if (line.kind === 'heading' && line.level > 1 && numberedTitle(readHeading(line.content).text)?.word === 'task')
        tasks++;
      else if (line.kind === 'text' && /^\*\*Files?:?\*\*:?/i.test(line.content)) files++;
      if (tasks > 0 && stepOf(line) !== undefined) steps++;
      isSaid ||= /^>?\s{0,3}\*{0,4}For (?:Claude|agentic workers)|superpowers:/i.test(line.content);
    }
    const isPlaced = /(?:^|\/)docs\/(?:superpowers\/)?plans\/\d{4}-\d{2}-\d{2}-/i.test(document.path);
    if (isPlaced && tasks > 0 && (steps > 0 || (tasks > 1 && (isSaid || files > 0)))) return 'path';
    if (tasks === 0 || steps === 0) return 'no';
    return files > 0 || isSaid ? 'content' : 'no';
  },

  read(document, limits, findings) {
    return readSuperpowers(document, limits, findings);
  },
};
