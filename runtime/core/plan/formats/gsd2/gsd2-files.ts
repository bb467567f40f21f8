import type { PlanDocument } from '../../text/plan-document';
import { type UnitKind, unitLine } from './unit';

/** What a document of GSD-2 is. */
export type Gsd2Kind = 'roadmap' | 'slice' | 'task';

/** Lines that are looked at; the signs of a plan stand early. */
const LOOKED_AT = 5_000;

/** What a document is by its content and name; undefined when it is none of GSD-2. */
export function gsd2Kind(document: PlanDocument): Gsd2Kind | undefined {
  const { name, folders } = document;
  const isTheirs = folders.includes('.gsd') || folders.includes('slices');
  if (/^t\d{2,4}[a-z]?-plan\.md$/.test(name) && (isTheirs || isTaskHead(document))) return 'task';
  const slices = countUnits(document, 'S');
  const tasks = countUnits(document, 'T');
  if (slices > 0 && slices >= tasks) return 'roadmap';
  if (tasks > 0) return 'slice';
  if (/^s\d{2,4}[a-z]?-plan\.md$/.test(name) && isTheirs) return 'slice';
  if (/^m\d{3}[\w-]{0,40}-roadmap\.md$/.test(name)) return 'roadmap';
  return isTaskHead(document) ? 'task' : undefined;
}

/** Whether its path is one that only GSD-2 has. */
export function isGsd2Path({ name, folders }: PlanDocument): boolean {
  return folders.includes('.gsd') && /^(?:m\d{3}[\w-]{0,40}-roadmap|roadmap|[st]\d{2,4}[a-z]?-plan)\.md$/.test(name);
}

function isTaskHead(document: PlanDocument): boolean {
  const { fields } = document.frontmatter();
  return fields.has('estimated_steps') || fields.has('estimated_files');
}

/** Bold ids with a title: `- [ ] **S01: …**`; rows of a table with their columns; headings count only under a milestone. */
function countUnits({ markdown }: PlanDocument, kind: UnitKind): number {
  let count = 0;
  let columns = '';
  let isMilestone = false;
  for (const line of markdown().lines.slice(0, LOOKED_AT)) {
    const { content } = line;
    const form = line.kind === 'near-box' ? 'box' : line.kind;
    if (form === 'table') {
      if (columns === '') columns = content.toLowerCase();
      else if (/\|\s{0,4}id\s{0,4}\|/.test(columns) && /^\|\s{0,4}\*{0,4}([A-Z])\d{2,3}\b/.exec(content)?.[1] === kind)
        count++;
      continue;
    }
    columns = '';
    if (form === 'heading' && line.level === 1) isMilestone = /^(?:M\d{3}|S\d{2})\b/.test(content);
    if (form === 'heading' && line.level > 1 && isMilestone && unitLine(content, kind) !== undefined) count++;
    if (form === 'box' && /^(?:\*\*|__)([A-Z])\d{2,3}: /.exec(content)?.[1] === kind) count++;
    else if (form === 'box' && isMilestone && /^([A-Z])\d{2}: /.exec(content)?.[1] === kind) count++;
  }
  return count;
}

/** The milestone, slice or task that a document belongs to, by its path: `M001`, `S01`, `T01`; empty when unknown. */
export function placeOf({ path }: PlanDocument): {
  readonly milestone: string;
  readonly slice: string;
  readonly task: string;
} {
  const parts = path.toUpperCase().split('/');
  const find = (form: RegExp): string =>
    parts.map((part) => form.exec(part)?.[1]).findLast((each) => each !== undefined) ?? '';
  return {
    milestone: find(/^(M\d{3,4})(?:-|\.|$)/),
    slice: find(/^(S\d{2,4}[A-Z]?)(?:-|\.|$)/),
    task: find(/^(T\d{2,4}[A-Z]?)(?:-|\.|$)/),
  };
}
