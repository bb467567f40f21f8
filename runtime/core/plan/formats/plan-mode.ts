import { readListPlan } from '../drafting/list-plan/read-list-plan';
import { withoutNumber } from '../text/outline';
import type { DocumentFormat } from './plan-format';

const SIGNS: readonly RegExp[] = [
  /^context\b/i,
  /^(?:approach|implementation(?: (?:plan|steps|order|sequence|details))?|proposed (?:changes|approach)|changes)\b/i,
  /^(?:critical|key) files\b|^files? to (?:modify|create|change|edit)\b|^files (?:modified|changed)\b/i,
  /^verification\b/i,
];

/**
 * What Claude Code writes in plan mode: prose under few headings, most often without boxes. Its steps are the list that
 * is most likely meant; what it verifies are criteria. Boxes make it a plan with boxes.
 *
 * Source: plan-formats 3.21.
 */
export const planMode: DocumentFormat = {
  unit: 'document',
  name: 'plan-mode',
  title: 'Plan mode output',
  isStrict: false,

  detect(document) {
    if (document.data().kind !== 'none') return 'no';
    const sections = document.sections();
    const boxes = sections.reduce(
      (sum, { kind, lines, title }) =>
        kind !== 'tasks' || SIGNS[3]!.test(title) ? sum : sum + lines.filter((line) => line.kind === 'box').length,
      0,
    );
    if (boxes > 0) return 'no';
    if (/(?:^|\/)\.claude\/plans\/[^/]{1,200}\.md$/i.test(document.path)) return 'path';
    const titles = sections.map(({ title }) => withoutNumber(title));
    const signs = SIGNS.filter((sign) => titles.some((title) => sign.test(title))).length;
    const isCalled = sections.some(
      ({ level, title }) =>
        level === 1 && /^(?:implementation )?plan\s{0,3}[:：–—-]|\bimplementation plan$/i.test(title),
    );
    return signs > 2 || (isCalled && signs > 1) || (isCalled && titles.some((title) => SIGNS[2]!.test(title)))
      ? 'content'
      : 'no';
  },

  read(document, limits, findings) {
    return readListPlan(document, limits, findings);
  },
};
