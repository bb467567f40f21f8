import { indentOf } from '../../text/line-tokens';

export interface MermaidEdge {
  readonly from: string;
  readonly to: string;
  /** Of the fence's content, from 0. */
  readonly lineNo: number;
}

/** Edges that one graph may have; more is no graph that a person drew. */
const MOST_EDGES = 20_000;
const ARROW = /(?:--|==|-\.)[^>&\n]{0,60}>/;
const NO_EDGE = /^(?:style|classDef|class|click|linkStyle|subgraph|direction|end|%%)\b|^%%/;

/** The arrows `A --> B`, `A & B ==> C`, `A -->|why| B` of a mermaid graph, by node id; empty for other diagrams. Linear. */
export function mermaidEdges(text: string): readonly MermaidEdge[] {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('%%'));
  if (first < 0 || !/^\s{0,20}(?:graph|flowchart)\b/.test(lines[first]!)) return [];
  const edges: MermaidEdge[] = [];
  for (let lineNo = first + 1; lineNo < lines.length; lineNo++) {
    const line = withoutLabels(lines[lineNo]!);
    if (NO_EDGE.test(line.slice(indentOf(line).end))) continue;
    const groups = line.split(ARROW).map(nodesIn);
    for (let at = 1; at < groups.length; at++) {
      for (const from of groups[at - 1]!) for (const to of groups[at]!) edges.push({ from, to, lineNo });
      if (edges.length > MOST_EDGES) return edges.slice(0, MOST_EDGES);
    }
  }
  return edges;
}

function nodesIn(piece: string): string[] {
  return piece
    .slice(0, 2_000)
    .split('&')
    .flatMap((node) => /^[\s;]{0,40}([\p{L}\p{N}_.#-]{1,80})/u.exec(node)?.[1] ?? []);
}

/** Without `[label]`, `(label)`, `{label}`, `"label"` and `|label|`, also nested ones. */
function withoutLabels(line: string): string {
  let shown = '';
  let depth = 0;
  let quote = '';
  for (const character of line) {
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === '|') quote = character;
    else if ('[({'.includes(character)) depth++;
    else if ('])}'.includes(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0) shown += character;
  }
  return shown;
}
