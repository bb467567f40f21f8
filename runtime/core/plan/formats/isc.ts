import { readIsc } from './isc/isc-reader';
import type { DocumentFormat } from './plan-format';

/**
 * A PRD of ideal state criteria (`ISC-…`), in its third and fourth edition: it gives criteria, and no tasks.
 *
 * Source: plan-formats 3.11.
 */
export const isc: DocumentFormat = {
  unit: 'document',
  name: 'isc',
  title: 'ISC PRD (ideal state criteria)',
  isStrict: false,

  detect(document) {
    if (document.data().kind !== 'none') return 'no';
    const { lines } = document.markdown();
    const { fields } = document.frontmatter();
    const items = lines.filter(
      ({ kind, content }) => (kind === 'box' || kind === 'item') && /^[*`]{0,3}ISC-[A-Z0-9]/i.test(content),
    ).length;
    const isHeaded = document
      .sections()
      .some(({ title }) => /^(?:ideal state criteria|isc(?: criteria)?$|criteria$|claims$)/i.test(title));
    const isThird =
      fields.get('prd')?.value === 'true' && (fields.has('verification_summary') || fields.has('effort_level'));
    const isFourth =
      ['task', 'slug', 'effort', 'phase', 'progress', 'mode'].filter((key) => fields.has(key)).length > 3;
    const isMeant = items > 0 || ((isThird || isFourth) && isHeaded) || isThird;
    if (!isMeant) return 'no';
    const isPlaced =
      /(?:^|\/)memory\/work\/(?:.{1,200}\/)?prd[^/]{0,80}\.md$|(?:^|\/)\.prd\/prd-[^/]{1,120}\.md$/i.test(
        document.path,
      );
    if (isPlaced) return 'path';
    return items > 1 || (items > 0 && isHeaded) || isThird || isFourth ? 'content' : 'no';
  },

  read(document, _limits, findings) {
    return readIsc(document, findings);
  },
};
