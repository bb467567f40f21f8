import type { PlanText } from '../plan';
import { type MarkdownLines, scanLines } from './lines';

/** A plan's text, ready to be looked at by every format; its lines are told apart once, when first asked for. */
export interface PlanDocument {
  readonly text: string;
  /** The file's name in lower case, without folders; empty when it had none. */
  readonly name: string;
  /** The file's path with `/`, as given. */
  readonly path: string;
  markdown(): MarkdownLines;
}

export function planDocument(input: PlanText, text: string): PlanDocument {
  const path = (input.fileName ?? '').replaceAll('\\', '/');
  let lines: MarkdownLines | undefined;
  return {
    text,
    path,
    name: path.slice(path.lastIndexOf('/') + 1).toLowerCase(),
    markdown: () => {
      lines ??= scanLines(text);
      return lines;
    },
  };
}
