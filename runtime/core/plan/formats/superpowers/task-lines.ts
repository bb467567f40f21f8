import { applyAttribute } from '../../drafting/apply-attribute';
import type { MarkdownTask } from '../../drafting/markdown-task';
import { criteriaKind, criterionOf, labelOf } from '../../drafting/read-criteria';
import type { Findings } from '../../findings';
import { append } from '../../text/append';
import { at } from '../../text/at';
import { readAttribute } from '../../text/attributes';
import { codeSpans } from '../../text/code-spans';
import type { Ledger } from '../../text/ledger';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import { isCommand } from '../../text/read-criterion';
import { readFiles } from '../../text/read-files';
import { isDoneMark } from '../../text/status-words';
import { HiddenSteps, stepOf } from './steps';

/** What an output must be for the exit code of its command to say so. */
const PASSES =
  /^\W{0,6}(?:.{0,40}\bpass(?:es|ed|ing)?\b|ok\b|success|succeed|no (?:errors?|output|matches|warnings?)|0 (?:errors|failures)|clean|green|build succe|compiles|exit (?:code )?0)/i;
/** The first half of a test-driven step: it must fail only until the work is done. */
const FAILS = /^\W{0,6}(?:\w{1,20} )?(?:FAIL|fails?\b|error|compile error|module not found|not found|undefined|red\b)/i;

/**
 * Steps, files and expected results of one task. Marks what may be work. Boxes beside steps are what a step has to look
 * at; without steps they are the parts. Answers whether such a box is open. Linear.
 */
export function readTaskLines(
  task: MarkdownTask,
  body: readonly Line[],
  ledger: Ledger,
  findings: Findings,
): { readonly hasOpenBox: boolean } {
  const hasSteps = body.some((line) => stepOf(line) !== undefined);
  let hasOpenBox = false;
  const hidden = new HiddenSteps();
  // Headings after steps that are none belong to a text that the task writes.
  let isBoxed = false;
  let isFiles = false;
  let isCriteria = false;
  let command: { readonly code: string; readonly line: Line } | undefined;
  for (const line of body) {
    const where = at(line);
    const isSample = line.kind === 'heading' && isBoxed;
    const step = (isSample ? undefined : stepOf(line)) ?? hidden.next(line);
    if (step !== undefined) {
      isBoxed ||= line.kind !== 'heading';
      hidden.seen(step);
      ledger.mark(line, 'subtask');
      task.subtasks.push({
        originalId: `${task.originalId}.${step.id}`,
        title: step.title,
        isDone: step.isDone,
        where,
      });
      isFiles = false;
      isCriteria = false;
      command = undefined;
      continue;
    }
    if (line.kind === 'code') {
      if (isCommand(line.content)) command = { code: line.content, line };
      if (line.isHiddenBox) ledger.mark(line, 'detail');
      continue;
    }
    if (line.kind === 'heading') ledger.mark(line, 'detail');
    const label = line.kind === 'text' ? labelOf(line.content) : undefined;
    if (label !== undefined) {
      isFiles = /^files?\b/i.test(label);
      isCriteria = criteriaKind(label) !== undefined;
      continue;
    }
    const run = /^(?:[-*] )?\**Run\**:?\**\s{0,3}/i.exec(line.content);
    const [span] = codeSpans(line.content);
    if (run !== null && span !== undefined) command = { code: span.code, line };
    const expected = /^\*{0,4}Expected(?: output| result)?\*{0,4}\s{0,2}[:：]\*{0,4}\s{0,3}(.{1,1000})$/i.exec(
      line.content,
    );
    if (expected !== null && !FAILS.test(expected[1]!)) expects(task, plainText(expected[1]!), command?.code, where);
    if (line.kind === 'box' || line.kind === 'item') {
      if (isFiles) {
        ledger.mark(line, 'detail');
        append(task.files, filesIn(line));
      } else if (isCriteria) {
        ledger.mark(line, 'criterion');
        task.criteria.push(criterionOf(line.content, line));
      } else if (line.kind === 'box' && line.content !== '' && hasSteps) {
        ledger.mark(line, 'detail');
        hasOpenBox ||= !isDoneMark(line.mark);
      } else if (line.kind === 'box' && line.content !== '') {
        ledger.mark(line, 'subtask');
        task.subtasks.push({
          originalId: '',
          title: plainText(line.content),
          isDone: isDoneMark(line.mark),
          where,
        });
      } else ledger.mark(line, 'detail');
      continue;
    }
    if (line.kind === 'table') ledger.mark(line, 'detail');
    const attribute = line.kind === 'text' ? readAttribute(line.content) : undefined;
    if (attribute?.name === 'files') {
      if (attribute.value !== '' && span !== undefined) append(task.files, readFiles(attribute.value, where));
      isFiles = attribute.value === '';
    } else if (attribute !== undefined && /^(?:depends|estimate|gate|autonomous|type|status)$/.test(attribute.name)) {
      applyAttribute(task, attribute, where, findings);
    }
  }
  return { hasOpenBox };
}

/** Output that says "all is well" is what the exit code says too; any other a person must compare. */
function expects(
  task: MarkdownTask,
  expected: string,
  command: string | undefined,
  where: MarkdownTask['where'],
): void {
  if (command === undefined) task.criteria.push({ criterion: expected, where });
  else if (isCommand(command) && PASSES.test(expected)) task.criteria.push({ criterion: expected, command, where });
  else task.criteria.push({ criterion: `${command}: ${expected}`, where });
}

/** `Modify: \`src/main.c:10-20\` (the loop)`. */
function filesIn(line: Line): MarkdownTask['files'] {
  const where = at(line);
  const text = line.content.replace(
    /^\*{0,4}(?:Create|Modify|Test|Delete|Update|Rename|Move|New|Remove)\*{0,4}\s{0,2}[:：]?\*{0,4}\s{0,3}/i,
    '',
  );
  const spans = codeSpans(text);
  if (spans.length > 0)
    return spans
      .filter(({ code }) => /[./]/.test(code) && !/\s/.test(code))
      .flatMap(({ code }) => readFiles(`\`${code}\``, where));
  const [word = ''] = text.split(/\s/);
  return /[./]/.test(word) ? [...readFiles(word, where)] : [];
}
