import { counted } from '../counted';
import { refuseLongLines, START } from './check-text';
import { type Detected, knownFormat } from './detect-format';
import type { DraftPlan } from './draft';
import { Findings } from './findings';
import { boxesOf } from './likely-plan';
import { noteEmptyHeadings } from './note-empty-headings';
import { placeCheckpoints } from './place-checkpoints';
import type { PlanContext } from './plan';
import { settleLedger } from './settle-ledger';
import { ShownText } from './shown-text';
import { append } from './text/append';
import { cut } from './text/cut';
import { draftInFile } from './text/in-file';
import type { PlanDocument } from './text/plan-document';
import { unheardGates } from './unheard-gates';

/**
 * Has the format read its document or documents; says of every other file, and of every line that counts, what became of
 * it. What a person must be asked, and no task asks, is asked before anything starts.
 */
export function readDetected(
  detected: Detected,
  all: readonly PlanDocument[],
  isFolder: boolean,
  { limits }: PlanContext,
  findings: Findings,
): DraftPlan | undefined {
  if (detected.type === 'document') {
    const { format, document } = detected;
    const own = new Findings();
    const found = format.read(document, limits, own);
    const draft = found === undefined || !isProse(document) ? found : placeCheckpoints(document, found, own);
    const asked = settle(document, draft, new ShownText(draft), own);
    findings.absorb(own, isFolder ? document.path : undefined);
    for (const other of all) if (other !== document) leaveOut(other, findings);
    const whole = withQuestions(draft, asked);
    return isFolder && whole !== undefined ? draftInFile(document.path, whole) : whole;
  }
  let draft = detected.format.read(detected.documents, limits, findings);
  const shown = new ShownText(draft);
  const asked: string[] = [];
  for (const document of all) {
    const own = new Findings();
    if (document.ledger.isUsed) {
      if (draft !== undefined && isProse(document)) draft = placeCheckpoints(document, draft, own);
      append(asked, settle(document, draft, shown, own));
    } else leaveOut(document, own);
    findings.absorb(own, document.path);
  }
  return withQuestions(draft, asked);
}

/** Data holds no sections. */
const isProse = (document: PlanDocument): boolean => document.data().kind === 'none';

/** Says what became of every line that counts; gives what a person must be asked, and no task asks. */
function settle(
  document: PlanDocument,
  draft: DraftPlan | undefined,
  shown: ShownText,
  findings: Findings,
): readonly string[] {
  if (!isProse(document)) return [];
  refuseLongLines(document, findings);
  settleLedger(document, shown, findings);
  noteEmptyHeadings(document, shown, findings);
  return draft === undefined ? [] : unheardGates(document, draft, shown, findings);
}

function withQuestions(draft: DraftPlan | undefined, asked: readonly string[]): DraftPlan | undefined {
  if (draft === undefined || asked.length === 0) return draft;
  const all = [...(draft.humanGate === undefined ? [] : [draft.humanGate]), ...new Set(asked)];
  return { ...draft, humanGate: cut(all.join('; '), LONGEST_QUESTION) };
}

/** Characters of what a person is asked before a plan starts. */
const LONGEST_QUESTION = 1_500;

/** With what speaks for it: the format that it is known to have, and its boxes. */
function leaveOut(document: PlanDocument, findings: Findings): void {
  const boxes = boxesOf(document);
  const format = knownFormat(document);
  const signs = [...(format === undefined ? [] : [format]), ...(boxes === 0 ? [] : [counted(boxes, 'box', 'boxes')])];
  const lost = signs.length === 0 ? '' : ` (${signs.join(', ')}); hand it over by itself if it is the plan`;
  findings.note(
    'NOTE_FILE_LEFT_OUT',
    { ...START, file: document.path },
    `The file is no part of the plan; it is not read${lost}`,
  );
}
