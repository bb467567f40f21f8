import { noteHeard } from '../../drafting/running-gates';
import type { Findings } from '../../findings';
import { findHumanGate } from '../../gates/find-human-gate';
import { gateField } from '../../gates/gate-field';
import { cut } from '../../text/cut';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import type { Unit } from './unit';

/** Characters of a question that are kept. */
const LONGEST = 300;

/** A line between two units that asks for a person is asked before the next open one. Those above all are asked before all. */
export function holdUnits(between: readonly Line[], units: readonly Unit[], findings: Findings): void {
  const open = units.filter(({ status }) => status !== 'completed' && status !== 'skipped');
  for (const line of between) {
    const words = line.content.slice(0, 2_000);
    const said = gateField(words);
    if (said === false || (said ?? findHumanGate('', words)) === undefined) continue;
    if (!units.some(({ where }) => where.line < line.no)) continue;
    const next = open.find(({ where }) => where.line > line.no);
    if (next === undefined) continue;
    const text = cut(plainText(words), LONGEST);
    next.humanGate ||= text;
    noteHeard(line, text, findings);
  }
}
