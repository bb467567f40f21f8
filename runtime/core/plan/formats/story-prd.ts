import { readHeading } from '../text/read-heading';
import type { DocumentFormat } from './plan-format';
import { readStories, storyOf } from './story-prd/story-reader';

/**
 * A PRD of stories as ralph reads them: each `US-001` heading is a task, the boxes below its acceptance criteria are
 * criteria.
 *
 * Source: plan-formats 3.9.
 */
export const storyPrd: DocumentFormat = {
  unit: 'document',
  name: 'story-prd',
  title: 'Stories in markdown',
  isStrict: false,

  detect(document) {
    if (document.data().kind !== 'none') return 'no';
    let stories = 0;
    let signs = 0;
    for (const { kind, content } of document.markdown().lines) {
      if (kind === 'heading') {
        if (storyOf(readHeading(content).text) !== undefined) stories++;
        else if (/acceptance criteria/i.test(content)) signs++;
      } else if (kind === 'text' && /^\W{0,4}(?:acceptance criteria|description|as an? )/i.test(content)) signs++;
    }
    return stories > 0 && signs > 0 ? 'content' : 'no';
  },

  read(document, limits, findings) {
    return readStories(document, limits, findings);
  },
};
