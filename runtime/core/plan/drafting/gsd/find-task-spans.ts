import { closes, fenceOpening, indentOf } from '../../text/line-tokens';
import type { MarkdownLines } from '../../text/lines';

/** The lines of one `<task …>` … `</task>`. */
export interface TaskSpan {
  /** The line of `<task`, from 1. */
  readonly from: number;
  /** The line of `</task>`; where that is missing, the last line before the next task. */
  readonly to: number;
  readonly isClosed: boolean;
}

export interface TaskSpans {
  readonly tasks: readonly TaskSpan[];
  /** Tasks inside a code fence that hold both tags, or inside another task: samples. */
  readonly samples: readonly TaskSpan[];
}

/** A task whose end is not yet seen. */
interface OpenTask {
  readonly from: number;
  readonly indent: number;
  /** The line of the fence around it; 0 without one. */
  readonly fence: number;
  /** Samples inside of it that are open. */
  depth: number;
  /** Where the last of those begins; 0 when it has none. */
  sampleFrom: number;
  /** Whether that stands in a fence of its own. */
  isFenced: boolean;
}

/**
 * Finds the tasks of a GSD plan. Tags go before fences: a fence that is opened inside a task and never closed does not
 * swallow the next task, and one around a task is believed only when it holds the whole task and
 * is closed behind it; one that holds `<tasks>`
 * and not `</tasks>` was closed before (a fence inside a fence). A task inside another one is a sample, unless one of both
 * is never closed: then every `<task` counts, since one too many can be seen.
 *
 * Cost: linear, at most two passes, and one more over each fence.
 */
export function findTaskSpans(markdown: MarkdownLines): TaskSpans {
  const found = new SpanReader(markdown, true).read();
  const { tasks, samples } = found.isBalanced ? found : new SpanReader(markdown, false).read();
  if (tasks.length > 0 || samples.length === 0) return { tasks, samples };
  return { tasks: samples, samples: [] };
}

class SpanReader {
  private readonly tasks: TaskSpan[] = [];
  private readonly samples: TaskSpan[] = [];
  /** Tasks that lie wholly inside a fence, with the line that opens it. */
  private readonly fenced: { readonly span: TaskSpan; readonly fence: number }[] = [];
  /** Fences that end inside a task that they hold the beginning of: they are not what they look like. */
  private readonly brokenFences = new Set<number>();
  private open: OpenTask | undefined;
  private fence: { character: string; length: number; line: number } | undefined;
  private isBalanced = true;
  /** The fence that was looked through for the end of a list of tasks. */
  private lookedAt = 0;

  constructor(
    private readonly markdown: MarkdownLines,
    /** Whether a task inside another one is taken for a sample. */
    private readonly hasSamples: boolean,
  ) {}

  read(): TaskSpans & { readonly isBalanced: boolean } {
    const { lines, raw } = this.markdown;
    const firstLine = lines[0]?.no ?? 1;
    const isComment = commentLines(raw);
    raw.forEach((text, at) => {
      if (lines[at]!.kind === 'frontmatter' || isComment[at]) return;
      this.line(text, firstLine + at);
    });
    const unclosed = this.fence?.line;
    if (this.open !== undefined) this.end(firstLine + raw.length - 1, false);
    if (unclosed !== undefined) this.brokenFences.add(unclosed);
    this.settleFenced();
    return { tasks: this.tasks, samples: this.samples, isBalanced: this.isBalanced };
  }

  private line(text: string, no: number): void {
    const { columns, end: indent } = indentOf(text);
    const before = beforeTask(text, indent);
    if (/^<\/task>/i.test(text.slice(indent, indent + before)) && this.open !== undefined && this.open.from < no)
      this.end(no - 1, true);
    const end = indent + before;
    if (text.charCodeAt(end) === 60 /* < */) {
      if (this.fence !== undefined && this.open === undefined && /^<tasks\s{0,4}>/i.test(text.slice(end, end + 12)))
        this.leaveFenceAround(no);
      const tag = /^<(\/?)task(?=[\s>/]|$)/i.exec(text.slice(end, end + 7));
      if (tag !== null) {
        if (tag[1] === '') this.opening(text, columns, no);
        else this.closing(columns, no);
        return;
      }
    }
    this.fenceLine(text, no);
    if (this.open !== undefined && /<\/task>\s{0,20}(?:<\/tasks>\s{0,9})?$/i.test(text.slice(-60)))
      this.closing(columns, no);
  }

