import type { DraftTask } from '../../draft';
import type { MarkdownTask } from '../../drafting/markdown-task';
import { settleStanding } from '../../drafting/settle-standings';
import type { Findings } from '../../findings';
import type { Line } from '../../text/lines';
import { type Standing, takeStanding } from '../../text/take-standing';

/** A phase while its signs are still being gathered. */
export interface Phase extends MarkdownTask {
  readonly key: string;
  /** Signs that it is done, and that it is not. */
  isDone: boolean;
  isOpen: boolean;
  hasHeading: boolean;
  /** It stands in the checklist. */
  isListed: boolean;
  /** What the checklist says of how it stands: `- [ ] **Phase 2: B** (deferred)`. */
  listedAs?: Pick<Standing, 'said' | 'means'> | undefined;
  /** `**Plans**: 2/3 plans complete`: how many it says are done, of how many. */
  plansSaid?: readonly [number, number];
  /** A goal, dependencies, criteria or plans stand below its heading. */
  hasBody: boolean;
  /** What a line of ours says besides: see `also-line.ts`. */
  also?: Line;
  /** Its description, exactly as written. */
  verbatim?: string;
  /** Phases that it waits on only because of an order. */
  implied?: readonly string[];
  /** What it waits on outside of this plan. */
  outside?: readonly string[];
  phase?: string;
  parent?: string;
  isParallel?: true;
  isOptional?: true;
  asksNoMore?: true;
}

/**
 * Settles whether a phase is done: at least one sign for it and none against it. Plans that are ticked are a sign for it;
 * unticked ones are none against it. Every contradiction is noted.
 *
 * Source: plan-formats 3.1.
 */
export function settleStatus(phase: Phase, findings: Findings): void {
  const plans = phase.subtasks.filter(({ originalId }) => originalId !== '');
  const ticked = plans.filter(({ isDone }) => isDone).length;
  const allTicked = plans.length > 0 && ticked === plans.length;
  const note = (message: string): void =>
    findings.note('NOTE_STATUS_CONFLICT', phase.where, `${phase.originalId} ${message}`);
  const isDone = (phase.isDone || allTicked) && !phase.isOpen;
  if (phase.isDone && phase.isOpen) note('is marked done in one place and open in another; it counts as not done');
  else if (allTicked && phase.isOpen) note('is marked open and all of its plans are ticked; it counts as not done');
  else if (phase.isDone && plans.length > ticked)
    note(
      `is marked done and ${plans.length - ticked} of its ${plans.length} plans ${plans.length - ticked === 1 ? 'is' : 'are'} not ticked; it counts as done`,
    );
  const [said, of] = phase.plansSaid ?? [0, 0];
  if (of > 0 && plans.length === of && said !== ticked)
    note(`says that ${said} of ${of} plans are complete and ${ticked} are ticked; the boxes count`);
  if (phase.key.startsWith('999.')) phase.status = 'skipped';
  else if (isDone) phase.status = 'completed';
}

/** A phase that its heading or the checklist calls deferred is not run; before one that is blocked a person is asked. */
export function settlePhaseStanding(phase: Phase, findings: Findings): void {
  if (phase.status === 'completed') return;
  const own = takeStanding(phase.title);
  const standing = own ?? phase.listedAs;
  if (own !== undefined) phase.title = own.title;
  if (standing !== undefined) settleStanding(phase, standing, findings);
}

/** The phase as a task, without what only its reading needed. */
export function taskOfPhase(finished: DraftTask): DraftTask {
  const {
    key: _key,
    isDone: _isDone,
    isOpen: _isOpen,
    hasHeading: _hasHeading,
    hasBody: _hasBody,
    isListed: _isListed,
    listedAs: _listedAs,
    plansSaid: _plansSaid,
    also: _also,
    verbatim,
    implied: _implied,
    outside: _outside,
    ...task
  } = finished as DraftTask & Phase;
  return verbatim === undefined ? task : { ...task, description: verbatim };
}
