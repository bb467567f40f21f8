/** `A --> B`, by the names of the nodes. */
export interface MermaidEdge {
  readonly from: string;
  readonly to: string;
  /** Line of the fence's content, from 0. */
  readonly lineNo: number;
}

/** The graph of a mermaid fence. */
export interface MermaidGraph {
  /** In the order of the text, without repeats. */
  readonly edges: readonly MermaidEdge[];
  /** What stands in a node's brackets, by its name. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Edges that are read of one graph. */
const MOST_EDGES = 20_000;
const ARROW =
  /\s{0,4}(?:-- [^-\n]{1,100} --{1,2}>|<?(?:--{1,4}|==?=|-\.{1,3}-)[>ox]?(?:\s{0,2}\|[^|\n]{0,200}\|)?)\s{0,4}/;

/** Reads `S1[Step 1: Boil] --> S3 & S4`, `A --> B --> C`, `A -->|why| B` line by line. Linear; styles are left out. */
export function readMermaid(text: string): MermaidGraph | undefined {
  const lines = text.split('\n');
  const first = lines.find((line) => line.trim() !== '' && !line.trim().startsWith('%%'));
  if (first === undefined || !/^\s{0,20}(?:graph|flowchart)\b/.test(first)) return undefined;
  const labels = new Map<string, string>();
  const edges = new Map<string, MermaidEdge>();
  for (const [lineNo, line] of lines.entries()) {
    if (edges.size >= MOST_EDGES) break;
    const shown = line.trim().replace(/;$/, '');
    if (shown.length > 5_000 || /^(?:%%|style|classDef|class|click|linkStyle|subgraph|end\b|direction)/.test(shown))
      continue;
    const groups = splitArrows(shown).map((part) => part.split('&').flatMap((node) => nodeOf(node, labels) ?? []));
    for (let at = 1; at < groups.length; at++) {
      for (const from of groups[at - 1]!) {
        for (const to of groups[at]!) {
          if (edges.size >= MOST_EDGES) break;
          const key = `${from}\n${to}`;
          if (!edges.has(key)) edges.set(key, { from, to, lineNo });
        }
      }
    }
  }
  return { edges: [...edges.values()], labels };
}

/** What stands between the arrows of a line; those inside of brackets are text. */
function splitArrows(line: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if ('[({'.includes(character)) depth++;
    else if ('])}'.includes(character) && depth > 0) depth--;
    else if (depth === 0 && '-=<'.includes(character)) {
      const found = ARROW.exec(line.slice(at, at + 320));
      if (found === null || found.index !== 0 || found[0].trim().length < 3) continue;
      pieces.push(line.slice(from, at));
      at += found[0].length - 1;
      from = at + 1;
    }
  }
  pieces.push(line.slice(from));
  return pieces;
}

function nodeOf(text: string, labels: Map<string, string>): string | undefined {
  const found =
    /^\s{0,20}([\p{L}\w.-]{1,80})\s{0,4}(?:[[({>]{1,3}(.{0,400}?)[\])}]{1,3})?(?::::\w{1,40})?\s{0,20}$/u.exec(text);
  if (found === null) return undefined;
  const [, name = '', label] = found;
  if (label !== undefined && !labels.has(name)) labels.set(name, label.replace(/^["']|["']$/g, '').trim());
  return name;
}
