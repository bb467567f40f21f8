import type { Findings } from '../findings';
import { saysAutonomous } from '../gates/autonomy';
import { gateValue } from '../gates/gate-field';
import { fieldAsks } from '../gates/gate-fields';
import type { ContextTier, Position } from '../plan';
import type { Attribute } from '../text/attributes';
import { codeSpans } from '../text/code-spans';
import { gateOfStatus, holdByStatus } from '../text/held-status';
import { plainCommand } from '../text/plain-command';
import { plainText } from '../text/plain-text';
import { quote } from '../text/quote';
import { isCommand, type ReadCriterion, readCriterion } from '../text/read-criterion';
import { readDuration } from '../text/read-duration';
import { readFiles } from '../text/read-files';
import { readResources } from '../text/read-resources';
import { statusOf } from '../text/status-words';
import { added, type OpenTask } from './markdown-task';
import { noteStatus } from './note-status';

/**
 * Puts what a line `key: value` says into its task. True when the line was about the task itself; false for keys that
 * only the format can place (`Plans:`, `Success Criteria:`) and for words that are none of ours.
 */
export function applyAttribute(task: OpenTask, attribute: Attribute, where: Position, findings: Findings): boolean {
  const { name, value } = attribute;
  switch (name) {
    case 'command': {
      const command = codeOf(value);
      if (command === '') return false;
      if (task.command !== undefined) {
        findings.problem('PLAN_DUPLICATE_KEY', where, `${quote(task.title)} has two commands`, {
          hint: 'Join them with && in one `run:` line',
        });
      }
      task.command = command;
      return true;
    }
    case 'verify': {
      if (value !== '') task.criteria = added(task.criteria, { ...verified(value), where });
      return value !== '';
    }
    case 'files':
      for (const file of readFiles(value, where)) task.files = added(task.files, file);
      return true;
    case 'depends':
      if (value === '') {
        const message = `A field of ${quote(task.title)} for what it waits on names no task of this plan; nightshift does not wait for it`;
        findings.note('NOTE_NOT_UNDERSTOOD', where, message);
        return false;
      }
      task.dependsOn = added(task.dependsOn, { expression: value, where });
      return true;
    case 'estimate':
    case 'timeout':
      return applyDuration(task, name, value, where, findings);
    case 'agent':
      if (fieldAsks('doers', plainText(value))) task.humanGate ||= `agent: ${plainText(value)}`;
      else task.agent = plainText(value).toLowerCase();
      return true;
    case 'capability':
      task.capability = plainText(value);
      return true;
    case 'resources': {
      const resources = readResources(value, where);
      if (resources.length === 0) return false;
      task.resources = [...(task.resources ?? []), ...resources];
      return true;
    }
    case 'gate':
      return applyGate(task, value);
    case 'manual':
      return applyManual(task, value);
    case 'autonomous':
      // Only a yes lets a task run by itself; what cannot be read is none.
      if (/^["'`*_]{0,3}(?:false|no)\b/i.test(value)) task.humanGate ||= 'autonomous: false';
      else if (!saysAutonomous(value)) task.humanGate ||= `autonomous: ${value.slice(0, 100)}`;
      return true;
    case 'type':
      if (/checkpoint/i.test(value.slice(0, 200)) || fieldAsks('kinds', plainText(value)))
        task.humanGate ||= `type: ${plainText(value)}`;
      return false;
    case 'status':
      return applyStatus(task, value, where, findings);
    case 'context':
      return applyContext(task, value, where, findings);
    default:
      return false;
  }
}

/** What a field `verify` has checked: by a command in backticks, or where the whole is one. */
function verified(value: string): ReadCriterion {
  if (codeSpans(value).length > 0) return readCriterion(`verify: ${value}`);
  const command = plainCommand(value);
  return command === undefined ? { criterion: plainText(value) } : { criterion: command, command };
}

function applyDuration(
  task: OpenTask,
  name: 'estimate' | 'timeout',
  value: string,
  where: Position,
  findings: Findings,
): boolean {
  const minutes = readDuration(plainText(value));
  if (minutes === undefined) {
    findings.note(
      'NOTE_NOT_UNDERSTOOD',
      where,
      `${name}: ${quote(value)} is no duration (45m, 1.5h, 2d); it is left out`,
    );
  } else if (name === 'estimate') {
    task.estimateMinutes = minutes;
  } else {
    task.timeoutMinutes = minutes;
  }
  return true;
}

/** A field that says how far a task is; where its box or heading says otherwise, it is not done. */
function applyStatus(task: OpenTask, value: string, where: Position, findings: Findings): boolean {
  holdByStatus(task, value);
  const said = statusOf(plainText(value));
  if (said === undefined) {
    const isHeld = typeof task.humanGate === 'string' && gateOfStatus(value) !== undefined;
    if (!isHeld) noteStatus(value, where, findings);
    return isHeld;
  }
  if ((said === 'completed') !== (task.status === 'completed')) {
    findings.note(
      'NOTE_STATUS_CONFLICT',
      where,
      `${quote(task.title)} says that its status is ${quote(value)}, and is not marked so; it counts as not done`,
    );
    if (task.status === 'completed') task.status = said;
  } else if (task.status === 'pending') task.status = said;
  return true;
}

function applyContext(task: OpenTask, value: string, where: Position, findings: Findings): boolean {
  const tier = /^(32|64|128|200) {0,2}k?$/i.exec(plainText(value))?.[1];
  if (tier === undefined)
    findings.note(
      'NOTE_NOT_UNDERSTOOD',
      where,
      `context: ${quote(value)} is none of 32k, 64k, 128k, 200k; it is estimated`,
    );
  else task.contextTier = Number(tier) as ContextTier;
  return true;
}

/** The command of a `run:` value: what stands in backticks, else a text that is plainly a command. */
function codeOf(value: string): string {
  const [span] = codeSpans(value);
  if (span !== undefined) return span.code;
  return isCommand(value) ? value : '';
}

function applyGate(task: OpenTask, value: string): boolean {
  const asked = gateValue(value);
  if (asked === false) task.humanGate ??= false;
  else task.humanGate = plainText(asked);
  return true;
}

/** A yes or no; `Manual: see docs` names a book. */
function applyManual(task: OpenTask, value: string): boolean {
  const said = /^["'`*_]{0,3}(?:(true|yes|y|on|required)|false|no)\b/i.exec(value);
  if (said?.[1] !== undefined) task.humanGate ||= 'A person must do this';
  return said !== null;
}
