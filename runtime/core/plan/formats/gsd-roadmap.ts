import { withNearBoxes } from '../drafting/near-boxes';
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
    let plans = 0;
    let labels = 0;
    let otherIds = 0;
    let ownBoxes = 0;
    let isOrdered = false;
    for (let at = 0; at < lines.length; at++) {
      const each = lines[at]!;
      const line = each.kind === 'near-box' ? { ...each, kind: 'box' } : each;
      if (line.kind === 'heading' && phaseOf(readHeading(line.content).text) !== undefined) headings++;
      if (line.kind === 'box' && /^(?:\*\*)?Phase \d/.test(line.content)) boxes++;
      if (line.kind === 'box' && PLAN.test(line.content)) plans++;
      if (line.kind === 'box' && /^\W{0,3}T\d{3}/.test(line.content)) otherIds++;
      if (line.kind === 'box' && line.indent < 2 && !isOfRoadmap(line.content)) ownBoxes++;
      if (line.kind === 'text' && DEPENDS.test(line.content)) isOrdered = true;
      if (line.kind === 'text' && (LABEL.test(line.content) || DEPENDS.test(line.content))) labels++;
    }
    const isNamed = document.name.endsWith('roadmap.md');
    if (otherIds > 2 && !isNamed) return 'no';
    // A plan of another name, whose phases hold boxes of their own: these are its tasks.
    const isOther = document.name !== '' && !isNamed && !document.folders.includes('.planning');
    if (isOther && ownBoxes > 1 && boxes + plans === 0 && !isOrdered) return 'no';
    if (headings > 0 && labels > 0) return 'content';
    if (boxes > 0 && (isNamed || boxes > 1)) return 'content';
    return isNamed && headings > 0 ? 'content' : 'no';
  },

  read(document, limits, findings) {
    const reader = new RoadmapReader(findings, document.ledger);
    for (const line of withNearBoxes(document.markdown().lines, findings)) reader.line(line);
    return reader.finish(document, limits);
  },
};

/** `02-01-PLAN.md`, `[02-01](link)`, `02.1-03: text`: a plan of a phase. */
const PLAN = /^[[`*]{0,3}\d{1,4}(?:\.\d{1,3}){0,3}[A-Za-z]?-(?:\d{1,3}|PLAN)\b/;

/** `**Goal**: …`, `**Depends on**: …`, in any language. */
const DEPENDS =
  /^\*\*(?:Depends on|Abhängig von|Hängt ab von|Dépend de|Depende de|Dipende da|Зависит от|依赖|依存|의존성)(?!\p{L})/iu;
const LABEL =
  /^\*\*(?:Goal|Success Criteria|Plans|Ziel|Erfolgskriterien|Pläne|Objectif|Critères de (?:réussite|succès)|Objetivo|Criterios de éxito|Critérios de sucesso|Planes|Planos|Obiettivo|Criteri di successo|Piani|Цель|Критерии успеха|Планы|目标|目標|成功标准|成功基準|计划|プラン|목표|성공 기준|계획)(?!\p{L})/iu;

function isOfRoadmap(content: string): boolean {
  return PLAN.test(content) || /^(?:\*\*)?Phase \d/.test(content);
}
