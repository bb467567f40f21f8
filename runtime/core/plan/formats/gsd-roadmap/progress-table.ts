import { gateOfStatus } from '../../text/held-status';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import { tableCells } from '../../text/tables';
import { isLeftOut } from '../../text/take-standing';

export type Signal = 'done' | 'open';

/** What a row of a progress table says of a phase: its id as written, and the signals of its cells. */
export interface PhaseProgress {
  readonly id: string;
  readonly signals: readonly Signal[];
  /** What a person is asked first, because a cell says that it is held up. */
  readonly gate: string | undefined;
  /** The cell that says that it is cancelled, deferred or the like. */
  readonly leftOut: string | undefined;
}

/** Reads progress tables row by row: their first cells start with a phase's number. Others only trace requirements. */
export class ProgressTable {
  private isInside = false;
  private showsStatus = false;

  /** Call for every line. */
  line(line: Line): PhaseProgress | undefined {
    if (line.kind !== 'table') {
      this.isInside = false;
      return undefined;
    }
    const cells = tableCells(line).map(({ text }) => text);
    const [first = ''] = cells;
    if (!this.isInside) {
      this.isInside = true;
      this.showsStatus =
        /phase|fase|阶段|^#$/i.test(first) && cells.some((cell) => /status|状态|complete|zustand/i.test(cell));
      return undefined;
    }
    const found = this.showsStatus ? /^(?:Phase )?(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)(?:[. ):—–-]|$)/i.exec(first) : null;
    if (found === null) return undefined;
    const others = cells.slice(1);
    const held = others.find((cell) => gateOfStatus(cell) !== undefined);
    return {
      id: found[1]!,
      signals: others.flatMap((cell) => signalOf(cell) ?? []),
      gate: held === undefined ? undefined : gateOfStatus(held),
      leftOut: others.find((cell) => isLeftOut(plainText(cell))),
    };
  }
}

/** What a status cell or line says; words that are neither say nothing. */
export function signalOf(cell: string): Signal | undefined {
  const text = plainText(cell.slice(0, 200))
    .replace(/^(?:✅|✓|🚧|⏳|📋|🔴|\s){1,6}/u, '')
    .toLowerCase();
  if (
    /^(?:not started|in progress|in-progress|planned|planning|pending|todo|ready|blocked|deferred|open|未开始|进行中)/.test(
      text,
    )
  )
    return 'open';
  if (
    /^(?:completed?|done|finished|shipped|passed|verified|已完成|完了)\b/.test(text) ||
    text === '已完成' ||
    text === '完了'
  )
    return 'done';
  return /^[✅✓☑]/u.test(cell.trim()) ? 'done' : undefined;
}
