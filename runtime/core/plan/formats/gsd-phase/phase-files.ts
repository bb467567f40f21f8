import { isGsdPlanName } from '../../drafting/gsd/is-gsd-plan';
import type { PlanDocument } from '../../text/plan-document';

/** A file of a phase folder that counts. */
export interface PhaseFile {
  readonly document: PlanDocument;
  /** `02-01` of `02-01-PLAN.md` or `02-01-SUMMARY.md`, `12-03` of `12-PLAN-03.md`. */
  readonly id: string;
  /** The folder that it lies in, as the path has it. */
  readonly folder: string;
  /** `02` of `02-whistle`; empty when the folder has no number. */
  readonly phaseNumber: string;
}

/** The plans of the documents. Names are as GSD writes them; a lower-case `plan` needs a number in front. */
export function planFiles(documents: readonly PlanDocument[]): readonly PhaseFile[] {
  return documents.flatMap((document) => {
    const name = nameOf(document);
    if (!isGsdPlanName(document.name) || !(name.includes('PLAN') || /^\d/.test(name))) return [];
    return [fileOf(document, idOf(name, /^(.{0,200}?)-?PLAN(?:-(\d{1,6}))?(?:-[\w-]{1,100})?\.md$/i))];
  });
}

/** The summaries of the documents: each says that the plan with its id is done. */
export function summaryFiles(documents: readonly PlanDocument[]): readonly PhaseFile[] {
  const form = /^(.{0,200}?)-?SUMMARY(?:-(\d{1,6}))?(?:-[\w-]{1,100})?\.md$/i;
  return documents.flatMap((document) => {
    const name = nameOf(document);
    return form.test(name) ? [fileOf(document, idOf(name, form))] : [];
  });
}

/** `02-01` of any spelling that names a plan file or its id: `@a/b/02-01-PLAN.md`, `02-PLAN-01`, `Plan 02-01 (models)`. */
export function planIdOf(reference: string): string {
  const plain = reference
    .replace(/\(.{0,300}$/, '')
    .replace(/^@|^plans? /i, '')
    .trim();
  const name = plain.split('/').at(-1)!.replace(/\.md$/i, '');
  return idOf(`${name.replace(/-(?:PLAN|SUMMARY)$/i, '')}.md`, /^(.{0,200}?)-PLAN-(\d{1,6})(?:-[\w-]{1,100})?\.md$/i);
}

function idOf(name: string, form: RegExp): string {
  const found = form.exec(name);
  if (found === null) return name.replace(/\.md$/i, '');
  return [found[1]!, found[2] ?? ''].filter((part) => part !== '').join('-');
}

function fileOf(document: PlanDocument, id: string): PhaseFile {
  const folder = document.path.includes('/') ? document.path.slice(0, document.path.lastIndexOf('/')) : '';
  const name = folder.split('/').at(-1)!;
  const phaseNumber = /^(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)(?:-|$)/i.exec(name)?.[1] ?? '';
  return { document, id: id === '' ? phaseNumber || name || 'PLAN' : id, folder, phaseNumber };
}

function nameOf({ path }: PlanDocument): string {
  return path.split('/').at(-1)!;
}