  private opening(text: string, indent: number, no: number): void {
    const { open } = this;
    if (open !== undefined && this.hasSamples && (indent > open.indent || this.fence !== undefined)) {
      if (open.depth++ === 0) {
        open.sampleFrom = no;
        open.isFenced = this.fence !== undefined;
      }
    } else {
      if (open !== undefined) this.end(no - 1, false);
      this.open = { from: no, indent, fence: this.fence?.line ?? 0, depth: 0, sampleFrom: 0, isFenced: false };
    }
    if (/(?:<\/task|\/)>\s{0,20}(?:<\/tasks>\s{0,9})?$/i.test(text.slice(-60))) this.closing(indent, no);
  }

  private closing(indent: number, no: number): void {
    const { open } = this;
    if (open === undefined) return;
    const isSample = open.depth > 0 && (indent > open.indent || this.fence !== undefined);
    if (isSample) {
      if (--open.depth === 0) this.samples.push({ from: open.sampleFrom, to: no, isClosed: true });
      return;
    }
    if (open.depth > 0 && !open.isFenced) this.isBalanced = false;
    if (open.depth > 0) this.samples.push({ from: open.sampleFrom, to: open.sampleFrom, isClosed: false });
    this.end(no, true);
  }

  private end(to: number, isClosed: boolean): void {
    const { from, fence, sampleFrom } = this.open!;
    if (!isClosed && sampleFrom > 0) this.isBalanced = false;
    const isSample = this.hasSamples && fence > 0 && isClosed && this.fence?.line === fence;
    const span = { from, to, isClosed };
    if (isSample) this.fenced.push({ span, fence });
    else this.tasks.push(span);
    this.open = undefined;
    if (!isSample) this.fence = undefined;
  }

  /** What a fence holds that ends is a sample; one that never does, or not where it should, holds tasks. */
  private settleFenced(): void {
    for (const { span, fence } of this.fenced) (this.brokenFences.has(fence) ? this.tasks : this.samples).push(span);
    for (const spans of [this.tasks, this.samples]) spans.sort((a, b) => a.from - b.from);
  }

  /** The list of tasks begins inside a fence: when it ends outside of it, the fence is none. Looks at a fence once. */
  private leaveFenceAround(no: number): void {
    const fence = this.fence!;
    if (fence.line === this.lookedAt) return;
    this.lookedAt = fence.line;
    const { raw, lines } = this.markdown;
    for (let at = no - (lines[0]?.no ?? 1) + 1; at < raw.length; at++) {
      if (/^\s{0,40}<\/tasks\s{0,4}>/i.test(raw[at]!.slice(0, 60))) return;
      if (closes(raw[at]!, fence)) break;
    }
    this.fence = undefined;
  }

  private fenceLine(text: string, no: number): void {
    if (this.fence === undefined) this.fence = fenceOpening(text, no);
    else if (closes(text, this.fence)) {
      if (this.open?.fence === this.fence.line) this.brokenFences.add(this.fence.line);
      this.fence = undefined;
    }
  }
}

/** How many characters of tags stand before a `<task` of the same line: `<tasks><task …>`, `</task><task …>`. */
export function beforeTask(text: string, from: number): number {
  return (
    /^(?:<tasks\s{0,4}>|<\/tasks?\s{0,4}>)\s{0,4}(?=<task[\s>])/i.exec(text.slice(from, from + 40))?.[0].length ?? 0
  );
}

/** Which lines lie wholly inside an HTML comment; one that is never closed hides nothing. */
function commentLines(raw: readonly string[]): readonly boolean[] {
  let last = raw.length - 1;
  while (last >= 0 && !raw[last]!.includes('-->')) last--;
  let isInside = false;
  return raw.map((text, at) => {
    const wasInside = isInside;
    const open = text.lastIndexOf('<!--');
    const close = text.lastIndexOf('-->');
    if (open > close) isInside = at < last;
    else if (close >= 0) isInside = false;
    const isAll = open >= 0 && text.slice(0, open).trim() === '';
    return wasInside ? isInside || close >= 0 : isAll;
  });
}
