import { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import type { DataNode } from './data-node';
import { looksLikeJson, looksLikeYaml } from './looks-like';
import { readJson } from './read-json';
import { readJsonLines } from './read-json-lines';
import { readYaml } from './read-yaml';
import { repairJson } from './repair-json';

/** A text as data, or what speaks against it. */
export interface DocumentData {
  /** What it was read as; `none` when it is plainly prose. */
  readonly kind: 'json' | 'jsonl' | 'yaml' | 'none';
  /** The value; of JSON lines a list of them. Undefined when it cannot be read. */
  readonly node: DataNode | undefined;
  /** Problems of the reading; a format that takes the document passes them on. */
  readonly findings: Findings;
  /**
   * The value, also of damaged JSON as far as it can be told (`repair-json.ts`): to find the format, and to show the facts
   * of a file that is refused. Undefined when nothing can be told.
   */
  legible(): DataNode | undefined;
}

export interface DataSource {
  readonly text: string;
  /** In lower case. */
  readonly name: string;
  readonly limits: PlanLimits;
}

/** Reads a document as JSON, JSON lines or YAML, by its name, else by how it begins. Linear. */
export function parseData({ text, name, limits }: DataSource): DocumentData {
  const findings = new Findings();
  const kind = kindOf(text, name);
  const node = nodeOf(kind, text, limits, findings);
  let repaired: { readonly node: DataNode | undefined } | undefined;
  return {
    kind,
    findings,
    node,
    legible: () => {
      if (node !== undefined || kind !== 'json' || !isDamaged(findings)) return node;
      repaired ??= { node: readJson(repairJson(text), limits, new Findings()) };
      return repaired.node;
    },
  };
}

function nodeOf(
  kind: DocumentData['kind'],
  text: string,
  limits: PlanLimits,
  findings: Findings,
): DataNode | undefined {
  if (kind === 'json') return readJson(text, limits, findings);
  if (kind === 'jsonl') return readJsonLines(text, limits, findings);
  return kind === 'yaml' ? readYaml(text, limits, findings) : undefined;
}

/** Not refused for its size or depth: those are not looked at again. */
function isDamaged(findings: Findings): boolean {
  return findings.report().problems.every(({ code }) => /^PLAN_(?:SYNTAX|CONTROL_CHAR|DUPLICATE_KEY)$/.test(code));
}

function kindOf(text: string, name: string): DocumentData['kind'] {
  if (name.endsWith('.jsonl')) return 'jsonl';
  if (name.endsWith('.json')) return 'json';
  if (/\.ya?ml$/.test(name)) return looksLikeJson(text) ? 'json' : 'yaml';
  if (looksLikeJson(text)) return /^\s{0,100}\{[^\n]{2,}\}[ \t]{0,20}\n\s{0,100}\{/.test(text) ? 'jsonl' : 'json';
  if (/\.(?:md|txt|markdown)$/.test(name)) return 'none';
  // A second `---` closes frontmatter: then it is markdown.
  const isMarkdown = text.startsWith('---\n') && /\n---[ \t]{0,20}(?:\n|$)/.test(text.slice(3));
  return !isMarkdown && looksLikeYaml(text) ? 'yaml' : 'none';
}
