export interface Label {
  /** As written, without emphasis and remark: `Success Criteria`. */
  readonly name: string;
  /** What stands behind the colon; may be empty. */
  readonly value: string;
  /** What stands in parentheses behind the name: `what must be TRUE`. */
  readonly remark: string;
  /** Offset of the value in the line's content. */
  readonly offset: number;
}

/** Longest name that is taken for a label. */
const LONGEST = 80;

/** Reads `**Goal**: x`, `**Goal:** x`, `__Goal__: x`, `**Criteria** (remark):`, also with `：`. Undefined for other lines. */
export function readLabel(content: string): Label | undefined {
  const mark = content.startsWith('**') ? '**' : content.startsWith('__') ? '__' : '';
  if (mark === '') return undefined;
  const end = content.indexOf(mark, 2);
  if (end < 3 || end > LONGEST) return undefined;
  let name = content.slice(2, end).trim();
  let at = end + 2;
  let remark = '';
  const isInside = name.endsWith(':') || name.endsWith('：');
  if (isInside) name = name.slice(0, -1).trim();
  while (content.charAt(at) === ' ') at++;
  if (content.charAt(at) === '(' || content.charAt(at) === '（') {
    const close = Math.max(content.indexOf(')', at), content.indexOf('）', at));
    const next = content.charAt(close + 1);
    if (close > 0 && (next === ':' || next === '：')) {
      remark = content.slice(at + 1, close).trim();
      at = close + 1;
    }
  }
  if (!isInside) {
    if (content.charAt(at) !== ':' && content.charAt(at) !== '：') return undefined;
    at++;
  }
  while (content.charAt(at) === ' ' || content.charAt(at) === '\t') at++;
  return { name, value: content.slice(at).trim(), remark, offset: at };
}
