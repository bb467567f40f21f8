import { type DataNode, fieldOf, itemsOf, textOf } from '../../data/data-node';
import { readJson } from '../../data/read-json';
import type { DraftCriterion } from '../../draft';
import { Findings } from '../../findings';
import type { PlanLimits, Position, Subtask } from '../../plan';
import { at } from '../../text/at';
import { cut } from '../../text/cut';
import type { Line } from '../../text/lines';
import type { Phase } from './phase';

/** Starts a line of ours that says, as JSON, what a roadmap has no words for. */
const ALSO = '**Also**: {';

/** `**Also**: {"phase": "Build"}` */
export const isAlso = ({ content }: Line): boolean => content.startsWith(ALSO);

type Apply = (phase: Phase, value: DataNode, where: Position) => boolean;

const text =
  <Key extends 'title' | 'command' | 'agent' | 'capability' | 'phase' | 'parent' | 'originalId'>(key: Key): Apply =>
  (phase, value) => {
    if (value.type === 'null' && key !== 'title' && key !== 'originalId') delete (phase as Partial<Phase>)[key];
    else if (value.type === 'text') phase[key] = String(value.value);
    else return false;
    return true;
  };
const minutes =
  (key: 'estimateMinutes' | 'timeoutMinutes'): Apply =>
  (phase, value) => {
    if (value.type === 'null') delete phase[key];
    else if (value.type === 'number' && Number(value.value) > 0) phase[key] = Number(value.value);
    else return false;
    return true;
  };
const flag =
  (key: 'isParallel' | 'isOptional'): Apply =>
  (phase, value) => {
    if (value.type !== 'boolean') return false;
    if (value.value === true) phase[key] = true;
    return true;
  };

/** Fields of a phase, in the words of nightshift's own list; each replaces what the lines of the phase say. */
const FIELDS: Readonly<Record<string, Apply>> = {
  title: text('title'),
  originalId: text('originalId'),
  phase: text('phase'),
  parent: text('parent'),
  command: text('command'),
  agent: text('agent'),
  capability: text('capability'),
  resources: (phase, value, where) => {
    if (value.type === 'null') delete phase.resources;
    else if (value.type === 'map')
      phase.resources = value.entries.map(({ key, value: amount }) => ({ name: key, amount: amountOf(amount), where }));
    else return false;
    return true;
  },
  estimateMinutes: minutes('estimateMinutes'),
  timeoutMinutes: minutes('timeoutMinutes'),
  isParallel: flag('isParallel'),
  isOptional: flag('isOptional'),
  description: (phase, value) => {
    if (value.type !== 'text') return false;
    phase.verbatim = String(value.value);
    return true;
  },
  marked: (phase, value) => {
    const status = textOf(value);
    if (status !== 'in_progress' && status !== 'failed' && status !== 'skipped') return false;
    phase.status = status;
    return true;
  },
  contextTier: (phase, node) => {
    const value = node.type === 'number' ? node.value : undefined;
    if (value !== 32 && value !== 64 && value !== 128 && value !== 200) return false;
    phase.contextTier = value;
    return true;
  },
  humanGate: (phase, value) => {
    if (value.type === 'text') phase.humanGate = String(value.value);
    else if (value.type === 'boolean' && value.value === false) phase.humanGate = false;
    else return false;
    phase.asksNoMore = true;
    return true;
  },
  files: (phase, value, where) => {
    phase.files.splice(0);
    for (const path of texts(value)) phase.files.push({ path, where });
    return true;
  },
  verification: (phase, value, where) => {
    phase.criteria.splice(0, phase.criteria.length, ...itemsOf(value).flatMap((item) => criterionOf(item, where)));
    phase.asksNoMore = true;
    return true;
  },
  subtasks: (phase, value, where) => {
    phase.subtasks.splice(0, phase.subtasks.length, ...itemsOf(value).map((item) => subtaskOf(item, where)));
    phase.asksNoMore = true;
    return true;
  },
  impliedDependencies: (phase, value) => {
    phase.implied = texts(value);
    return true;
  },
  missingDependencies: (phase, value) => {
    phase.outside = texts(value);
    return true;
  },
};

/** Puts what the line says into its phase. What is no JSON, and fields that it cannot have, are noted. */
export function applyAlso(phase: Phase, line: Line, limits: PlanLimits, findings: Findings): void {
  const where = at(line);
  const node = readJson(line.content.slice(ALSO.length - 1), limits, new Findings());
  if (node?.type !== 'map') {
    findings.note('NOTE_NOT_UNDERSTOOD', where, 'What stands behind **Also** is no JSON; it is left out');
    return;
  }
  const wrong = node.entries.filter(({ key, value }) => {
    const apply = Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
    return apply === undefined || !apply(phase, value, where);
  });
  if (wrong.length === 0) return;
  const names = wrong.slice(0, 10).map(({ key }) => cut(key, 60));
  findings.note('NOTE_NOT_UNDERSTOOD', where, `**Also** cannot say ${names.join(', ')}; that is left out`);
}

function criterionOf(node: DataNode, where: Position): DraftCriterion[] {
  if (node.type === 'text') return [{ criterion: String(node.value), where }];
  const criterion = textOf(fieldOf(node, 'criterion'));
  const command = textOf(fieldOf(node, 'command'));
  const words = criterion ?? command;
  return words === undefined ? [] : [{ criterion: words, where, ...(command === undefined ? {} : { command }) }];
}

function subtaskOf(node: DataNode, where: Position): Subtask {
  const dependencies = fieldOf(node, 'dependencies');
  return {
    originalId: textOf(fieldOf(node, 'id')) ?? '',
    title: textOf(fieldOf(node, 'title')) ?? textOf(node) ?? '',
    isDone: isTrue(fieldOf(node, 'isDone')),
    where,
    ...(isTrue(fieldOf(node, 'isOptional')) ? { isOptional: true } : {}),
    ...(dependencies === undefined ? {} : { dependencies: texts(dependencies) }),
  };
}

/** 0 is no amount: the check says so. */
const amountOf = (node: DataNode): number => (node.type === 'number' ? Number(node.value) : 0);

function isTrue(node: DataNode | undefined): boolean {
  return node?.type === 'boolean' && node.value === true;
}

function texts(node: DataNode): string[] {
  return itemsOf(node).flatMap((item) => textOf(item) ?? []);
}
