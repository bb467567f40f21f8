import { errorForm } from '../../../runtime/core/error-form';
import type { PlanReading } from '../../../runtime/core/plan/plan';
import { planRefusal } from '../../../runtime/core/plan/plan-refusal';
import { previewPlan } from '../../../runtime/core/plan/preview-plan';
import { expectErrorForm } from '../../support/error-form';

/** Characters of the input that a message may repeat, in quotes and escaped. */
const LONGEST_ECHO = 120;

/** What every answer to a plan keeps, whatever came in (guarantees D): all problems at once or a whole plan, and nothing of us. */
export function expectAnswer(text: string, reading: PlanReading): void {
  const lines = linesOf(text);
  if (reading.type === 'problems') {
    const { problems, total } = reading;
    if (problems.length === 0 || problems.length > 50 || total < problems.length)
      throw new Error(`${problems.length} of ${total} problems`);
    if (total <= 50 && total !== problems.length) throw new Error(`Only ${problems.length} of ${total} problems`);
    expectErrorForm(errorForm(planRefusal(problems, total)), text);
    for (const problem of problems) {
      if (!/^PLAN_[A-Z_]+$/.test(problem.code)) throw new Error(`The code is ${problem.code}`);
      expectSaid(problem, lines);
      expectText(problem.hint ?? '', text);
      expectText(problem.path ?? '', text);
    }
    return;
  }
  const { plan } = reading;
  if (plan.tasks.length === 0) throw new Error('A plan without tasks');
  plan.tasks.forEach((task, no) => {
    if (task.id !== `task-${String(no + 1).padStart(3, '0')}`) throw new Error(`Task ${no} is ${task.id}`);
    if (task.title.trim() === '') throw new Error(`${task.id} has no title`);
    expectPlace(task.where, lines);
    for (const { test, command, criterion } of task.verification) {
      if ((test === 'auto') !== (command !== undefined)) throw new Error(`${task.id}: ${test} with ${command}`);
      if (criterion.trim() === '') throw new Error(`${task.id} has an empty criterion`);
    }
    for (const path of task.files)
      if (/^\/|^~|(?:^|\/)\.\.(?:\/|$)|^\.git(?:\/|$)/i.test(path)) throw new Error(`${task.id} writes ${path}`);
  });
  for (const note of plan.notes) {
    if (!/^NOTE_[A-Z_]+$/.test(note.code)) throw new Error(`The code is ${note.code}`);
    expectSaid(note, lines);
  }
  const placed = previewPlan(plan).waves.reduce((sum, wave) => sum + wave.length, 0);
  if (placed !== plan.tasks.length) throw new Error(`${placed} of ${plan.tasks.length} tasks are in waves`);
}

/** A carriage return inside a line is a space, where line feeds end lines. */
function linesOf(text: string): readonly string[] {
  const plain = text.replace(/\r+\n/g, '\n');
  return plain.replaceAll('\r', plain.includes('\n') ? ' ' : '\n').split('\n');
}

interface Said {
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
}

function expectSaid(said: Said, lines: readonly string[]): void {
  expectPlace(said, lines, said.code);
  expectText(said.message, lines.join('\n'));
  if (/^\s{0,8}at .{1,200}:\d+:\d+/m.test(said.message)) throw new Error(`A stack: ${said.message}`);
}

function expectPlace(
  { line, column }: { readonly line: number; readonly column: number },
  lines: readonly string[],
  code = 'a task',
): void {
  // Markdown also ends lines with U+2028 and U+2029; data does not.
  const fits = (all: readonly string[]): boolean =>
    line >= 1 && line <= Math.max(1, all.length) && column >= 1 && column <= (all[line - 1]?.length ?? 0) + 2;
  // Behind the last character, where something is missing, is a place too.
  if (!fits(lines) && !fits(lines.flatMap((each) => each.split(/[\u2028\u2029]/))))
    throw new Error(`${code} at ${line}:${column} of ${lines.length} lines`);
}

/** Nothing unseen in it, and of each quoted piece no more than `LONGEST_ECHO` characters. */
function expectText(message: string, _text: string): void {
  if (/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(message))
    throw new Error(`Unseen characters in ${JSON.stringify(message)}`);
  if (message.length > 2_000) throw new Error(`A message of ${message.length} characters`);
  for (const [, quoted = ''] of message.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
    const seen = quoted.replace(/\\u[0-9a-f]{4}|\\./gi, 'x').length;
    if (seen > LONGEST_ECHO) throw new Error(`${seen} characters of the input: ${message.slice(0, 200)}`);
  }
}
