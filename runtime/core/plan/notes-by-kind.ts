import type { PlanNote } from './plan';

/** Notes that say that something of the plan is not read, not run or not waited for. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'NOTE_CRITERIA_LEFT_OUT',
  'NOTE_DAMAGED',
  'NOTE_DELETED',
  'NOTE_EXTERNAL_DEPENDENCY',
  'NOTE_FIELDS_LEFT_OUT',
  'NOTE_FILE_LEFT_OUT',
  'NOTE_HIDDEN_BOXES',
  'NOTE_LEFT_OUT',
  'NOTE_MISSING_DEPENDENCY',
  'NOTE_MORE',
  'NOTE_NOT_UNDERSTOOD',
  'NOTE_PATH',
  'NOTE_POSTPONED',
  'NOTE_RELATED',
  'NOTE_SAMPLE_TASK',
  'NOTE_SELF_DEPENDENCY',
  'NOTE_SHORTENED',
  'NOTE_SKIPPED_DEPENDENCY',
]);

/** What a reading left out, and what it decided; each in the order of the notes. */
export function notesByKind(notes: readonly PlanNote[]): {
  readonly leftOut: readonly PlanNote[];
  readonly decided: readonly PlanNote[];
} {
  return {
    leftOut: notes.filter(({ code }) => LEFT_OUT.has(code)),
    decided: notes.filter(({ code }) => !LEFT_OUT.has(code)),
  };
}
