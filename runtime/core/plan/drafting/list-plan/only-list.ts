import type { Line } from '../../text/lines';
import type { Section } from '../../text/outline';

/** Sections of a plan that hold no work. */
const ASIDE =
  /\b(?:files?|verif\w{0,12}|background|context|overview|goals?|objectives?|summary|dependenc\w{0,12}|references|prerequisites?|alternatives|notes|decisions?|questions|architecture|requirements|constraints|considerations|risks?|timeline|team|stakeholders|resources|problem|motivation|success|design)\b|背景|目标|概要|目的|概述/i;

/** Whether a title is one of a section that holds no work: `Background`. */
export function isAside(title: string): boolean {
  return ASIDE.test(title);
}

/** Whether nothing but a list stands below a heading, with labels in it or not. */
export function isOnlyList({ lines }: Section): boolean {
  const written = lines.filter(({ kind }) => kind !== 'blank' && kind !== 'rule');
  return (
    written.some(({ kind }) => kind === 'item') &&
    written.every(
      (line, no) => line.kind === 'item' || (line.kind === 'text' && (line.indent > 1 || names(line, written[no + 1]))),
    )
  );
}

/** A few words above a list: `Website`. */
function names({ content }: Line, next: Line | undefined): boolean {
  return content.length < 50 && next?.kind === 'item' && !/[.!?]$/.test(content);
}
