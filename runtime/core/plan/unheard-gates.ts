import { askingComments } from './asking-comments';
import type { DraftPlan } from './draft';
import { prose } from './drafting/task-body';
import type { Findings } from './findings';
import { findAsking } from './gates/find-asking';
import type { ShownText } from './shown-text';
import { at } from './text/at';
import { readAttribute } from './text/attributes';
import { cut } from './text/cut';
import type { Line } from './text/lines';
import { plainText } from './text/plain-text';
import type { PlanDocument } from './text/plan-document';
import { quote } from './text/quote';

/** Characters of a question that are kept. */
const LONGEST = 300;

/**
 * The lines of a document that ask for a person and that nobody would be asked for: those which stand in no task and in no
 * question of one, and its comments. They are asked before anything starts, for who cannot tell which task is meant waits with all. Each is
 * noted with its line.
 *
 * Cost: linear in the document.
 */
export function unheardGates(
  document: PlanDocument,
  draft: DraftPlan,
  shown: ShownText,
  findings: Findings,
): readonly string[] {
  const questions = questionsOf(draft);
  const isNoted = findings.notedLines('NOTE_HUMAN_GATE');
  const unheard: string[] = [];
  for (const line of prose(document.markdown().lines)) {
    const found = mayAsk(line, document) ? findAsking(wordsOf(line), false) : undefined;
    if (found === undefined || isField(line) || isNoted.has(line.no) || isAsked(found.words, questions)) continue;
    if (line.kind !== 'heading' && shown.has(line)) continue;
    const text = cut(plainText(line.content), LONGEST);
    unheard.push(text);
    const message = `A person is asked before anything starts, for this is about no task below it: ${quote(text)}`;
    findings.note('NOTE_HUMAN_GATE', at(line), message);
  }
  for (const { line, words } of askingComments(document)) {
    if (isAsked(words, questions)) continue;
    unheard.push(words);
    const message = `A person is asked before anything starts, for a comment says so: ${quote(words)}`;
    findings.note('NOTE_HUMAN_GATE', { line, column: 1 }, message);
  }
  return unheard;
}

/** Fields that are no words to a person. */
const FIELDS: ReadonlySet<string> = new Set([
  'command',
  'files',
  'estimate',
  'timeout',
  'agent',
  'capability',
  'resources',
  'context',
  'id',
]);

/** Prose, and a heading that is no task: what tasks, parts and criteria say is looked at with them. */
function mayAsk(line: Line, { ledger }: PlanDocument): boolean {
  // What the plan is called is no question.
  if (line.kind === 'heading' && line.level === 1) return false;
  if (line.kind === 'heading') return ledger.useOf(line.no) === undefined || ledger.useOf(line.no) === 'group';
  return (line.kind === 'text' || line.kind === 'item') && ledger.useOf(line.no) === undefined;
}

const isField = ({ content }: Line): boolean => FIELDS.has(readAttribute(content)?.name ?? '');

/** Of a field its value is asked; some are asked in other words than theirs. */
const isAsked = (words: string, questions: string): boolean =>
  questions.includes(words) ||
  (words.includes(': ') && questions.includes(words.slice(words.lastIndexOf(': ') + 2))) ||
  (/^autonomous\b/i.test(words) && questions.includes('autonomous: ')) ||
  (/^manual\b/i.test(words) && questions.includes('A person must do this'));

/** Of a field that asks, what it asks. */
function wordsOf({ content }: Line): string {
  const attribute = readAttribute(content);
  return (attribute?.name === 'gate' ? attribute.value : content).slice(0, 2_000);
}

/** All that a person is asked of tasks that are still to run. */
function questionsOf({ tasks, humanGate = '' }: DraftPlan): string {
  const asked = new Set<string>();
  for (const { humanGate: own, status } of tasks) if (typeof own === 'string' && status !== 'completed') asked.add(own);
  return [humanGate, ...asked].join('\n');
}
