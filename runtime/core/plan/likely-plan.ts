import type { PlanDocument } from './text/plan-document';

/** Names of files that stand beside plans; what they list is mostly something else. */
const ASIDE =
  /^(?:readme|changelog|changes|history|notes?|licen[cs]e|contributing|security|code_of_conduct|claude|agents|memory|journal|log)\b/;
const NAMED = /plan|todo|task|roadmap|backlog|implement|stor(?:y|ies)|steps|checklist/;

/**
 * How likely a document is the plan of its folder: of two, the one whose first other number is higher. First it must hold
 * work at all, then not be called as what stands beside plans, then be surely a plan, by its format or by its name and
 * boxes; of equally sure ones the one that lies nearer to the top, then its format counts, and how much work it has.
 *
 * @param rank - How surely it has its format; above `fallback` it is known by what it holds, above `content` by its path.
 */
export function likelihoodOf(
  document: PlanDocument,
  rank: number,
  { fallback, content }: Readonly<Record<'fallback' | 'content', number>>,
): readonly number[] {
  const boxes = boxesOf(document);
  const items = itemsOf(document);
  const isKnown = rank > fallback;
  const isNamed = NAMED.test(document.name);
  const signs = [
    isKnown || boxes + items > 0,
    !ASIDE.test(document.name),
    rank > content,
    isKnown || (isNamed && boxes > 0),
  ];
  return [...signs.map(Number), Number(isNamed), -document.path.split('/').length, rank, boxes, items];
}

/** Whether the first that differs is higher. */
export function isMore(some: readonly number[], others: readonly number[] | undefined): boolean {
  const at = some.findIndex((value, no) => value !== others?.[no]);
  return others === undefined || (at >= 0 && some[at]! > others[at]!);
}

/** Boxes that may be tasks. */
export function boxesOf(document: PlanDocument): number {
  return countOf(document, (kind) => kind === 'box');
}

/** Numbered items that may be tasks. */
function itemsOf(document: PlanDocument): number {
  return countOf(document, (kind, ordinal) => kind === 'item' && ordinal !== '');
}

function countOf(document: PlanDocument, isOne: (kind: string, ordinal: string) => boolean): number {
  if (document.data().kind !== 'none') return 0;
  let count = 0;
  for (const { kind, lines } of document.sections())
    if (kind === 'tasks') for (const line of lines) if (isOne(line.kind, line.ordinal)) count++;
  return count;
}
