import type { DraftCriterion } from '../../draft';
import type { Line, MarkdownLines } from '../../text/lines';
import { numberedTitle } from '../../text/numbered-title';
import { readHeading } from '../../text/read-heading';

/** A phase while its lines are read. */
export interface Phase {
  readonly name: string;
  /** The number of the user story that it is about. */
  readonly story?: string;
  /** Numbers of its tasks. */
  readonly tasks: number[];
  /** Checkpoints and tests of the phase; checked after its last task. */
  readonly criteria: DraftCriterion[];
}

const LAST = /^(?:final phase|phase n\b|(?:fase|etapa) final|最终阶段|最終フェーズ)/i;
const WORDS = new Set(['phase', 'stage', 'sprint', 'milestone']);

/** True for `Phase 3: …`, `Phase N: Polish`, `Final Phase`, `阶段 3`, `フェーズ3`, `Fase 3`, `第三阶段`. */
function isPhase(title: string): boolean {
  return LAST.test(title) || WORDS.has(numberedTitle(title)?.word ?? '');
}

/** The level that the phases of a document stand at: the outermost one below the title; 0 without any. */
export function phaseLevel({ lines }: MarkdownLines): number {
  let level = 7;
  for (const line of lines)
    if (line.kind === 'heading' && line.level > 1 && line.level < level && isPhase(readHeading(line.content).text))
      level = line.level;
  return level === 7 ? 0 : level;
}

/** A phase that begins with this heading, when it is one at the level of the phases. */
export function phaseAt(line: Line, level: number): Phase | undefined {
  const { text } = readHeading(line.content);
  if (line.level !== level || !isPhase(text)) return undefined;
  const story = /\b(?:user story|story|US) ?#?(\d{1,3})\b/i.exec(text)?.[1];
  return { name: text, tasks: [], criteria: [], ...(story === undefined ? {} : { story }) };
}

/** What the prose says about the order of user stories. */
export class StoryOrder {
  areApart = false;
  readonly before = new Map<string, Set<string>>();

  /** Looks at a line outside of tasks. */
  prose(content: string): void {
    const text = content.slice(0, 1_000).replaceAll('*', '');
    if (/\buser stories\b/i.test(text) && /\bparallel\b|\ball depend on foundational\b/i.test(text))
      this.areApart = true;
    const story = /^(?:user story|US) ?(\d{1,3})\b/i.exec(text)?.[1];
    if (story === undefined) return;
    const verb = /\b(?:depends? on|after|requires|needs|builds on|extends|uses)\b/i.exec(text);
    if (verb === null) return;
    for (const [, other] of text.slice(verb.index).matchAll(/\b(?:user story|US) ?(\d{1,3})\b/gi)) {
      if (other === story) continue;
      const known = this.before.get(story) ?? new Set<string>();
      this.before.set(story, known.add(other!));
    }
  }
}
