/** Names of fields for a yes that somebody gives, in other languages than English. */
export const APPROVALS = [
  ...['freigabe', 'freigabe durch', 'freigabe von', 'genehmigung', 'genehmigung durch', 'zustimmung', 'rücksprache'],
  ...[
    'approbation',
    'approbation de',
    'autorisation',
    'accord',
    'feu vert',
    'aprobación',
    'aprobacion',
    'autorización',
  ],
  ...['autorizacion', 'visto bueno', 'aprovação', 'aprovacao', 'autorização', 'autorizacao', 'approvazione'],
  ...['autorizzazione', 'via libera', 'согласование', 'согласовать', 'согласовать с', 'одобрение', 'утверждение'],
  ...['审批', '审批人', '批准', '批准人', '審批', '承認', '承認者', '要承認', '승인', '승인자', '결재'],
] as const;

/**
 * The fields by which plans of every format say that a task waits for a person, by what they must hold to do so: in JSON and
 * YAML, in frontmatter, in lines `key: value` and as columns of tables. Case, spaces, `_` and `-` mean nothing in a name.
 */
export const GATE_FIELDS = {
  /** Ask when they are true, or say anything else than no. */
  asks: [
    ...APPROVALS,
    ...[
      'human_gate',
      'gate',
      'blocking_gate',
      'checkpoint',
      'manual',
      'human',
      'hitl',
      'human_in_the_loop',
      'user_setup',
    ],
    ...['approval', 'sign_off', 'requires_approval', 'needs_approval', 'approval_required', 'requires_human'],
    ...['needs_human', 'ask_first', 'ask_before', 'wait_for_human', 'pause_for', 'stop_for', 'wait_for_approval'],
    ...['by_hand', 'human_only', 'hands_on', 'human_input', 'human_approval'],
  ],
  /** Ask when they name anybody. */
  names: [
    ...['approver', 'approvers', 'approval_by', 'approval_from', 'sign_off_by', 'sign_off_from', 'needs_ok_from'],
    ...['ask', 'freigegeben durch', 'freigeber', 'aprobador', 'aprovador', 'approbateur', 'approvatore', 'согласующий'],
  ],
  /** Ask when they say yes, or that it is required. */
  saysYes: [
    ...['confirm', 'confirmation', 'confirm_before', 'confirm_first', 'review', 'human_review', 'manual_review'],
    ...['needs_review', 'review_required', 'requires_review', 'review_before', 'interactive', 'supervised', 'attended'],
    ...['pause', 'pause_before', 'stop', 'stop_before', 'halt', 'wait_before'],
  ],
  /** Ask when they are false. */
  allows: [
    ...['autonomous', 'auto', 'automated', 'automatic', 'automatable', 'automate', 'can_automate', 'can_be_automated'],
    ...['can_run_unattended', 'run_unattended', 'unattended', 'ai_safe', 'agent_safe', 'ai_allowed', 'agent_allowed'],
    ...['agent_can_run', 'can_run_alone'],
  ],
  /** Ask when they name a person's work. */
  kinds: [
    'type',
    'kind',
    'task_type',
    'mode',
    'issue_type',
    'execution_mode',
    'run_mode',
    'execution_type',
    'gate_type',
  ],
  /** Ask when nothing but a person starts it. */
  starts: ['when', 'trigger', 'start', 'execution', 'triggered_by', 'started_by'],
  /** Ask when who does it is a person whom nobody else can stand in for. */
  doers: [
    ...['executor', 'assignee', 'assignees', 'assignee_type', 'owner', 'assigned_to', 'responsible', 'performed_by'],
    ...['executed_by', 'done_by', 'run_by', 'handled_by', 'who', 'agent', 'actor', 'by', 'worker'],
    ...[
      'wer',
      'zuständig',
      'verantwortlich',
      'qui',
      'responsable',
      'quién',
      'quem',
      'responsável',
      'chi',
      'responsabile',
    ],
    ...['кто', 'исполнитель', 'ответственный', '负责人', '执行人', '执行者', '担当', '担当者', '담당자'],
  ],
  /** Ask when one of them is a word for that. */
  labels: ['labels', 'label', 'tags', 'tag'],
} as const;

