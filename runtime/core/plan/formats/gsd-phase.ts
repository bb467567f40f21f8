import type { DraftReference, DraftTask } from '../draft';
import { compareIds } from '../drafting/gsd/compare-ids';
import { hasGsdTasks, isGsdPlanPath } from '../drafting/gsd/is-gsd-plan';
import { isPlanHead } from '../drafting/gsd/plan-head';
import type { Findings } from '../findings';
import { idKey } from '../text/id-key';
import { placeIn } from '../text/in-file';
import { orderPlans } from './gsd-phase/order-plans';
import { type PhaseFile, planFiles, summaryFiles } from './gsd-phase/phase-files';
import { PlanNames } from './gsd-phase/plan-names';
import { type PhasePlan, readPhasePlan } from './gsd-phase/read-phase-plan';
import type { FolderFormat } from './plan-format';

/**
 * A folder of GSD plans, or several of them: each plan is a task, done when its summary is there. `depends_on` gives the
 * edges; waves and the order of phases only imply some.
 *
 * Source: plan-formats 3.3.
 */
export const gsdPhase: FolderFormat = {
  unit: 'folder',
  name: 'gsd-phase',
  title: 'GSD phase folder',
  isStrict: false,

  detect(documents) {
    const plans = planFiles(documents);
    const isTheirs = plans.filter(
      ({ document }) => isPlanHead(document.frontmatter()) || hasGsdTasks(document, isGsdPlanPath(document)),
    );
    if (isTheirs.length === 0) return 'no';
    return isTheirs.some(({ document }) => isGsdPlanPath(document)) ? 'path' : 'content';
  },

  read(documents, _limits, findings) {
    const files = planFiles(documents).toSorted(inOrder);
    const isDone = doneBy(summaryFiles(documents), findings);
    const ids = uniqueIds(files, findings);
    const plans = files.map((file, no) => readPhasePlan(file, ids[no]!, isDone(file), findings));
    const references = referencesOf(plans);
    const { waves, follows } = orderPlans(plans, references.resolved, findings);
    const hasMany = new Set(files.map(({ folder }) => folder)).size > 1;
    noteOrder(plans, follows, findings);
    return {
      title: titleOf(plans),
      source: 'ROADMAP',
      tasks: plans.map(({ task, file }, no): DraftTask => {
        const phase = `${hasMany && file.phaseNumber !== '' ? `Phase ${file.phaseNumber}, wave` : 'Wave'} ${waves[no]}`;
        return { ...task, phase, dependencies: references.written[no]!, follows: follows[no]! };
      }),
      where: { line: 1, column: 1 },
    };
  },
};

function inOrder(a: PhaseFile, b: PhaseFile): number {
  return (
    compareIds(a.phaseNumber, b.phaseNumber) || compareIds(a.id, b.id) || (a.document.path < b.document.path ? -1 : 1)
  );
}

/** A summary says that its plan is done, unless it says itself that it is not. */
function doneBy(summaries: readonly PhaseFile[], findings: Findings): (plan: PhaseFile) => boolean {
  const done = new Set<string>();
  for (const { document, folder, id } of summaries) {
    document.ledger.leaveOutAll(document.markdown().lines, 'of a summary, which only says whether its plan is done');
    const status = document.frontmatter().fields.get('status');
    if (
      status !== undefined &&
      /^(?:blocked|failed|partial|incomplete|halted|in[ _-]progress|pending)/i.test(status.value)
    ) {
      findings.note(
        'NOTE_STATUS_CONFLICT',
        placeIn(document.path, status.where),
        `There is a summary of ${id}, and it says ${status.value}; the plan counts as not done`,
      );
    } else done.add(`${folder}\n${idKey(id)}`);
  }
  return ({ folder, id }) => done.has(`${folder}\n${idKey(id)}`);
}

/** Ids as the files give them; in a second folder with the same, with the folder's name in front. */
function uniqueIds(files: readonly PhaseFile[], findings: Findings): readonly string[] {
  const taken = new Set<string>();
  return files.map(({ id, folder, document }) => {
    const full = `${folder.split('/').at(-1)}/${id}`;
    let name = taken.has(id) ? full : id;
    for (let copy = 2; taken.has(name); copy++) name = `${full}#${copy}`;
    if (name !== id)
      findings.note(
        'NOTE_DUPLICATE_ID',
        placeIn(document.path, { line: 1, column: 1 }),
        `There are two plans ${id}; here it is read as ${name}`,
      );
    taken.add(name);
    return name;
  });
}

function referencesOf(plans: readonly PhasePlan[]): {
  readonly written: readonly (readonly DraftReference[])[];
  readonly resolved: readonly (readonly number[])[];
} {
  const names = new PlanNames(plans.map(({ file, plan }) => ({ ...file, plan: plan.head.plan ?? '' })));
  const written: DraftReference[][] = [];
  const resolved: number[][] = [];
  plans.forEach(({ plan, file }, no) => {
    const references: DraftReference[] = [];
    const on = new Set<number>();
    for (const { target, where } of plan.head.dependsOn ?? []) {
      const place = placeIn(file.document.path, where);
      const found = names.find(target, file.folder, file.phaseNumber);
      for (const other of found) {
        references.push({ target: plans[other]!.task.originalId, where: place });
        if (other !== no) on.add(other);
      }
      if (found.length === 0)
        references.push({ target, where: place, ...(isElsewhere(target, file) ? { isExternal: true } : {}) });
    }
    written.push(references);
    resolved.push([...on]);
  });
  return { written, resolved };
}

/** It names another phase: that one is simply not part of this folder. */
function isElsewhere(target: string, { phaseNumber, id }: PhaseFile): boolean {
  const own = idKey(phaseNumber || (id.includes('-') ? id.slice(0, id.indexOf('-')) : ''));
  const other = /(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)-/i.exec(target)?.[1];
  return other !== undefined && idKey(other) !== own;
}

function noteOrder(plans: readonly PhasePlan[], follows: readonly (readonly number[])[], findings: Findings): void {
  const first = follows.findIndex((those) => those.length > 0);
  if (first < 0) return;
  const count = follows.filter((those) => those.length > 0).length;
  findings.note(
    'NOTE_DOCUMENT_ORDER',
    placeIn(plans[first]!.file.document.path, { line: 1, column: 1 }),
    `${count} plans do not say what they wait on and follow the waves and phases; write depends_on to change that`,
  );
}

function titleOf(plans: readonly PhasePlan[]): string {
  const folders = new Set(plans.map(({ file }) => file.folder.split('/').at(-1)!));
  const [only] = folders;
  const phase = plans[0]?.plan.head.phase;
  if (folders.size > 1) return `${folders.size} phases`;
  return only || (phase === undefined ? 'Phase' : `Phase ${phase}`);
}
