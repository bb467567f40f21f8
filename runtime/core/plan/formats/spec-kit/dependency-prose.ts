import { append } from '../../text/append';
import { plainText } from '../../text/plain-text';
import { type Token, tokensOf } from './id-list';

/** `before` must be done before `after`. */
export interface ProseEdge {
  readonly before: string;
  readonly after: string;
}

/** Words between ids that change nothing. */
const JOINS = new Set([
  'and',
  'or',
  '&',
  ',',
  '+',
  '∥',
  '|',
  '/',
  '(',
  ')',
  '[',
  ']',
  'p',
  'task',
  'tasks',
  'both',
  ':',
  '*',
  '、',
  '和',
  'e',
  'und',
]);
const MOST_EDGES = 200;

/**
 * The order that a sentence states between tasks: `T007 and T008 depend on T006`, `T003 must complete before T004`,
 * `T005 blocks T006`, `T001 → T002 → T003`. Only sentences that name tasks on both sides; everything else says nothing.
 */
export function proseEdges(content: string): readonly ProseEdge[] {
  if (!/T(?:ASK)?-?\d/.test(content)) return [];
  const tokens = tokensOf(plainText(content));
  if (tokens.some(({ type }) => type === 'arrow')) return fromArrows(tokensOf(withoutRemarks(plainText(content))));
  return fromVerb(tokens);
}

/** `T001 → T002 (the chain)` without what stands in brackets and names no task. */
function withoutRemarks(text: string): string {
  return text.replace(/\([^()]{0,200}\)/g, (remark) => (/T(?:ASK)?-?\d/.test(remark) ? remark : ''));
}

function fromArrows(tokens: readonly Token[]): readonly ProseEdge[] {
  const groups: string[][] = [[]];
  for (const token of withoutLeadIn(tokens)) {
    if (token.type === 'arrow') groups.push([]);
    else if (token.type === 'ids') append(groups[groups.length - 1]!, token.ids);
    else if (!JOINS.has(token.word)) return [];
  }
  const edges: ProseEdge[] = [];
  for (let at = 1; at < groups.length; at++) append(edges, between(groups[at - 1]!, groups[at]!));
  return edges.slice(0, MOST_EDGES);
}

/** `Critical path: T001 → T002`: what stands before a colon in front of the first id. */
function withoutLeadIn(tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex(({ type }) => type === 'ids');
  const before = tokens[first - 1];
  return before?.type === 'word' && before.word === ':' ? tokens.slice(first) : tokens;
}

function fromVerb(tokens: readonly Token[]): readonly ProseEdge[] {
  const subjects: string[] = [];
  let at = 0;
  for (; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.type === 'ids') append(subjects, token.ids);
    else if (token.type === 'word' && !JOINS.has(token.word) && !(subjects.length === 0 && token.word === '-')) break;
  }
  if (subjects.length === 0) return [];
  const verb: string[] = [];
  for (; at < tokens.length && tokens[at]!.type === 'word'; at++) verb.push((tokens[at] as { word: string }).word);
  const objects: string[] = [];
  for (; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.type === 'ids') append(objects, token.ids);
    else if (token.type !== 'word' || !JOINS.has(token.word)) break;
  }
  const said = verb.filter((word) => !JOINS.has(word) && word !== 'completion' && word !== 'of').join(' ');
  if (AFTER.test(said)) return between(objects, subjects).slice(0, MOST_EDGES);
  if (BEFORE.test(said)) return between(subjects, objects).slice(0, MOST_EDGES);
  return [];
}

const AFTER =
  /^(?:both )?(?:depends?(?: only)? on|(?:is|are) blocked by|blocked by|requires?|needs?|waits? (?:for|on)|(?:must |should |can )?(?:only )?follows?|(?:(?:must |should |can )?(?:only )?(?:be )?(?:runs?|start|starts|begin|begins|comes?|done|go) |(?:is|are) )?after)$/;
const BEFORE =
  /^(?:blocks?|precedes?|(?:(?:must |should |has to |have to |needs to )?(?:be )?(?:complete|completes|completed|done|finish|finished|run|runs|come|comes|go) )?before)$/;

function between(before: readonly string[], after: readonly string[]): ProseEdge[] {
  if (before.length * after.length > MOST_EDGES) return [];
  return before.flatMap((from) => after.map((to) => ({ before: from, after: to })));
}
