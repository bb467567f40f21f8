import { append } from './append';
import { isRange, LONGEST_RANGE, RANGE, range } from './id-range';

/** What a dependency expression says. */
export interface References {
  /** Names as written, ranges written out, without repeats. */
  readonly targets: readonly string[];
  /** It says "nothing". */
  readonly isNone: boolean;
  /** It says "all previous". */
  readonly isAllBefore: boolean;
  /** Pieces that name no task: other milestones, soft dependencies, words. */
  readonly remarks: readonly string[];
}

/** Names that are read from one expression; far more than any limit allows. */
const MOST_NAMES = 5_000;

/** What a field that waits on nothing begins with, by language. */
const NOTHING: ReadonlySet<string> = new Set([
  ...['nothing', 'none', 'n/a', 'na', 'no', 'independent', 'nobody', 'nil', '—', '–', '-', ''],
  ...['nichts', 'keine', 'keiner', 'keinen', 'keinem', 'keins', 'kein', 'ohne', 'unabhängig', 'entfällt'],
  ...['rien', 'aucun', 'aucune', 'sans', 'néant', 'indépendant', 'indépendante'],
  ...['nada', 'ninguno', 'ninguna', 'ningún', 'sin', 'independiente'],
  ...['nenhum', 'nenhuma', 'sem', 'independente'],
  ...['niente', 'nulla', 'nessuno', 'nessuna', 'nessun', 'senza', 'indipendente'],
  ...['нет', 'ничего', 'никого', 'ни', 'без', 'независимо', 'независимая'],
  ...['无', '無', '没有', '沒有', '无依赖', '無依賴', '不依赖', '独立'],
  ...['なし', '無し', 'ない', '依存なし', '独立'],
  ...['없음', '없다', '없습니다', '무', '독립'],
]);
const NOISE = new Set([
  'phase',
  'phases',
  'fase',
  'fases',
  'task',
  'tasks',
  'step',
  'steps',
  'plan',
  'plans',
  'slice',
  'slices',
  'item',
  'items',
  'on',
  'and',
  'und',
  'y',
  'e',
  'the',
  'all',
  'of',
  'both',
  'complete',
  'completed',
  'done',
  'plus',
  ...['schritt', 'schritte', 'aufgabe', 'aufgaben', 'paso', 'pasos', 'tarea', 'tareas', 'tarefa', 'tarefas'],
  ...['tâche', 'tâches', 'étape', 'étapes', 'задача', 'задачи', 'задач', 'шаг', 'шага', 'et', 'и'],
  ...[
    'etapa',
    'etapas',
    'fasi',
    'attività',
    'passo',
    'passi',
    'passos',
    'phasen',
    'von',
    'da',
    'di',
    'de',
    'del',
    'la',
  ],
  ...['фаза', 'фазы', 'фазе', 'фаз', 'этап', 'этапа', 'этапы', 'от'],
  ...['阶段', '階段', '和', 'フェーズ', '任务', '任務', 'タスク', '步骤', '步驟', 'と', '단계', '작업', '와', '과'],
]);

/** Speaks of something that is no task of this plan: another milestone, a version; or of a wish only. */
const EXTERNAL = /\b(?:soft|milestone|optional|optionally)\b|^v\d/i;

/**
 * Reads `Phase 1, Phase 2`, `1 and 2`, `Phases 10–13`, `T004-T007`, `a; b`, `Nothing (first phase)`, `Phase 9. Can run later`.
 * Remarks in parentheses do not count, unless nothing stands outside them.
 *
 * Cost: linear. Source: plan files as people write them.
 */
export function readReferences(expression: string): References {
  const { rest, names } = withoutQuoted(expression);
  if (names.length === 0) return readPlain(rest);
  const { targets, isAllBefore, remarks } = readPlain(rest);
  return { targets: [...new Set([...names, ...targets])], isNone: false, isAllBefore, remarks };
}

