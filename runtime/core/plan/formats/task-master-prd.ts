import { withoutNumber } from '../text/outline';
import type { DocumentFormat } from './plan-format';
import { readTaskMasterPrd } from './task-master-prd/prd-reader';

/** Headings of the two templates, one sign each. */
const SIGNS: readonly RegExp[] = [
  /^(?:logical )?dependency (?:chain|graph)\b/i,
  /^development (?:roadmap|phases)\b|^implementation roadmap\b/i,
  /^core features\b/i,
  /^technical architecture\b/i,
  /^(?:capability tree|functional decomposition)\b/i,
  /^(?:repository structure|structural decomposition)\b/i,
  /^risks and mitigations\b/i,
];
const TAG =
  /^<\/?(?:context|PRD|rpg-method|overview|functional-decomposition|structural-decomposition|dependency-graph|implementation-roadmap|instruction|example|core-features)>/i;

/**
 * A PRD for Task Master: free text, seldom its template, most often without a list of tasks; then it gives criteria. In
 * the RPG template each module that is built in a phase is a task.
 *
 * Source: plan-formats 3.10.
 */
export const taskMasterPrd: DocumentFormat = {
  unit: 'document',
  name: 'task-master-prd',
  title: 'Task Master PRD',
  isStrict: false,

  detect(document) {
    if (document.data().kind !== 'none') return 'no';
    const { lines } = document.markdown();
    const isPlaced =
      /(?:^|\/)\.taskmaster\/(?:docs|templates)\/[^/]{1,120}\.(?:md|txt)$/i.test(document.path) ||
      /(?:^|\/)\.taskmaster\/docs\/.{1,200}\/[^/]{0,60}prd[^/]{0,60}\.(?:md|txt)$/i.test(document.path) ||
      /(?:^|\/)scripts\/[^/]{0,60}prd[^/]{0,60}\.txt$/i.test(document.path);
    const sections = document.sections();
    const titles = sections.map(({ title }) => withoutNumber(title));
    const boxes = sections
      .filter(({ kind }) => kind === 'tasks')
      .reduce((sum, section) => sum + section.lines.filter(({ kind }) => kind === 'box').length, 0);
    const signs = SIGNS.filter((sign) => titles.some((title) => sign.test(title))).length;
    const tags = lines.filter(({ kind, content }) => kind === 'text' && TAG.test(content)).length;
    const modules = lines.filter(({ kind, content }) => kind === 'box' && /\(depends on\s{0,2}:/i.test(content)).length;
    const isList = modules === 0 && signs === 0 && boxes > 1;
    if (isPlaced && !isList) return 'path';
    if (modules > 1 && signs > 0) return 'content';
    return signs > 2 || (tags > 1 && signs > 0) ? 'content' : 'no';
  },

  read(document, limits, findings) {
    return readTaskMasterPrd(document, limits, findings);
  },
};
