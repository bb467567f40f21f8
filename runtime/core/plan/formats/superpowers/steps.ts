import { cut } from '../../text/cut';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';

export interface Step {
  /** `2`, `3a`; empty for a box without a number. */
  readonly id: string;
  readonly title: string;
  readonly isDone: boolean;
}

const FORM =
  /^(?:Step|步骤|ステップ|단계|Schritt|Paso|Passo|Étape|Шаг) {0,3}(\d{1,4}(?:\.\d{1,4})?[a-z]?) {0,3}(?:[:：.)—–-]{1,2}|$) {0,3}(.{0,2000})$/i;

/** `- [ ] **Step 1: …**`, `**Step 1: …**`, `#### Step 1: …`, `- **Step 1:** …`; undefined for other lines. */
export function stepOf(line: Line): Step | undefined {
  if (line.content === '' || line.indent > 5) return undefined;
  const isBold = line.content.startsWith('**') || line.content.startsWith('__');
  const mayBe =
    line.kind === 'box' || line.kind === 'heading' || ((line.kind === 'text' || line.kind === 'item') && isBold);
  if (!mayBe) return undefined;
  const found = FORM.exec(plainText(cut(line.content, 2_000)));
  if (found === null) return undefined;
  return {
    id: found[1]!,
    title: found[2]! || `Step ${found[1]}`,
    isDone: line.kind === 'box' && 'xX✓✅☑'.includes(line.mark),
  };
}
