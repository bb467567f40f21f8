import type { Findings } from './findings';
import type { DocumentFormat, FolderFormat, PlanFormat, Sureness } from './formats/plan-format';
import { PLAN_FORMATS } from './formats/registry';
import { isMore, likelihoodOf } from './likely-plan';
import { nearest } from './text/nearest';
import { type PlanDocument, planDocument } from './text/plan-document';
import { quote } from './text/quote';

/** What is to be read, and as what. */
export type Detected =
  | { readonly type: 'document'; readonly format: DocumentFormat; readonly document: PlanDocument }
  | { readonly type: 'folder'; readonly format: FolderFormat; readonly documents: readonly PlanDocument[] };

const ORDER: readonly Sureness[] = ['no', 'fallback', 'content', 'path'];
const RANKS = { fallback: ORDER.indexOf('fallback'), content: ORDER.indexOf('content') };

/**
 * The format of a plan: the one that was named, else the surest. Several documents are first offered to the formats
 * that are folders; when none takes them, the one document that is surest a plan is read, and the others are noted.
 */
export function detectFormat(
  documents: readonly PlanDocument[],
  isFolder: boolean,
  name: string | undefined,
  findings: Findings,
): Detected | undefined {
  const formats = name === undefined ? PLAN_FORMATS : named(name, findings);
  const folders = formats.filter((format) => format.unit === 'folder');
  const singles = formats.filter((format) => format.unit === 'document');
  const isMeant = name !== undefined && singles.length === 0;
  const folder = isFolder || isMeant ? likeliest(folders, singles, documents) : undefined;
  const format = folder?.format ?? (isMeant ? folders[0] : undefined);
  if (format !== undefined) return { type: 'folder', format, documents };

  let best: { readonly type: 'document'; readonly format: DocumentFormat; readonly document: PlanDocument } | undefined;
  let bestLikelihood: readonly number[] | undefined;
  for (const document of documents) {
    const sample = singles.length > 1 ? beginningOf(document) : document;
    const found = surest(singles, (each) => each.detect(sample));
    const rank = found?.rank ?? (name === undefined ? -1 : 0);
    const chosen = found?.format ?? (name === undefined ? undefined : singles[0]);
    if (chosen === undefined) continue;
    const likelihood = documents.length > 1 ? likelihoodOf(sample, rank, RANKS) : [];
    if (!isMore(likelihood, bestLikelihood)) continue;
    best = { type: 'document', format: chosen, document };
    bestLikelihood = likelihood;
  }
  return best;
}

/** The surest; of equally sure ones the one of which there are more files, then the earlier. */
function likeliest(
  folders: readonly FolderFormat[],
  singles: readonly DocumentFormat[],
  documents: readonly PlanDocument[],
): { readonly format: FolderFormat } | undefined {
  const found = folders.flatMap((format) => {
    const rank = ORDER.indexOf(format.detect(documents));
    return rank > 0 ? [{ format, rank }] : [];
  });
  const highest = Math.max(0, ...found.map(({ rank }) => rank));
  const [first, ...others] = found.filter(({ rank }) => rank === highest);
  if (first === undefined || others.length === 0) return first;
  const filesOf = ({ format }: { readonly format: FolderFormat }): number => {
    const own = singles.filter(({ name }) => name === format.name);
    return documents.filter((document) => own.some((each) => each.detect(document) !== 'no')).length;
  };
  return others.reduce((best, other) => (filesOf(other) > filesOf(best) ? other : best), first);
}

/** The name of the format that a document is known to have by itself; undefined where it could be anything. */
export function knownFormat(document: PlanDocument): string | undefined {
  const singles = PLAN_FORMATS.filter((format) => format.unit === 'document');
  const found = surest(singles, (each) => each.detect(beginningOf(document)));
  return found !== undefined && found.rank > RANKS.fallback ? found.format.name : undefined;
}

/**
 * What the formats look at: of a long text of markdown its beginning, since each of them looks at every line, and no
 * format hides its signs behind so many others.
 */
function beginningOf(document: PlanDocument): PlanDocument {
  const { path, text, limits } = document;
  if (text.length <= LONGEST_SAMPLE * 1.5 || document.data().kind !== 'none') return document;
  const end = text.lastIndexOf('\n', LONGEST_SAMPLE);
  return planDocument({ path, limits, text: text.slice(0, end > 0 ? end + 1 : LONGEST_SAMPLE) });
}

/** Characters; no plan in the corpus of real ones is that long. */
const LONGEST_SAMPLE = 64 * 1024;

function surest<Format extends PlanFormat>(
  formats: readonly Format[],
  detect: (format: Format) => Sureness,
): { readonly format: Format; readonly rank: number } | undefined {
  let best: { readonly format: Format; readonly rank: number } | undefined;
  for (const format of formats) {
    const rank = ORDER.indexOf(detect(format));
    if (rank > (best?.rank ?? 0)) best = { format, rank };
  }
  return best;
}

function named(name: string, findings: Findings): readonly PlanFormat[] {
  const format = PLAN_FORMATS.filter((candidate) => candidate.name === name);
  if (format.length > 0) return format;
  // A format of files and of folders has an entry for each.
  const names = [...new Set(PLAN_FORMATS.map((candidate) => candidate.name))];
  const meant = nearest(name, names);
  findings.problem('PLAN_UNKNOWN_FORMAT', { line: 1, column: 1 }, `There is no format ${quote(name)}`, {
    hint: meant === undefined ? `Formats: ${names.join(', ')}` : `Did you mean ${meant}? Formats: ${names.join(', ')}`,
  });
  return [];
}
