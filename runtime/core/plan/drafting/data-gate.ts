import { type DataMap, type DataNode, entryOf, textOf } from '../data/data-node';
import { forbidsAutonomy, isAutonomyKey } from '../gates/autonomy';
import { findHumanGate } from '../gates/find-human-gate';
import { deniesGate } from '../gates/gate-field';
import { fieldAsks, gateFieldKind, plainKey } from '../gates/gate-fields';
import { gateOfStatus } from '../text/held-status';
import { FIELDS, isYes, textsUnder } from './data-fields';

const ASKING_WORD = /approval|signoff|human|manual|confirmation/;
/** These ask only where they are needed: `needs_review`. */
const NEEDED_WORD = /review|confirm/;
const DENIES =
  /^(?:no|non|not|skip|without|never)(?=approval|signoff|human|manual|confirmation|require|need)|^(?:auto|optional)/;
/** What is blocked waits for whoever can say that it no longer is. */
const STATUS = new Set(['status', 'state']);
/** What holds a task up, when it is set at all. */
const HOLDS =
  /^(?:is)?(?:blocked|onhold|hold|paused|blockedreason|blockedby(?:human|person)|blockers?|waiting(?:for|on)|waitsfor|waitfor)$/;
/** Fields that hold more fields of a task. */
const INNER = new Set(['metadata', 'meta', 'execution', 'execute', 'options', 'settings', 'config', 'flags']);
/** Fields of a task that list what stands before it, of which most open by themselves. */
const MOST_LISTED = 50;
const LISTED = new Set(['gates', 'checkpoints', 'approvals', 'guards', 'preconditions']);
/** `needs-human`, `gate:human`, `hitl`; not `human-readable`. */
const ASKING_LABEL =
  /^(?:(?:gate|hitl|checkpoint|manual|approval|sign-?off)(?:[:/].{0,80})?|(?:needs?|requires?|awaiting|awaits|waiting)[-_: ](?:for[-_ ])?(?:an?[-_ ])?(?:human|person|user|manual|approval|sign-?off|review)\b.{0,80}|(?:approval|sign-?off|human|manual|(?:human|manual|legal|security|owner|client|customer)[-_: ](?:review|approval))[-_: ](?:required|needed|pending|first|step|task|gate)|human(?:[-_: ](?:gate|review|approval|required|only|verify|check|in[-_ ]the[-_ ]loop))?)$/i;

/**
 * What a task's fields ask of a person before it starts, in the plan's own words; undefined when none does. Keys count in
 * any case, with `_`, `-` or neither. A field that says neither yes nor no asks too, and so does one with a name
 * close to those known: when in doubt, a task waits.
 */
export function gateOf(map: DataMap, isWhole = true): string | undefined {
  for (const { key, value } of map.entries) {
    const plain = plainKey(key);
    const text = textOf(value);
    if (forbidsAutonomy(plain, text ?? '')) return `${key}: ${text ?? ''}`;
    if (HOLDS.test(plain) && holds(value)) return `${key}: ${text ?? 'set'}`;
    const inner = isWhole && INNER.has(plain) && value.type === 'map' ? gateOf(value, false) : undefined;
    if (inner !== undefined) return inner;
    if (STATUS.has(plain) && gateOfStatus(text ?? '') !== undefined) return `${key}: ${text}`;
    const kind = gateFieldKind(plain);
    if (
      (kind === 'asks' || kind === 'names' || isNeed(plain) || (isFlag(plain) && isYes(value) === true)) &&
      asks(value)
    )
      return `${key}: ${text ?? 'set'}`;
    const label = kind === 'labels' ? labelsOf(value).find((each) => ASKING_LABEL.test(each)) : undefined;
    if (label !== undefined) return `${key}: ${label}`;
    const said = kind === undefined ? undefined : wordsOf(value).find((each) => fieldAsks(kind, each));
    if (said !== undefined) return `${key}: ${said}`;
  }
  return undefined;
}

/** What is asked before all tasks of a group, or of a plan: as its fields say, or the words of its name and description. */
export function gateOfGroup(map: DataMap): string | undefined {
  const asked = gateOf(map);
  if (asked !== undefined) return asked;
  for (const { text } of textsUnder(map, [...FIELDS.title, ...FIELDS.description, 'comment', 'comments'])) {
    const found = findHumanGate('', text.slice(0, 20_000));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the fields of a task ask, and the lists of what stands before it: `gates: [{ type: human }]`, where `[lint, tests]` asks nobody. */
export function gateOfTask(map: DataMap): string | undefined {
  const asked = gateOf(map);
  if (asked !== undefined) return asked;
  for (const { key, value } of map.entries) {
    if (value.type !== 'list' || !LISTED.has(plainKey(key))) continue;
    const said = value.items.slice(0, MOST_LISTED).flatMap((item) => gateOfItem(item) ?? [])[0];
    if (said !== undefined) return `${key}: ${said}`;
  }
  return undefined;
}

function gateOfItem(item: DataNode): string | undefined {
  if (item.type === 'map') return gateOf(item);
  const text = (textOf(item) ?? '').slice(0, 2_000);
  return fieldAsks('kinds', text) ? text : findHumanGate(text, '');
}

/** Whether a key is one that `gateOf` looks at, by whatever name. */
export function isGateKey(key: string): boolean {
  const plain = plainKey(key);
  return (
    gateFieldKind(plain) !== undefined || isAutonomyKey(plain) || isNeed(plain) || isFlag(plain) || HOLDS.test(plain)
  );
}

/** `blocked: true`, `blocker: the vendor`; what has the form of an id is a task that is waited for. */
function holds(value: DataNode): boolean {
  if (value.type === 'list') return value.items.some(holds);
  const text = (textOf(value) ?? '').trim();
  return isYes(value) === true
    ? text !== '1' || value.type !== 'number'
    : isYes(value) === undefined && text !== '' && !/\d/.test(text);
}

/** A name that says by itself that a person is needed: `requires_human_review`, `approval_needed`, `manualStep`. */
function isNeed(plain: string): boolean {
  if (!(ASKING_WORD.test(plain) || NEEDED_WORD.test(plain)) || DENIES.test(plain)) return false;
  return /require|need|await/.test(plain) || /^(?:manual|human)(?:step|action|task|work|intervention)s?$/.test(plain);
}

/** A name with a word for a person's work, which asks when it is true. */
function isFlag(plain: string): boolean {
  return (
    ASKING_WORD.test(plain) && !DENIES.test(plain) && !/readable|passed|done|complete|received|granted/.test(plain)
  );
}

function wordsOf(value: DataNode): readonly string[] {
  return value.type === 'list' ? value.items.map((item) => textOf(item) ?? '') : [textOf(value) ?? ''];
}

function labelsOf(value: DataNode): readonly string[] {
  const texts =
    value.type === 'list' ? value.items.map((item) => textOf(item) ?? '') : (textOf(value) ?? '').split(',');
  return texts.map((text) => text.trim().slice(0, 200));
}

function asks(value: DataNode): boolean {
  if (value.type === 'null' || isYes(value) === false || deniesGate(textOf(value) ?? 'a list')) return false;
  if (value.type === 'list') return value.items.length > 0;
  // A gate that a command opens is a criterion.
  return value.type !== 'map' || entryOf(value, 'command') === undefined || value.entries.length > 1;
}
