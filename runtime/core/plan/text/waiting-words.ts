/**
 * The words by which plans say what a task waits on, for all formats of text: one table. Lists in JSON and YAML have the
 * same as keys of fields (`FIELDS.dependencies`).
 */

/** They can hardly mean anything else, whatever they name: `depends on 2`. */
const SURE = [
  'depend(?:s|ing)? (?:up)?on',
  'dependent (?:up)?on',
  'hängt ab von',
  'abhängig von',
  'dépend d[eu]',
  'depende d[eo]l?',
  'зависит от',
];
/** So can these, and they say that something holds the task up: `blocked by legal`. */
const HOLDING = ['blocked[ -]?(?:by|on)', 'wait(?:s|ing) (?:for|on)', 'wartet auf', 'blockiert (?:durch|von)'];
/** They wait for a task where all that they name is one: `Lid needs Boiler`. */
const LOOSE = [
  'needs?',
  'requires?',
  '(?:only )?(?:after|once)',
  'not before',
  'only when',
  'prereq(?:uisite)?s?',
  'preceded by',
  '(?:erst )?nach',
  'benötigt',
  'braucht',
  'après',
  'nécessite',
  'después de',
  'requiere',
  'depois de',
  'после',
];
/** They say so as names of a field only: `Depends: 2`. */
const FIELDS = ['depends', 'dependenc(?:y|ies)', 'deps?', 'predecessors?'];
/** Signs that point from a task to what it waits on. */
const SIGNS = ['←', '⛓', '⬅', '<-{1,2}'];

const VERBS = [...SURE, ...HOLDING, ...LOOSE].join('|');
const COLON = '[*_]{0,2}\\s{0,2}[:：][*_]{0,2}';
const WORDS = `(?:(?:${VERBS})(?:[*_]{0,2}|${COLON})|(?:${FIELDS.join('|')})${COLON}|${SIGNS.join('|')})`;

/** Words of ASCII of which each of them has one, and each way to say the contrary (`beside-words.ts`); the others have another letter. */
export const WAITING_WORDS: readonly string[] =
  `depend depends depending dependent dependency dependencies dep deps depende depois predecessor
  predecessors blocked blockedby blockedon blockiert wait waits waiting waitson waitsfor wartet need needs require requires requiere after once before only
  prereq prereqs prerequisite prerequisites preceded nach braucht parallel parallelizable parallelisable alongside concurrent concurrently
  simultaneous simultaneously same side gleichzeitig paralelo parallelo
  attend attendre attente besoin requiert requiere espera esperando necesita aguarda aguardando precisa requer necessita attesa attende richiede
  serve servono bisogno dopo tras falta pending subject frozen suspended parked gated soon sobald`.split(/\s+/);

/** Whether a text may have such a word at all: most have none. */
export const MAY_WAIT =
  /depend|blocked|wait|need|require|after|once|before|only when|prereq|preceded|deps?:|predecessor|[←⛓⬅]|<-|hängt|hängig|dépend|зависит|wartet|blockiert|nach |benötigt|braucht|après|nécessite|después|requiere|depois|после/i;

/** Each such word of a title, with what stands in front of it. */
export const WAITING = new RegExp(`(?:^|[\\s(|_*])${WORDS}\\s`, 'gi');

/** A whole line of a body: `Depends on Task 2.`, `This step needs step 1`, `**Prerequisite:** Task 2`. */
export const WAITING_LINE = new RegExp(
  `^(?:[-*+] )?[*_]{0,2}(?:(?:this|the|it)(?: (?:task|step))? |(?:can (?:only )?)?(?:start|begin)s? )?${WORDS}\\s(\\S.{0,500})$`,
  'i',
);

/** What stands in brackets: `(depends on T010)`, `(blockedBy: 2)`, `（依赖于 1）`. */
export const IN_BRACKETS = new RegExp(
  `^(?:(?:${[...SURE, ...HOLDING, 'after', 'needs', 'prereq(?:uisite)?s?', ...FIELDS].join('|')})(?:\\s{0,2}[:：]\\s{0,2}|\\s)|依赖于?(?=\\s{0,2}[\\w#]))`,
  'i',
);

/** Words that stand behind what they name: `（2に依存）`, `（T1完了後）`, `（3之后）`. */
export const WAITS_BEHIND =
  /^([\p{L}]{0,12}[-_#]?[\d①-⑳][\w.-]{0,12}(?:[,、，と和]\s{0,2}[\p{L}]{0,12}[-_#]?[\d①-⑳][\w.-]{0,12}){0,8}|.{1,60}(?=に依存))(?:に依存(?:する)?|の?完了後(?:に)?|の後(?:に)?|が?終わったら|完成(?:之?后|後)|之?[后後]|以[后後]|이후|(?:번 )?후에?)$/u;

/** Says that nothing is waited for. */
export const WAITS_ON_NOTHING =
  /^(?:independent|no (?:dependenc(?:y|ies)|deps|prereq(?:uisite)?s)|depends on nothing)$/i;

const IS_SURE = new RegExp(`^(?:${[...SURE, ...HOLDING, ...FIELDS].join('|')})(?![a-z])`, 'i');
const IS_HOLDING = new RegExp(`^(?:${HOLDING.join('|')})(?![a-z])`, 'i');

/** Whether words begin with one that can hardly mean anything else. */
export function isSureWaiting(words: string): boolean {
  return IS_SURE.test(words);
}

/** Whether words begin with one that says that something holds the task up. */
export function isHolding(words: string): boolean {
  return IS_HOLDING.test(words);
}
