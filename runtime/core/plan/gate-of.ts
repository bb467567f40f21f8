import type { DraftTask } from './draft';
import type { Findings } from './findings';
import { findHumanGate } from './gates/find-human-gate';
import { cut } from './text/cut';
import { quote } from './text/quote';
import { ASKS, type Traits } from './text/traits';

/** Characters of a plan that a note repeats. */
const LONGEST = 160;

interface TaskWords {
  readonly title: string;
  /** Of the title. */
  readonly traits: Traits;
  /** Also what is cut off where it is kept. */
  readonly description: string;
  /** What a person is asked before anything starts. */
  readonly planGate: string | undefined;
}

/** What a person is asked before a task: as the plan says, else when its words ask for one. */
export function gateOf(
  draft: DraftTask,
  { title, traits, description, planGate }: TaskWords,
  findings: Findings,
): string | undefined {
  const own = draft.humanGate;
  if (typeof own === 'string') return planGate === undefined || planGate === own ? own : `${planGate}; ${own}`;
  if (planGate !== undefined) {
    findings.note(
      'NOTE_HUMAN_GATE',
      draft.where,
      `A person is asked before ${quote(title)}: ${planGate.startsWith('The plan says ') ? cut(planGate, LONGEST) : `the plan says ${quote(planGate)}`}`,
    );
    return planGate;
  }
  if (own === false || draft.isHeard) return undefined;
  const found = findHumanGate(traits.may(ASKS) ? title : '', bodyOf(draft, description));
  if (found === undefined) return undefined;
  findings.note(
    'NOTE_HUMAN_GATE',
    draft.where,
    `A person is asked before ${quote(title)}, because it says ${quote(found)}; write "gate: none" if that is not meant`,
  );
  return `The plan says "${found}"`;
}

/** What a task says besides its title. */
function bodyOf({ subtasks }: DraftTask, description: string): string {
  if (subtasks.length === 0) return description;
  const parts = subtasks.map(({ title }) => title).join('\n');
  return description === '' ? parts : `${description}\n${parts}`;
}
