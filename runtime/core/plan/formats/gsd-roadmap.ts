import { readHeading } from '../text/read-heading';
import { phaseOf } from './gsd-roadmap/phase-ids';
import { RoadmapReader } from './gsd-roadmap/roadmap-reader';
import type { DocumentFormat } from './plan-format';

/**
 * GSD's ROADMAP.md: each phase is a task, the plans of a phase are its subtasks. A phase may stand in a checklist, under
 * a heading of its own and in a progress table; they are merged by number.
 *
 * Source: plan files as people write them; the lines for commands, files and so on are ours (docs/plan-syntax.md).
 */
export const gsdRoadmap: DocumentFormat = {
  unit: 'document',
  name: 'gsd-roadmap',
  title: 'GSD ROADMAP.md',
  isStrict: false,
  namesAgents: true,

  detect(document) {
    const { lines } = document.markdown();
    let headings = 0;
    let boxes = 0;
    let labels = 0;
    let otherIds = 0;
    for (const line of lines) {
      if (line.kind === 'heading' && phaseOf(readHeading(line.content).text) !== undefined) headings++;
      if (line.kind === 'box' && /^(?:\*\*)?Phase \d/.test(line.content)) boxes++;
      if (line.kind === 'box' && /^\W{0,3}T\d{3}/.test(line.content)) otherIds++;
      if (line.kind === 'text' && /^\*\*(?:Goal|Depends on|Success Criteria|Plans)\b/i.test(line.content)) labels++;
    }
    const isNamed = document.name.endsWith('roadmap.md');
    if (otherIds > 2 && !isNamed) return 'no';
    if (headings > 0 && labels > 0) return 'content';
    if (boxes > 0 && (isNamed || boxes > 1)) return 'content';
    return isNamed && headings > 0 ? 'content' : 'no';
  },

  read(document, limits, findings) {
    const reader = new RoadmapReader(findings, document.ledger);
    for (const line of document.markdown().lines) reader.line(line);
    return reader.finish(document, limits);
  },
};
