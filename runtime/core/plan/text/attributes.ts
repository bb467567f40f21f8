import { APPROVALS } from '../gates/gate-fields';

/** What a line `key: value` of a markdown plan says about its task. */
export type AttributeName =
  | 'command'
  | 'verify'
  | 'files'
  | 'depends'
  | 'estimate'
  | 'timeout'
  | 'agent'
  | 'capability'
  | 'resources'
  | 'gate'
  | 'manual'
  | 'context'
  | 'autonomous'
  | 'type'
  | 'goal'
  | 'requirements'
  | 'criteria'
  | 'plans'
  | 'status'
  | 'id';

export interface Attribute {
  readonly name: AttributeName;
  readonly value: string;
  /** Offset of the value in the line's content. */
  readonly offset: number;
}

/** Every spelling that is understood, in lower case; `docs/plan-syntax.md` lists them. */
const NAMES: ReadonlyMap<string, AttributeName> = new Map<string, AttributeName>([
  ...spelled('command', 'command', 'cmd', 'run'),
  ...spelled('verify', 'verify', 'check', 'verify with', 'verified by'),
  ...spelled('files', 'files', 'file', 'files modified', 'files to modify', 'files to create', 'writes'),
  ...spelled(
    'depends',
    'depends',
    'depends on',
    'depends-on',
    'depends upon',
    'dependson',
    'dependent on',
    'dependencies',
    'dependency',
    'deps',
    'predecessor',
    'predecessors',
    'after',
    'needs',
    'requires task',
    'requires tasks',
    'abhängig von',
    'nach',
    'benötigt',
    'après',
    'después de',
    'depois de',
    'abhängigkeiten',
    'dépend de',
    'dépendances',
    'depende de',
    'dependencias',
    'dependências',
    'hängt ab von',
    'abhängigkeit',
    'voraussetzungen',
    'dépendance',
    'dépend des',
    'dépend du',
    'depende del',
    'dependencia',
    'dependência',
    'dipende da',
    'dipendenze',
    'dipendenza',
    'зависит от',
    'зависимость',
    'зависимости',
    '依赖',
    '依赖于',
    '依赖项',
    '前置任务',
    '依存',
    '依存関係',
    '前提タスク',
    '의존성',
    '선행 작업',
  ),
  ...spelled('estimate', 'estimate', 'est', 'estimated', 'estimated time', 'duration', 'effort'),
  ...spelled('timeout', 'timeout', 'time limit'),
  ...spelled('agent', 'agent'),
  ...spelled('capability', 'capability', 'worker'),
  ...spelled('resources', 'resources', 'resource'),
  ...spelled(
    'gate',
    'gate',
    'human gate',
    'humangate',
    'approval',
    'approve',
    'checkpoint',
    'manual approval',
    'human approval',
    'human review',
    'sign-off',
    'approval needed',
    'approval required',
    'needs approval',
    'requires approval',
    'requires confirmation',
    ...APPROVALS,
  ),
  ...spelled('manual', 'manual'),
  ...spelled('context', 'context', 'context tier', 'contexttier'),
  ...spelled(
    'autonomous',
    ...[
      'autonomous',
      'autonom',
      'autonome',
      'autonomo',
      'autónomo',
      'autônomo',
      'автономно',
      '自主',
      '自主执行',
      '自律',
    ],
  ),
  ...spelled('type', 'type'),
  ...spelled(
    'goal',
    'goal',
    'ziel',
    'objectif',
    'but',
    'objetivo',
    'meta',
    'obiettivo',
    'цель',
    '目标',
    '目標',
    '목표',
  ),
  ...spelled('requirements', 'requirements', 'requirement'),
  ...spelled(
    'criteria',
    'success criteria',
    'acceptance criteria',
    'acceptance',
    'definition of done',
    'done when',
    'must-haves',
    'must haves',
    ...['erfolgskriterien', 'abnahmekriterien', 'akzeptanzkriterien', 'fertig wenn', 'fertig, wenn'],
    ...[
      'critères de réussite',
      'critères de succès',
      "critères d'acceptation",
      'critères d’acceptation',
      'définition de terminé',
    ],
    ...['criterios de éxito', 'criterios de aceptación', 'definición de terminado', 'definición de hecho'],
    ...['critérios de sucesso', 'critérios de aceitação', 'critérios de aceite', 'definição de pronto'],
    ...['criteri di successo', 'criteri di accettazione', 'definizione di fatto'],
    ...['критерии успеха', 'критерии приёмки', 'критерии приемки', 'критерии готовности', 'определение готовности'],
    ...['成功标准', '验收标准', '完成标准', '成功標準', '驗收標準'],
    ...['成功基準', '受入基準', '受け入れ基準', '完了条件', '完了の定義'],
    ...['성공 기준', '인수 기준', '수용 기준', '완료 조건', '완료 기준'],
  ),
  ...spelled(
    'plans',
    ...['plans', 'plan', 'pläne', 'planes', 'planos', 'plano', 'piani', 'piano', 'планы', 'план'],
    ...['计划', '計劃', 'プラン', '計画', '계획'],
  ),
  ...spelled('status', 'status'),
  ...spelled('id', 'id'),
]);

