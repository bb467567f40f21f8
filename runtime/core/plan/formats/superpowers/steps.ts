import { cut } from '../../text/cut';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import { isDoneMark } from '../../text/status-words';

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
  return stepIn(line.content, line.kind === 'box' && isDoneMark(line.mark));
}

/** The same of a line of code: a fence inside a fence of markdown hides the steps between both ends. */
export function hiddenStep(line: Line): Step | undefined {
  if (line.kind !== 'code') return undefined;
  const box = /^[-*] \[(.)\] (?=\S)/u.exec(line.content);
  const content = line.content.slice(box?.[0].length ?? 0);
  return box === null && !content.startsWith('**') ? undefined : stepIn(content, isDoneMark(box?.[1] ?? ''));
}

function stepIn(content: string, isDone: boolean): Step | undefined {
  const found = FORM.exec(plainText(cut(content, 2_000)));
  return found === null ? undefined : { id: found[1]!, title: found[2]! || `Step ${found[1]}`, isDone };
}

/** The steps of one task that stand in fences: those that go on counting. A fence that counts from 1 shows a sample. */
export class HiddenSteps {
  private last = 0;
  private isSample = false;

  seen({ id }: Step): void {
    this.last = Number.parseInt(id, 10);
  }

  isNext({ id }: Step): boolean {
    return this.last > 0 && Number(id) === this.last + 1;
  }

  next(line: Line): Step | undefined {
    if (line.opensFence) this.isSample = false;
    const step = hiddenStep(line);
    if (step === undefined || this.isSample) return undefined;
    this.isSample = !this.isNext(step);
    return this.isSample ? undefined : step;
  }
}
