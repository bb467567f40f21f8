import { readHeading } from '../text/read-heading';
import { sectionKind } from '../text/section-kind';
import { OpenSpecReader } from './openspec/openspec-reader';
import type { DocumentFormat } from './plan-format';

/**
 * OpenSpec's `tasks.md`: boxes under numbered groups, done one after another; boxes below a box are parts of it.
 *
 * Source: plan-formats 3.7.
 */
export const openspec: DocumentFormat = {
  unit: 'document',
  name: 'openspec',
  title: 'OpenSpec tasks.md',
  isStrict: false,

  detect(document) {
    const { folders, name, text } = document;
    if (document.data().kind !== 'none') return 'no';
    const { lines } = document.markdown();
    const hasWork = lines.some(({ kind, content }) => kind === 'box' || (kind === 'table' && /[☐☑]/.test(content)));
    if (!hasWork) return 'no';
    if (folders.includes('openspec') && folders.includes('changes') && name === 'tasks.md') return 'path';
    if (/\bopenspec (?:validate|archive|apply)\b/.test(text)) return 'content';
    let group = '';
    let inGroup = 0;
    let boxes = 0;
    let isWork = true;
    for (const line of lines) {
      if (line.kind === 'heading') {
        const { text: title } = readHeading(line.content);
        const number = /^(\d{1,3})[.)] /.exec(title)?.[1];
        group = number ?? group;
        isWork = number !== undefined || (sectionKind(title) ?? 'tasks') === 'tasks';
      }
      if (line.kind !== 'box' || line.indent > 1 || !isWork) continue;
      boxes++;
      const number = /^\W{0,3}(\d{1,3})\.\d{1,3}/.exec(line.content)?.[1];
      if (number !== undefined && number === group) inGroup++;
    }
    return inGroup > 0 && inGroup * 2 > boxes ? 'content' : 'no';
  },

  read(document, limits, findings) {
    return new OpenSpecReader(document, limits, findings).read();
  },
};