function spelled(name: AttributeName, ...spellings: string[]): [string, AttributeName][] {
  return spellings.map((spelling) => [spelling, name]);
}

/**
 * Reads `key: value`, `**Key**: value` or `**Key:** value` (a remark in parentheses may follow the key), when the key is known.
 * `：` counts as a colon.
 */
export function readAttribute(content: string): Attribute | undefined {
  const colon = firstColon(content);
  if (colon < 0) return undefined;
  const name = NAMES.get(keyOf(content.slice(0, colon)));
  if (name === undefined) return undefined;
  let offset = colon + 1;
  while (content.charAt(offset) === '*' || content.charAt(offset) === '_') offset++;
  while (content.charAt(offset) === ' ' || content.charAt(offset) === '\t') offset++;
  // `_Depends: 1_` is emphasis around the whole.
  const end = isMark(content.charAt(0)) ? withoutMarks(content) : content.length;
  return { name, value: content.slice(offset, Math.max(offset, end)).trim(), offset };
}

const isMark = (character: string): boolean => character === '*' || character === '_';

/** Where a text ends without the marks of emphasis at its end. */
function withoutMarks(content: string): number {
  let end = content.trimEnd().length;
  while (end > 0 && isMark(content.charAt(end - 1))) end--;
  return end;
}

/** A line that is only a label in bold, as `**Files to create:**`; with its text. */
export function boldLabel(content: string): string | undefined {
  if (!content.startsWith('**') && !content.startsWith('__')) return undefined;
  const inside = content.replaceAll('*', '').replaceAll('_', '').trim();
  const isLabel =
    content.length < 120 &&
    (content.endsWith(':**') ||
      content.endsWith('**:') ||
      content.endsWith('**') ||
      content.endsWith('：**') ||
      content.endsWith('**：') ||
      content.endsWith(':__'));
  return isLabel ? inside.replace(/[:：]$/, '').trim() : undefined;
}

function firstColon(content: string): number {
  const end = Math.min(content.length, 60);
  for (let at = 0; at < end; at++) {
    const code = content.charCodeAt(at);
    if (code === 58 /* : */ || code === 0xff1a /* ： */) return at;
    if (code === 96 /* ` */) return -1;
  }
  return -1;
}

const MARKS = /[*`_]/;

function keyOf(text: string): string {
  const open = text.indexOf('(');
  const key = open > 0 ? text.slice(0, open) : text;
  const plain = MARKS.test(key) ? key.replaceAll('*', '').replaceAll('`', '').replaceAll('_', ' ') : key;
  return plain.trim().toLowerCase();
}
