import { type DocumentData, parseData } from '../data/parse-data';
import type { PlanLimits } from '../plan';
import { foldDependencyLists } from './fold-dependency-lists';
import { type Frontmatter, readFrontmatter } from './frontmatter';
import { Ledger } from './ledger';
import { type MarkdownLines, scanLines } from './lines';
import { outlineOf, type Section } from './outline';

/** A text, ready to be looked at by every format; what it is made of is told apart once, when first asked for. */
export interface PlanDocument {
  /** Lines end with `\n`; no byte order mark. */
  readonly text: string;
  /** The file's name in lower case, without folders; empty when it had none. */
  readonly name: string;
  /** The file's path with `/`, as given. */
  readonly path: string;
  /** The names of the folders above it, outermost first, in lower case. */
  readonly folders: readonly string[];
  readonly limits: PlanLimits;
  /** What became of each line that counts. */
  readonly ledger: Ledger;
  markdown(): MarkdownLines;
  frontmatter(): Frontmatter;
  /** The lines below their headings. */
  sections(): readonly Section[];
  /** The text as JSON, JSON lines or YAML. */
  data(): DocumentData;
}

/** What a document is made of. */
export interface DocumentSource {
  readonly path: string;
  /** Normalised by `normaliseText`. */
  readonly text: string;
  readonly limits: PlanLimits;
  /** For a piece of another document: the line of that one that it begins with, and its ledger. */
  readonly within?: { readonly firstLine: number; readonly ledger: Ledger };
}

export function planDocument({ path: given, text, limits, within }: DocumentSource): PlanDocument {
  const path = given.replaceAll('\\', '/');
  const parts = path.toLowerCase().split('/');
  const document: PlanDocument = {
    text,
    path,
    name: parts.at(-1) ?? '',
    folders: parts.slice(0, -1).filter((part) => part !== '' && part !== '.'),
    limits,
    ledger: within?.ledger ?? new Ledger(),
    markdown: once(() => {
      const scanned = scanLines(text, within?.firstLine);
      return { ...scanned, lines: foldDependencyLists(scanned.lines) };
    }),
    frontmatter: once(() => readFrontmatter(document.markdown(), limits)),
    sections: once(() => outlineOf(document.markdown().lines)),
    data: once(() => parseData(document)),
  };
  return document;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
