import { type ExecutionPlan, type ExecutionTask, NO_ID, type Subtask, type VerificationCriterion } from '../plan';
import { plainText } from '../text/plain-text';
import { readCriterion } from '../text/read-criterion';
import { ownTier } from './estimated-tier';
import type { Extras } from './roadmap-extras';
import type { RoadmapNames } from './roadmap-names';
import { boxText, descriptionLines, oneLine, resourceWords } from './roadmap-words';
import { gateOf } from './task-list-document';

/** What the title line cannot say, and what is meant for whoever runs the plan. */
export function frontmatterOf({ title, conversationId, metadata }: ExecutionPlan, hasTitle: boolean): string[] {
  const fields = [
    ...(hasTitle ? [] : [`title: ${asLine(title)}`]),
    ...(metadata.priority === 'normal' ? [] : [`priority: ${metadata.priority}`]),
    ...(conversationId === NO_ID ? [] : [`conversationId: ${asValue(conversationId)}`]),
  ];
  return fields.length === 0 ? [] : ['---', ...fields, '---', ''];
}

export function titleLine({ title }: ExecutionPlan): string {
  return `# Roadmap: ${oneLine(title)}`;
}

/** A phase with all that its lines can say, and behind them what only `**Also**` can. */
export function phaseLines(
  task: ExecutionTask,
  no: number,
  names: RoadmapNames,
  extras: Extras | undefined,
  isOrderSaid: boolean,
): readonly string[] {
  const { verification, subtasks } = task;
  const done = subtasks.filter(({ isDone }) => isDone).length;
  return [
    `### Phase ${names.ids[no]}: ${plainText(oneLine(task.title))}`.trimEnd(),
    ...descriptionLines(task.description),
    ...dependsLine(task, no, names, isOrderSaid),
    ...attributeLines(task),
    ...(extras === undefined || Object.keys(extras).length === 0 ? [] : [`**Also**: ${asLine(extras)}`]),
    ...(verification.length === 0 ? [] : ['**Success Criteria** (what must be TRUE):']),
    ...verification.map((criterion, at) => `  ${at + 1}. ${criterionText(criterion)}`),
    ...(subtasks.length === 0 ? [] : [`**Plans**: ${done}/${subtasks.length} plans complete`, '', 'Plans:']),
    ...subtasks.map(planLine),
  ];
}

/** Without the line, a phase follows the one before it: so it is left out where that is all, unless `isOrderSaid`. */
function dependsLine(
  { dependencies, impliedDependencies = [] }: ExecutionTask,
  no: number,
  { of, ids }: RoadmapNames,
  isOrderSaid: boolean,
): readonly string[] {
  if (dependencies.length === 0) return ['**Depends on**: Nothing'];
  const [first] = dependencies;
  const followsLast = dependencies.length === 1 && impliedDependencies.length === 1 && of(first!) === ids[no - 1];
  if (followsLast && !isOrderSaid) return [];
  return [`**Depends on**: ${dependencies.map((id) => `Phase ${of(id)}`).join(', ')}`];
}

function attributeLines(task: ExecutionTask): readonly string[] {
  const { command, files, estimateMinutes, timeoutMinutes, agent, capability, resources } = task;
  const tier = ownTier(task);
  const gate = gateOf(task);
  return [
    ...(command === undefined || !isCodeSpan(command) ? [] : [`**Command**: \`${command}\``]),
    ...(files.length === 0 || !files.every(isCodeSpan)
      ? []
      : [`**Files**: ${files.map((path) => `\`${path}\``).join(', ')}`]),
    ...(estimateMinutes === undefined ? [] : [`**Estimate**: ${estimateMinutes}m`]),
    ...(timeoutMinutes === undefined ? [] : [`**Timeout**: ${timeoutMinutes}m`]),
    ...(agent === undefined ? [] : [`**Agent**: ${oneLine(agent)}`]),
    ...(capability === undefined ? [] : [`**Capability**: ${oneLine(capability)}`]),
    ...(resources === undefined ? [] : [`**Resources**: ${resourceWords(resources)}`]),
    ...(tier === undefined ? [] : [`**Context**: ${tier}k`]),
    ...(gate === undefined ? [] : [`**Gate**: ${gate === false ? 'none' : oneLine(gate)}`]),
  ];
}

/** The shortest wording that is read as this criterion; else one that people understand. */
function criterionText({ criterion, command }: VerificationCriterion): string {
  const text = oneLine(criterion);
  if (command === undefined) return readCriterion(text).command === undefined ? text : text.replaceAll('`', '');
  if (!isCodeSpan(command)) return text.replaceAll('`', '');
  const alone = `verify: \`${command}\``;
  const forms = [...(criterion === command ? [alone] : [text]), `${text}: \`${command}\``, `${text} (${alone})`];
  const exact = forms.find((form) => {
    const read = readCriterion(form);
    return read.criterion === criterion && read.command === command;
  });
  return exact ?? `${text.replaceAll('`', '')} (${alone})`;
}

function planLine({ originalId, title, isDone }: Subtask): string {
  const text = boxText(originalId === '' ? title : `${originalId}: ${title}`);
  return `- [${isDone ? 'x' : ' '}] ${text}`.trimEnd();
}

/** An id as it is where YAML reads it as the same text, else quoted. */
function asValue(id: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id : asLine(id);
}

/** JSON on one line, whatever ends a line for whom; a comment cannot begin in it. */
function asLine(value: unknown): string {
  const escaped = (found: string): string => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[<\u0085\u2028\u2029\ufeff]/g, escaped);
}

function isCodeSpan(text: string): boolean {
  return text !== '' && text === text.trim() && !/[`\n\r\u2028\u2029]|<!--/.test(text);
}
