import type { DraftPlan } from '../draft';
import { withBareBoxes } from '../drafting/bare-boxes';
import { readListPlan } from '../drafting/list-plan/read-list-plan';
import { listedTodos } from '../drafting/listed-todos';
import { signBoxes } from '../drafting/sign-boxes';
import { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import type { Line } from '../text/lines';
import type { PlanDocument } from '../text/plan-document';
import { noteBoxlessItems } from './checkbox/boxless-items';
import { CheckboxReader } from './checkbox/checkbox-reader';
import { withColumnItems } from './checkbox/column-items';
import { numberedWork } from './checkbox/numbered-work';
import { taskHeadings } from './checkbox/task-headings';
import { taskSteps } from './checkbox/task-steps';
import { testedWork } from './checkbox/tested-work';
import { noteUncheckedRequirements } from './checkbox/unchecked-requirements';
import type { DocumentFormat } from './plan-format';

/**
 * Any markdown with boxes: a top-level box is a task, a box below it a subtask. Under headings that speak of criteria a
 * box is a criterion of the task above; under "out of scope", "risks" and the like it is nothing. Where no box is a task,
 * the list that is most likely meant is read; where headings `Task N`, numbered ones or numbered steps have the boxes, or all boxes say
 * how those are tested, those are the tasks.
 *
 * Source: plan files as people write them; what a task may say is ours (docs/plan-syntax.md).
 */
export const checkbox: DocumentFormat = {
  unit: 'document',
  name: 'checkbox',
  title: 'Markdown with boxes or steps',
  isStrict: false,
  namesAgents: true,

  /** What is neither data nor claimed by another format may at least have boxes. */
  detect() {
    return 'fallback';
  },

  read(document, limits, findings) {
    const sections = document.sections();
    const headings = taskHeadings(sections) ?? taskSteps(sections) ?? numberedWork(sections) ?? testedWork(sections);
    const draft =
      headings === undefined
        ? readBoxes(document, limits, findings)
        : readListPlan(document, limits, findings, headings);
    noteUncheckedRequirements(document, findings);
    return draft;
  },
};

/** The boxes; where there is none, lines with signs; where no box is a task, the list that is most likely meant. */
function readBoxes(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan | undefined {
  const { lines } = document.markdown();
  const own = new Findings();
  const reader = readLines(withColumnItems(withBareBoxes(lines, own), document.sections(), own), document, own);
  if (!reader.hasTasks && !own.hasProblems) {
    const said = new Findings();
    const signed = lines.some(({ kind }) => kind === 'box') ? undefined : signBoxes(lines, said);
    if (signed !== undefined) return finish(readLines(signed, document, said), document, limits, said, findings);
    const list = listedTodos(document, limits, findings) ?? readListPlan(document, limits, findings);
    if (list !== undefined) return list;
  }
  noteBoxlessItems(document, own);
  return finish(reader, document, limits, own, findings);
}

function readLines(lines: readonly Line[], document: PlanDocument, findings: Findings): CheckboxReader {
  const reader = new CheckboxReader(findings, document.ledger, document.sections());
  for (let at = 0; at < lines.length; at++) reader.line(lines[at]!);
  return reader;
}

function finish(
  reader: CheckboxReader,
  document: PlanDocument,
  limits: PlanLimits,
  own: Findings,
  findings: Findings,
): DraftPlan {
  const draft = reader.finish(document, limits);
  findings.absorb(own);
  return draft;
}