/** Names in quotes, which may hold anything: `"Set up DB" and "Seed, twice"`. */
const QUOTED = /["“„]([^"“”„]{1,300})["”“]|«([^«»]{1,300})»|「([^「」]{1,300})」|『([^『』]{1,300})』/g;

function withoutQuoted(expression: string): { readonly rest: string; readonly names: readonly string[] } {
  if (!/["“„«「『]/.test(expression)) return { rest: expression, names: [] };
  const names: string[] = [];
  const rest = expression.replace(QUOTED, (_, ...groups: (string | undefined)[]) => {
    names.push((groups.slice(0, 4).find((group) => group !== undefined) ?? '').trim());
    return ' , ';
  });
  return { rest, names: names.filter((name) => name !== '').slice(0, MOST_NAMES) };
}

function readPlain(expression: string): References {
  const plain = expression
    .replaceAll('*', '')
    .replaceAll('`', '')
    .replaceAll('：', ':')
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .replaceAll('，', ',')
    .replaceAll('、', ',')
    .replace(/[①-⑳]/g, (sign) => String(sign.charCodeAt(0) - 0x245f));
  const { outside, inside } = splitParentheses(plain);
  const sentence = firstSentence(outside).trim();
  if (NOTHING.has(firstWord(sentence === '' ? inside.trim() : sentence))) {
    return { targets: [], isNone: true, isAllBefore: false, remarks: [] };
  }
  const found = collect(sentence);
  const isElsewhere = found.remarks.some((remark) => EXTERNAL.test(remark.slice(0, 200)));
  if (found.targets.length > 0 || found.isAllBefore || isElsewhere || inside.trim() === '') return found;
  const fromInside = collect(inside);
  return fromInside.targets.length > 0 ? { ...fromInside, remarks: [...found.remarks, ...fromInside.remarks] } : found;
}

/** Whether an expression says "nothing", without a look at what it names else. */
export function saysNothing(expression: string): boolean {
  // Most begin with a plain word, and that decides.
  const plain = /^\s{0,10}([\w#.-]{1,80})(?=[\s,;]|$)/.exec(expression);
  return plain === null ? readReferences(expression).isNone : NOTHING.has(firstWord(plain[1]!));
}

function collect(text: string): References {
  const targets = new Set<string>();
  const remarks = new Set<string>();
  let isAllBefore = false;
  let count = 0;
  for (const piece of text.split(/[,;+&/]/)) {
    const shown = piece.trim();
    const lower = shown.toLowerCase();
    if (shown === '' || NOISE.has(lower)) continue;
    if (/^all (?:previous|prior|earlier|preceding|above)\b/.test(lower)) {
      isAllBefore = true;
      continue;
    }
    // `Phase 1 and soft dependency on Phase 2` waits on the first of them.
    const parts = EXTERNAL.test(lower.slice(0, 200)) ? shown.split(/\s(?:and|und|y|e|but|plus|和)\s/i) : [shown];
    for (const part of parts) {
      const isElsewhere = EXTERNAL.test(part.trim().toLowerCase().slice(0, 200));
      const { names, tooLong } = isElsewhere ? NO_NAMES : namesIn(part);
      for (const name of names) targets.add(name);
      count += names.length;
      for (const long of tooLong) remarks.add(`${long} (more than ${LONGEST_RANGE})`);
      if (names.length === 0 && tooLong.length === 0) remarks.add(part.trim());
    }
    if (count > MOST_NAMES) break;
  }
  return { targets: [...targets], isNone: false, isAllBefore, remarks: [...remarks] };
}

interface Names {
  readonly names: readonly string[];
  /** Ranges that name more than any plan may have in one. */
  readonly tooLong: readonly string[];
}

const NO_NAMES: Names = { names: [], tooLong: [] };

/** The names of one piece between separators: what looks like an id, or the whole piece when it is one word. */
function namesIn(piece: string): Names {
  const words = piece.replace(/([0-9A-Za-z]) {0,2}[–—~〜‐] {0,2}(?=[0-9A-Za-z])/g, '$1..').split(/\s+/);
  const names: string[] = [];
  const tooLong: string[] = [];
  const addRange = (from: string, to: string): void => {
    const members = range(from, to);
    if (members === undefined) tooLong.push(`${from}–${to}`);
    else append(names, members);
  };
  for (let at = 0; at < words.length; at++) {
    const word = trimWord(words[at]!);
    if (word === '' || NOISE.has(word.toLowerCase())) continue;
    const isJoin = /^(?:to|through|bis|-)$/.test(words[at + 1]?.toLowerCase() ?? '');
    const other = trimWord(words[at + 2] ?? '');
    if (isJoin && looksLikeId(word) && looksLikeId(other)) {
      addRange(word, other);
      at += 2;
      continue;
    }
    const dots = word.indexOf('..');
    if (dots > 0) {
      addRange(word.slice(0, dots), word.slice(dots + 2));
      continue;
    }
    const ends = RANGE.exec(word);
    if (ends !== null && isRange(ends[1]!, ends[2]!)) {
      addRange(ends[1]!, ends[2]!);
      continue;
    }
    if (looksLikeId(word) || words.length === 1) names.push(word);
    else if (names.length > 0) break;
  }
  return { names, tooLong };
}

function looksLikeId(word: string): boolean {
  return /\d/.test(word.slice(0, 80)) && /^#?[A-Za-z0-9_.-]{1,80}$/.test(word);
}

function trimWord(word: string): string {
  return word.replace(/^["'([{#]{1,3}/, '').replace(/["')\]}.,:!?]{1,3}$/, '');
}

function firstWord(text: string): string {
  return (text.split(/[\s,;]/, 1)[0] ?? '').toLowerCase().replace(/[.:]$/, '');
}

/** Text before a full stop that ends a sentence; the stop in `2.1` does not. */
function firstSentence(text: string): string {
  for (let at = text.indexOf('.'); at >= 0; at = text.indexOf('.', at + 1)) {
    const next = text.charAt(at + 1);
    if ((next === '' || next === ' ') && text.slice(0, at).trim() !== '') return text.slice(0, at);
  }
  return text;
}

function splitParentheses(text: string): { outside: string; inside: string } {
  if (!text.includes('(')) return { outside: text, inside: '' };
  const outside: string[] = [];
  const inside: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text.charAt(at);
    if (character !== '(' && character !== ')' && at < text.length) continue;
    (depth > 0 ? inside : outside).push(text.slice(from, at));
    from = at + 1;
    if (character === '(') depth++;
    if (character === ')' && depth > 0) depth--;
  }
  return { outside: outside.join(' '), inside: inside.join(' ') };
}
