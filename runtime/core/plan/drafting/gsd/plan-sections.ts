import type { MarkdownLines } from '../../text/lines';

/** A part of a GSD plan outside of its tasks: `<objective>` … `</objective>`. */
export interface PlanSection {
  /** In lower case, with `_`. */
  readonly tag: string;
  readonly text: string;
  /** The line of its first tag, and that of its last. */
  readonly from: number;
  readonly to: number;
  /** Where `text` begins. */
  readonly column: number;
}

const OPEN =
  /^ {0,8}<(objective|execution_context|context|interfaces|verification|success[_-]criteria|must[_-]haves|threat_model|output|notes|risks|user_setup|rollback|deviation_rules|checkpoint[\w-]{0,20}|scope[\w-]{0,20}|artifacts[\w-]{0,20}|research[\w-]{0,20})(?=[\s>])[^<>]{0,200}>/i;

/**
 * The parts of a GSD plan that stand outside of the given lines. One that is never closed ends where the next part or
 * task begins. Parts inside of others are passed over. Linear.
 */
export function readPlanSections(
  { lines, raw }: MarkdownLines,
  isTask: (no: number) => boolean,
): readonly PlanSection[] {
  const firstLine = lines[0]?.no ?? 1;
  const sections: PlanSection[] = [];
  for (let at = 0; at < raw.length; at++) {
    const no = firstLine + at;
    const found = isTask(no) || lines[at]!.kind === 'frontmatter' ? null : OPEN.exec(raw[at]!);
    if (found === null) continue;
    const tag = found[1]!.toLowerCase();
    const isInside = tag === 'context' || tag.startsWith('checkpoint') || tag.startsWith('scope');
    let end = at;
    let close = raw[at]!.toLowerCase().indexOf(`</${tag}>`, found[0].length);
    while (close < 0 && end + 1 < raw.length && !isTask(firstLine + end + 1)) {
      if (!isInside && OPEN.test(raw[end + 1]!)) break;
      end++;
      close = raw[end]!.toLowerCase().indexOf(`</${tag}>`);
    }
    const text = raw.slice(at, end + 1);
    if (close >= 0) text[text.length - 1] = text[text.length - 1]!.slice(0, close);
    text[0] = text[0]!.slice(found[0].length);
    sections.push({
      tag: tag.replaceAll('-', '_'),
      text: text.join('\n'),
      from: no,
      to: firstLine + end,
      column: found[0].length + 1,
    });
    at = end;
  }
  return sections;
}
