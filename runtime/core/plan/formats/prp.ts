import type { DocumentFormat } from './plan-format';
import { readPrp } from './prp/prp-reader';

/** Headings of the template, one sign each. */
const SIGNS: readonly RegExp[] = [
  /^all needed context\b/i,
  /^implementation (?:blueprint|tasks)\b/i,
  /^validation (?:loop|gates)\b|^level 1\b/i,
  /^(?:known gotchas|anti-?patterns to avoid)\b/i,
  /^(?:current|desired) codebase tree\b/i,
  /^final validation checklist\b|^confidence score\b/i,
  /^(?:list of tasks|task list)\b/i,
];

/**
 * A product requirement prompt: its tasks stand in a fence, or under headings or in a numbered list; its success criteria
 * are criteria, and the commands of its validation loop prove the work besides.
 *
 * Source: plan-formats 3.13.
 */
export const prp: DocumentFormat = {
  unit: 'document',
  name: 'prp',
  title: 'PRP (product requirement prompt)',
  isStrict: false,

  detect(document) {
    if (document.data().kind !== 'none') return 'no';
    const { fields } = document.frontmatter();
    const titles = document.sections().map(({ title }) => title);
    const signs = SIGNS.filter((sign) => titles.some((title) => sign.test(title))).length;
    const saysSo =
      titles.slice(0, 3).some((title) => /\bPRP\b/.test(title)) || /\bPRP\b/.test(fields.get('name')?.value ?? '');
    const isPlaced =
      document.folders.some((folder) => folder === 'prps') || /(?:^|[-_])prp(?:[-_.]|$)/.test(document.name);
    if (isPlaced && signs > 0) return 'path';
    return signs > 2 || (saysSo && signs > 0) ? 'content' : 'no';
  },

  read(document, limits, findings) {
    return readPrp(document, limits, findings);
  },
};
