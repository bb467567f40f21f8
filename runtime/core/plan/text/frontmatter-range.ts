const KNOWN_FIRST_KEY =
  /^(?:title|name|phase|plan|type|autonomous|wave|depends_on|files_modified|must_haves|requirements|status|id|tasks|task|prd|slug|progress|dependencies|created|estimated_steps)\s{0,4}:/;
const FRONTMATTER_LINE = /^(?:\s|#|-|$|[A-Za-z_][\w .-]{0,60}:)/;
/** `{phase: 1, autonomous: false}`: a whole map in braces, which may go on over lines of any form. */
const FLOW_MAP = /^\s{0,8}\{\s{0,8}(?:["'A-Za-z_]|$)/;

/** Frontmatter stands at the top, or (with a known first key) behind a title or comment in the first 80 lines. */
export function frontmatterEnd(raw: readonly string[]): { from: number; to: number } | undefined {
  const isFence = (line: string | undefined): boolean => line !== undefined && line.trimEnd() === '---';
  let isTop = true;
  for (let from = 0; from < Math.min(raw.length, 80); from++) {
    if (raw[from]!.trim() === '') continue;
    if (isFence(raw[from]) && (isTop || KNOWN_FIRST_KEY.test(raw[from + 1] ?? ''))) {
      const isFlow = FLOW_MAP.test(raw[from + 1] ?? '');
      for (let to = from + 1; to < raw.length; to++) {
        if (isFence(raw[to])) return { from, to };
        if (!isFlow && !FRONTMATTER_LINE.test(raw[to]!)) break;
      }
      if (isTop) return undefined;
    }
    isTop = false;
  }
  return undefined;
}
