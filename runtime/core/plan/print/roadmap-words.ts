import { shippedPhases } from '../formats/gsd-roadmap/milestones';
import { phaseOf } from '../formats/gsd-roadmap/phase-ids';
import type { ExecutionTask } from '../plan';
import { readAttribute } from '../text/attributes';
import { scanLines } from '../text/lines';
import { plainText } from '../text/plain-text';

/** A text on one line, without what would begin a box, heading, fence, comment or link there. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('<!--', '<!- -').trim();
  return line.replace(/^(?:[#>|[\]*+=_~-]|`{3,}|\s)+/, '').trim();
}

/** The line of a phase in the checklist; its box says whether it is done. */
export function checklistLine({ status, title }: ExecutionTask, name: string): string {
  // A dash between spaces would begin the remark behind the title.
  const words = plainText(oneLine(title)).replace(/ [-–—]{1,3} /g, ', ');
  return `- [${status === 'completed' ? 'x' : ' '}] **Phase ${name}${words === '' ? '' : `: ${words}`}**`;
}

/** A part of a task as its box says it; a box that begins like a phase would be one. */
export function boxText(title: string): string {
  const text = oneLine(title);
  return phaseOf(plainText(text), true) === undefined ? text : `Part: ${text}`;
}

/** `test-db, gpu=2` */
export function resourceWords(resources: Readonly<Record<string, number>>): string {
  return Object.entries(resources)
    .map(([name, amount]) => (amount === 1 ? name : `${name}=${amount}`))
    .join(', ');
}

/** The lines of a description that are read as just that. The others stand in the line `**Also**`. */
export function descriptionLines(description: string): readonly string[] {
  return description.split('\n').flatMap((line) => {
    const goal = /^(Goal|Requirements): (.*\S)$/.exec(line);
    if (goal !== null) return isPlain(goal[2]!) ? [`**${goal[1]}**: ${goal[2]}`] : [];
    return isPlain(line) ? [line] : [];
  });
}

function isPlain(line: string): boolean {
  const { lines } = scanLines(line);
  const { kind, content } = lines[0] ?? { kind: 'blank', content: '' };
  const isWhole = (kind === 'text' && line === content) || (kind === 'item' && line === `- ${content}`);
  return (
    isWhole &&
    lines.length === 1 &&
    plainText(content) === content &&
    !/^(?:\*|_|<|TBD|To be|---)/i.test(content) &&
    !line.includes('<!--') &&
    readAttribute(content) === undefined &&
    shippedPhases(content) === undefined
  );
}
