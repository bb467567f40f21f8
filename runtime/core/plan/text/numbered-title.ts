import { numberInWords } from './task-numbers-in-words';

export interface NumberedTitle {
  /** `task`, `step`, `phase`, `story`, `epic`, `stage`, `milestone`, `sprint`, `week`, `slice`; translated ones too. */
  readonly word: string;
  /** As written: `2.1`, `3a`, `09`; Chinese numerals as digits. */
  readonly id: string;
  /** What stands behind it; may be empty. */
  readonly title: string;
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ...['task', 'step', 'phase', 'story', 'epic', 'stage', 'milestone', 'sprint', 'week', 'slice', 'gap', 'chunk'].map(
    (word) => [word, word] as const,
  ),
  ['fase', 'phase'],
  ['阶段', 'phase'],
  ['フェーズ', 'phase'],
  ['단계', 'phase'],
  ['фаза', 'phase'],
  ['этап', 'stage'],
  ['etapa', 'stage'],
  ...['aufgabe', 'tarefa', 'tarea', 'tâche', 'attività', 'compito', 'задача', '任务', '任務', 'タスク', '작업'].map(
    (word) => [word, 'task'] as const,
  ),
  ...['schritt', 'paso', 'passo', 'étape', 'шаг', '步骤', '步驟', 'ステップ', '手順'].map(
    (word) => [word, 'step'] as const,
  ),
]);

const FORM =
  /^(?:(task|step|phase|story|epic|stage|milestone|sprint|week|slice|gap|chunk|fase|фаза|этап|etapa|aufgabe|tarefa|tarea|tâche|attività|compito|задача|schritt|paso|passo|étape|шаг)[ \t\u00a0#-]{1,3}|(阶段|フェーズ|단계|任务|任務|タスク|작업|步骤|步驟|ステップ|手順) {0,3})((?:[a-z]{0,8}-?)\d{1,6}(?:[.-]\d{1,6}){0,5}[a-z]?|[一二三四五六七八九十]{1,3})(?![\w.]\w) {0,3}(?:[:：.)—–-]{1,3}|(?=[（([])|$| ) {0,3}(.{0,2000})$/iu;
const CHINESE_FORM = /^第([一二三四五六七八九十]{1,3}|\d{1,4})(阶段|步|任务|周) {0,3}[:：—–-]{0,2} {0,3}(.{0,2000})$/u;

/** `Step one`, `Schritt drei`. */
const IN_WORDS = /^\p{L}{4,9} \p{L}{2,12}(?=\s{0,3}[:：.)—–-]|$)/u;

/** Reads `Task 3: title`, `Step two: title`, `Phase 2.1 — title`, `Story M1.2: …`, `阶段一：…`. Take decoration off first (`readHeading`). */
export function numberedTitle(text: string): NumberedTitle | undefined {
  const found = FORM.exec(text);
  if (found !== null) {
    const word = WORDS.get((found[1] ?? found[2]!).toLowerCase())!;
    return { word, id: numberOf(found[3]!), title: found[4]!.trim() };
  }
  const said = IN_WORDS.exec(text);
  const named = said === null ? undefined : numberInWords(said[0]);
  if (named !== undefined) return numberedTitle(`${named}${text.slice(said![0].length)}`);
  const chinese = CHINESE_FORM.exec(text);
  if (chinese === null) return undefined;
  const word = { 步: 'step', 任务: 'task', 周: 'week' }[chinese[2]!] ?? 'phase';
  return { word, id: numberOf(chinese[1]!), title: chinese[3]!.trim() };
}

const NUMERALS = '零一二三四五六七八九';

/** `十二` as `12`; anything else stays. */
export function numberOf(text: string): string {
  if (!/^[一二三四五六七八九十]{1,3}$/.test(text)) return text;
  const ten = text.indexOf('十');
  if (ten < 0) return text.length === 1 ? String(NUMERALS.indexOf(text)) : text;
  const tens = ten === 0 ? 1 : NUMERALS.indexOf(text.charAt(0));
  const ones = ten === text.length - 1 ? 0 : NUMERALS.indexOf(text.charAt(ten + 1));
  return String(tens * 10 + ones);
}
