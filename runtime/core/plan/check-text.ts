import { counted } from '../counted';
import { DAMAGED_UTF8 } from './decode-plan-bytes';
import { findInstructions } from './find-instructions';
import { findSecrets } from './find-secrets';
import type { Findings } from './findings';
import type { PlanContext, PlanFile } from './plan';
import { isBlank } from './text/is-blank';
import { lineIndex } from './text/line-index';
import { positionOf } from './text/normalise-text';
import type { PlanDocument } from './text/plan-document';
import { quote } from './text/quote';

// What is checked of the texts of a plan, whatever their format.

export const START = { line: 1, column: 1 };

/** The next step for whose plan says nothing. */
export const EXAMPLE =
  'Write tasks as boxes: "- [ ] Lint the code", as phases: "### Phase 1: Lint", or as a JSON or YAML list';

/** Whether the texts are within the limit together. */
export function isSmallEnough(files: readonly PlanFile[], { limits }: PlanContext, findings: Findings): boolean {
  const characters = files.reduce((sum, { text }) => sum + text.length, 0);
  const bytes =
    characters > limits.bytes ? characters : files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes <= limits.bytes) return true;
  findings.problem('PLAN_TOO_LARGE', START, `The plan has more than ${limits.bytes} bytes`, {
    limit: limits.bytes,
    seen: files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
    hint: 'Split the plan, or move long descriptions into files that the tasks name',
  });
  return false;
}

/** Refuses a plan without any text. Of a folder, a part may be empty. */
export function refuseEmpty(documents: readonly PlanDocument[], isFolder: boolean, findings: Findings): void {
  if (findings.hasProblems || documents.some(({ text }) => !isBlank(text))) return;
  const [first] = documents;
  const where = isFolder && first !== undefined ? { ...START, file: first.path } : START;
  findings.problem('PLAN_EMPTY', where, 'The plan is empty', { hint: EXAMPLE });
}

/** Refuses what git left of a merge: nobody can tell which side is the plan. What stands in code may be about such. */
export function refuseConflicts(documents: readonly PlanDocument[], isFolder: boolean, findings: Findings): void {
  for (const document of documents) {
    if (!document.text.includes('<<<<<<<') || !/^<{7}(?: |$)/m.test(document.text) || document.data().kind !== 'none')
      continue;
    const { lines, raw } = document.markdown();
    let opened: number | undefined;
    let isParted = false;
    for (const [no, text] of raw.entries()) {
      if (lines[no]?.kind === 'code') continue;
      if (/^<{7}(?: |$)/.test(text)) {
        opened = no + 1;
        isParted = false;
      } else if (/^={7}$/.test(text)) {
        isParted = opened !== undefined;
      } else if (isParted && /^>{7}(?: |$)/.test(text)) {
        const where = { line: opened!, column: 1, ...(isFolder ? { file: document.path } : {}) };
        findings.problem('PLAN_SYNTAX', where, 'The file holds an unresolved merge conflict', {
          hint: `Keep one side, and remove the marks down to line ${no + 1}`,
        });
        opened = undefined;
        isParted = false;
      }
    }
  }
}

/** Refuses a text that is known not to be UTF-8, and notes it where another tool wrote it; what it says is shown all the same. */
export function judgeEncoding(
  { path, text, encoding }: PlanFile,
  isFolder: boolean,
  isForeign: boolean,
  findings: Findings,
): void {
  if (encoding === undefined) return;
  const isDamaged = encoding === DAMAGED_UTF8;
  const place = isDamaged ? positionOf(text, Math.max(0, text.indexOf('\ufffd'))) : START;
  const where = isFolder ? { ...place, file: path } : place;
  const said = `The file is encoded as ${encoding}`;
  if (isForeign) {
    const lost = isDamaged ? '; what could not be read stands as U+FFFD from here on' : '';
    findings.note('NOTE_ENCODING', where, `${said}; it is read all the same${lost}`);
    return;
  }
  const hint = isDamaged ? 'Save it as UTF-8' : `Save it as UTF-8: iconv -f ${encoding} -t UTF-8`;
  findings.problem('PLAN_ENCODING', where, said, { hint });
}

/** Refuses every secret. */
export function refuseSecrets(documents: readonly PlanDocument[], isFolder: boolean, findings: Findings): void {
  for (const { text, path } of documents) {
    const secrets = findSecrets(text);
    const positionAt = secrets.length === 0 ? undefined : lineIndex(text);
    for (const { what, offset } of secrets) {
      const where = { ...positionAt!(offset), ...(isFolder ? { file: path } : {}) };
      findings.problem('PLAN_SECRET', where, `The plan holds ${what}`, {
        hint: 'Remove it, and renew it; give secrets to nightshift by its configuration, never in a plan',
      });
    }
  }
}

/** Notes texts that speak to a model. */
export function noteInstructions(documents: readonly PlanDocument[], isFolder: boolean, findings: Findings): void {
  for (const { text, path } of documents) {
    const found = findInstructions(text);
    if (found === undefined) continue;
    const where = { ...positionOf(text, found.offset), ...(isFolder ? { file: path } : {}) };
    const more = found.count === 1 ? '' : `, and in ${counted(found.count - 1, 'more place')}`;
    findings.note(
      'NOTE_INSTRUCTION_LIKE',
      where,
      `The plan speaks to a model here${more}: ${quote(text.slice(found.offset, found.offset + 60))}; it is read as text`,
    );
  }
}

/** Refuses lines that are too long, a picture, say: no agent should get it, and no page show it. */
export function refuseLongLines({ text, limits, markdown }: PlanDocument, findings: Findings): void {
  if (text.includes(DEEP)) refuseDeepHeadings(markdown().raw, findings);
  if (text.length <= limits.stringLength) return;
  for (const [at, line] of markdown().raw.entries()) {
    if (line.length <= limits.stringLength) continue;
    findings.problem(
      'PLAN_STRING',
      { line: at + 1, column: 1 },
      `The line has ${line.length} characters; ${limits.stringLength} are allowed`,
      {
        limit: limits.stringLength,
        seen: line.length,
        hint: 'Move long texts and pictures into files that the tasks name',
      },
    );
  }
}

/** Marks of one heading after which it is no decoration any more. */
const MOST_MARKS = 1_000;
const DEEP = '#'.repeat(MOST_MARKS + 1);

function refuseDeepHeadings(lines: readonly string[], findings: Findings): void {
  for (const [at, line] of lines.entries()) {
    const marks = line.includes(DEEP) ? /^\s{0,3}(#+)/.exec(line)?.[1]?.length : undefined;
    if (marks === undefined || marks <= MOST_MARKS) continue;
    findings.problem(
      'PLAN_DEPTH',
      { line: at + 1, column: 1 },
      `A heading begins with ${marks} marks; ${MOST_MARKS} are read`,
      {
        limit: MOST_MARKS,
        seen: marks,
        hint: 'Headings have one to six #',
      },
    );
  }
}
