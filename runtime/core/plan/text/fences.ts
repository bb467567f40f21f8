import { type PlanDocument, planDocument } from './plan-document';

/** A code fence. */
export interface Fence {
  /** The first word behind the opening: `yaml`, `bash`; in lower case, empty when there is none. */
  readonly info: string;
  /** The line that opens it. */
  readonly line: number;
  /** The line that closes it, or the last line of the text. */
  readonly endLine: number;
  /** What stands in it, as a document of its own: same lines, same ledger. */
  readonly document: PlanDocument;
}

/** The code fences of a document, in order. Its content is told apart only when asked for. Linear. */
export function readFences(document: PlanDocument): readonly Fence[] {
  const { lines, raw } = document.markdown();
  const firstLine = lines[0]?.no ?? 1;
  const fences: Fence[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!lines[at]!.opensFence) continue;
    let end = at + 1;
    while (end < lines.length && lines[end]!.kind === 'code' && !lines[end]!.closesFence) end++;
    const { path, limits, ledger } = document;
    const text = raw.slice(at + 1, end).join('\n');
    fences.push({
      info: /^[-*+\d.) \t]{0,12}[`~]{3,}[ \t]{0,4}\{?\.?([\w+-]{1,40})/.exec(raw[at]!)?.[1]?.toLowerCase() ?? '',
      line: firstLine + at,
      endLine: firstLine + Math.min(end, lines.length - 1),
      document: planDocument({ path, text, limits, within: { firstLine: firstLine + at + 1, ledger } }),
    });
    at = end;
  }
  return fences;
}
