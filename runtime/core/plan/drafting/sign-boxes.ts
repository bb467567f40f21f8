import { counted } from '../../counted';
import type { Findings } from '../findings';
import { at } from '../text/at';
import { signBoxAt } from '../text/line-tokens';
import type { Line } from '../text/lines';
import { quote } from '../text/quote';
import { isDoneMark } from '../text/status-words';

/** `❌ Don't log tokens` is advice. */
const ADVICE =
  /^(?:don['’]?t|do not|never|avoid|no|not|nicht|kein\w{0,2}|ne pas|jamais|nunca|não|不要|禁止)(?![\p{L}])/iu;

/**
 * The lines that begin with ✅, ❌, 🚧 and the like as boxes, in a text that has no other ones; undefined where they only decorate: where
 * none of them is open, or most items have none. ✅ is done, ❌ open. Linear.
 */
export function signBoxes(lines: readonly Line[], findings: Findings): readonly Line[] | undefined {
  const items = lines.filter((line) => (line.kind === 'item' || line.kind === 'text') && line.content !== '');
  const signed = items.flatMap((line) => boxOf(line) ?? []);
  const open = signed.filter(({ mark, content }) => !isDoneMark(mark) && !ADVICE.test(content));
  const others = items.filter(({ kind, indent }) => kind === 'item' && indent < 2).length;
  const first = signed[0];
  if (first === undefined || signed.length < 2 || open.length === 0 || signed.length * 2 < others) return undefined;
  findings.note(
    'NOTE_NEAR_BOX',
    at(first),
    `${counted(signed.length, 'line that begins', 'lines that begin')} with a sign, from ${quote(first.content)}, are read as boxes: ✅ is done, all others are open`,
    signed.map(({ no }) => no),
  );
  const boxes = new Map(signed.map((line) => [line.no, line]));
  return lines.map((line) => boxes.get(line.no) ?? line);
}

function boxOf(line: Line): Line | undefined {
  const box = signBoxAt(line.content, 0);
  if (box === undefined) return undefined;
  const text = line.content.slice(box.end);
  const content = text.trimStart();
  return content === ''
    ? undefined
    : { ...line, kind: 'box', mark: box.mark, content, column: line.column + box.end + text.length - content.length };
}
