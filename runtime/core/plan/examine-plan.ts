import { adviseFormat } from './advise-format';
import { askAfterwards } from './ask-afterwards';
import { askInBrackets } from './ask-in-brackets';
import { checkPlan } from './check-plan';
import {
  EXAMPLE,
  isSmallEnough,
  judgeEncoding,
  noteInstructions,
  refuseConflicts,
  refuseEmpty,
  refuseSecrets,
  START,
} from './check-text';
import { type Detected, detectFormat } from './detect-format';
import type { DraftPlan } from './draft';
import { Findings } from './findings';
import { notAPlan } from './not-a-plan';
import { placeNamedGates } from './place-named-gates';
import type { ExecutionPlan, PlanContext, PlanFile, PlanInput, PlanNote, PlanReading } from './plan';
import { type PlanFacts, planFacts } from './plan-facts';
import { planOf } from './plan-of';
import { readDetected } from './read-detected';
import { NOTHING_RESOLVED } from './resolve-dependencies';
import { normaliseText } from './text/normalise-text';
import { type PlanDocument, planDocument } from './text/plan-document';
import { unfence } from './text/unfence';
import { unframe } from './text/unframe';

/** All that a reading found out. */
export interface PlanExamination {
  readonly reading: PlanReading;
  /** What was understood all the same of a plan that is refused; its dependencies may hold cycles. Never one with a secret. */
  readonly partial?: ExecutionPlan;
  /** The format's name, when one was found. */
  readonly format?: string;
  /** Also of a plan that is refused. */
  readonly notes: readonly PlanNote[];
  /** What the documents say, in their own ids; also of a plan that is refused. */
  facts(): PlanFacts;
  /** The documents that were read, with what became of each line. */
  readonly documents: readonly PlanDocument[];
}

/**
 * Reads a plan of any known format into the model of R-3, or says everything that is wrong with it: each problem with
 * line, column, code and next step, at most 50 of them and the number of all. Nothing of the plan is believed beyond its
 * text: no status of ours, no path outside the repository, no secret.
 *
 * Cost: linear in the text, without recursion; a text over the limits is not read further than it must be.
 * Source: R-2 … R-6; guarantees D1.
 */
export function examinePlan(input: PlanInput, context: PlanContext): PlanExamination {
  const findings = new Findings();
  const files = filesOf(input);
  const isFolder = 'documents' in input;
  const documents = isSmallEnough(files, context, findings)
    ? files.map((file) => open(file, isFolder, context, findings))
    : [];
  refuseEmpty(documents, isFolder, findings);
  refuseConflicts(documents, isFolder, findings);
  const isReadable = !findings.hasProblems;
  noteInstructions(documents, isFolder, findings);
  const detected = isReadable ? detect(documents, isFolder, input.format, findings) : undefined;
  const found = detected === undefined ? undefined : readDetected(detected, documents, isFolder, context, findings);
  const draft =
    found === undefined || detected!.format.isStrict
      ? found
      : askAfterwards(askInBrackets(placeNamedGates(found, findings), findings), findings);
  const checked = draft === undefined ? undefined : checkPlan(draft, detected!.format, context.limits, findings);
  if (detected !== undefined) requireTasks(draft, findings);
  if (detected?.type === 'document' && input.format === undefined)
    adviseFormat(detected.format, detected.document, context.limits, findings);
  noteDate(draft, context, findings);
  // Last, since a plan is to say all that is wrong with it: what refuses it anyway stops none of the other checks.
  const isForeign = detected?.format.isStrict === false;
  for (const file of files) judgeEncoding(file, isFolder, isForeign, findings);
  refuseSecrets(documents, isFolder, findings);

  const plan =
    findings.hasProblems || draft === undefined || checked === undefined
      ? undefined
      : planOf(draft, detected!.format.name, checked, context, findings);
  const isShown = plan === undefined && !findings.hasProblemOf([SECRET]) && (checked?.tasks.length ?? 0) > 0;
  const partial = isShown ? planOf(draft!, detected!.format.name, checked!, context, new Findings()) : undefined;
  const resolution = checked?.resolution ?? NOTHING_RESOLVED;
  return {
    reading: readingOf(plan, findings),
    notes: plan?.notes ?? findings.notes(),
    facts: () => planFacts(draft, resolution),
    documents,
    ...(partial === undefined ? {} : { partial: { ...partial, notes: findings.notes() } }),
    ...(detected === undefined ? {} : { format: detected.format.name }),
  };
}

/** A plan that holds one is not repeated. */
const SECRET = 'PLAN_SECRET';

function readingOf(plan: ExecutionPlan | undefined, findings: Findings): PlanReading {
  return plan === undefined ? { type: 'problems', ...findings.report() } : { type: 'plan', plan };
}

function filesOf(input: PlanInput): readonly PlanFile[] {
  return 'documents' in input ? input.documents : [{ ...input, path: input.fileName ?? '' }];
}

function open(file: PlanFile, isFolder: boolean, { limits }: PlanContext, findings: Findings): PlanDocument {
  const own = new Findings();
  const text = unframe(unfence(normaliseText(file.text, own), own));
  findings.absorb(own, isFolder ? file.path : undefined);
  return planDocument({ path: file.path, text, limits });
}

function detect(
  documents: readonly PlanDocument[],
  isFolder: boolean,
  name: string | undefined,
  findings: Findings,
): Detected | undefined {
  const plans = name === undefined ? documents.filter((document) => notAPlan(document) === undefined) : documents;
  const lie = documents.length === 1 && plans.length === 0 ? notAPlan(documents[0]!) : undefined;
  if (lie !== undefined) {
    findings.problem('PLAN_NOT_A_PLAN', START, `This is ${lie.what}, not a plan`, { hint: lie.hint });
    return undefined;
  }
  const before = findings.hasProblems;
  const detected = detectFormat(plans, isFolder, name, findings);
  if (detected === undefined && findings.hasProblems === before)
    findings.problem('PLAN_NO_TASKS', START, 'The plan has no tasks', { hint: EXAMPLE });
  return detected;
}

/** A plan is created when it is handed over; what it says itself is kept by nobody, and told when it cannot be. */
function noteDate(draft: DraftPlan | undefined, { created }: PlanContext, findings: Findings): void {
  const said = draft?.created;
  if (said === undefined) return;
  const isFuture = created > EARLIEST && said.value.slice(0, 10) > created.slice(0, 10);
  if (!isFuture && said.value >= EARLIEST) return;
  findings.note(
    'NOTE_DATE',
    said.where,
    `The plan says that it was created on ${said.value.slice(0, 10)}; the time of the hand-off counts`,
  );
}

/** No plan of this format is older. */
const EARLIEST = '2020-01-01';

function requireTasks(draft: DraftPlan | undefined, findings: Findings): void {
  if (findings.hasProblems || (draft?.tasks.length ?? 0) > 0) return;
  const [first, ...others] = draft?.criteria ?? [];
  if (first === undefined) {
    findings.problem('PLAN_NO_TASKS', draft?.where ?? START, 'The plan has no tasks', { hint: EXAMPLE });
    return;
  }
  findings.problem(
    'PLAN_NEEDS_TASKS',
    first.where,
    `The document says by ${others.length + 1} criteria what must hold, and names no task that would do it`,
    { hint: 'Have it taken apart into tasks first (Task Master, spec-kit, GSD), then hand over that list' },
  );
}
