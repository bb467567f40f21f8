import { type NumberedTitle, numberedTitle } from './numbered-title';
import { withoutNumber } from './outline';

/** Words that name a group of work. */
const GROUPS = new Set(['phase', 'stage', 'sprint', 'week', 'milestone', 'chunk']);
const LETTER =
  /^(phase|stage|sprint|milestone|chunk|fase|этап|etapa) ([A-Z]|[IVX]{1,5})(?![\w'’]) {0,3}[:.)—–-]{0,2} {0,3}(.{0,2000})$/u;
const PLURAL = /^(phase|stage|sprint|week|milestone)s(?= \d)/i;

/** Reads `Phase 2: Whistle`, `2. Phase 1: x`, `Weeks 3-4`, `阶段一`, `Phase A: Types`. Take decoration off first. */
export function phaseHeading(title: string): NumberedTitle | undefined {
  const plain = withoutNumber(title).replace(PLURAL, '$1');
  const found = numberedTitle(plain);
  if (found !== undefined) return GROUPS.has(found.word) ? found : undefined;
  const letter = LETTER.exec(
    `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`.replace(/^\S{1,10}/, (word) => word.toLowerCase()),
  );
  if (letter === null) return undefined;
  const word = { fase: 'phase', этап: 'stage', etapa: 'stage' }[letter[1]!] ?? letter[1]!;
  return { word, id: letter[2]!, title: letter[3]!.trim() };
}