export type GateFieldKind = keyof typeof GATE_FIELDS;

/** A name without what means nothing in it. */
export function plainKey(key: string): string {
  return key
    .slice(0, 60)
    .toLowerCase()
    .replace(/[_\-\s]/g, '');
}

const KIND_OF: ReadonlyMap<string, GateFieldKind> = new Map(
  (Object.keys(GATE_FIELDS) as GateFieldKind[]).flatMap((kind) =>
    GATE_FIELDS[kind].map((key): [string, GateFieldKind] => [plainKey(key), kind]),
  ),
);

/** What a field with this plain name must hold to ask; undefined for other names. */
export const gateFieldKind = (plain: string): GateFieldKind | undefined => KIND_OF.get(plain);

/** Values that name a person's work or decision. */
const WORK = /\b(?:checkpoint|manual|human|person|approval|gate|decision|sign-?off)\b/i;
const BY_HAND =
  /^(?:manually|interactive|supervised|attended|hitl|by hand|manuell|von hand|manuel(?:le)?|à la main|a mano|à mão|manuale|вручную|手动|手動|人工|수동)$/i;
const PERSON =
  /^(?:@?me|i|myself|we|us|humans?|people|person|user|operator|someone|ich|mich|mensch|moi|humain|yo|persona|humano|eu|pessoa|io|umano|я|человек|我|人|人工|人间|私|自分|人間|나|사람)$/i;
const ON_WORD = /^(?:(?:on|after|upon)[- ]?)?(?:approval|approved|sign-?off|confirmation|confirmed)$/i;
const REQUIRED =
  /^(?:true|yes|y|on|1|required|require|always|needed|mandatory|before|pending|human|manual|ja|oui|sí|si|sim|да|是|必要)$/i;

/** Whether the text of a field asks for a person, in a kind whose fields ask by what they say. */
export function fieldAsks(kind: GateFieldKind, text: string): boolean {
  const said = text
    .slice(0, 200)
    .trim()
    .replace(/^["'`*_]{1,3}|["'`*_.!]{1,3}$/g, '');
  if (said === '') return false;
  if (kind === 'kinds') return WORK.test(said) || BY_HAND.test(said);
  if (kind === 'doers')
    return (
      WORK.test(said) || BY_HAND.test(said) || said.split(/[,;/+&]|\sand\s/, 8).some((each) => PERSON.test(each.trim()))
    );
  if (kind === 'starts') return BY_HAND.test(said) || ON_WORD.test(said) || /^(?:manual|human|person)$/i.test(said);
  if (kind === 'saysYes') return REQUIRED.test(said);
  return false;
}

/** Characters in which the name of a field stands. */
const LONGEST_KEY = 40;
const NOBODY = /^(?:none|no|no[- ]one|nobody|false|off|n\/a|-{1,3}|–|—|tbd|\[\])?$/i;

/** Whether a line is a field of the table that asks; the kinds that ask by anything else are words (`asking-rules.ts`). */
export function isAskingField(line: string): boolean {
  const colon = colonOf(line);
  if (colon < 1) return false;
  const kind = KIND_OF.get(plainKey(line.slice(0, colon).replace(/[*`]/g, '')));
  if (kind === undefined) return false;
  const value = line
    .slice(colon + 1, 300)
    .replace(/[*`]/g, '')
    .trim();
  if (kind === 'names') return !NOBODY.test(value);
  return fieldAsks(kind, value);
}

/** Where the name of a field ends; -1 in a line that begins with no name. */
function colonOf(line: string): number {
  const end = Math.min(line.length, LONGEST_KEY);
  for (let at = 0; at < end; at++) {
    const code = line.charCodeAt(at);
    if (code === 58 /* : */ || code === 0xff1a /* ： */) return at;
  }
  return -1;
}
