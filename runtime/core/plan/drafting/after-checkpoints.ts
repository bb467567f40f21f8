import { counted } from '../../counted';
import type { Findings } from '../findings';
import { findHumanGate } from '../gates/find-human-gate';
import { ASKS, traitsOf } from '../text/traits';
import type { OpenTask } from './markdown-task';

/** How the title of a task begins that is nothing but a person's yes. */
const CHECKPOINT =
  /^[^\p{L}]{0,10}(?:(?:human|user|client|owner|manual|team|stakeholder|final) )?(?:checkpoint|approval|approve|sign[- ]?off|gate|stop|pause|human|ask)\b/iu;

type Titled = Pick<OpenTask, 'title' | 'traits' | 'status' | 'where'>;

/** Whether a title is nothing but a person's yes. */
export const isCheckpointTitle = (title: string): boolean =>
  CHECKPOINT.test(title) && findHumanGate(title, '') !== undefined;

/** Whether a task is a checkpoint: nothing is done in it but to ask a person. */
const isCheckpoint = ({ title, traits, status }: Titled): boolean =>
  status !== 'skipped' && traitsOf(title, traits).may(ASKS) && isCheckpointTitle(title);

/**
 * The checkpoint that tasks wait for beside what they say: a person is asked before what comes, also where what comes names an
 * earlier task. Notes how many. Cost: linear.
 *
 * @param saysSo - Whether a task says what it waits on, and its place in the document means something all the same.
 * @param isOver - Whether a checkpoint before `no` is none for it any more.
 * @returns By the task's number.
 */
export function checkpointsBefore(
  tasks: readonly Titled[],
  saysSo: (no: number) => boolean,
  findings: Findings,
  isOver: (checkpoint: number, no: number) => boolean = () => false,
): ReadonlyMap<number, number> {
  const before = new Map<number, number>();
  let last: number | undefined;
  for (let no = 0; no < tasks.length; no++) {
    if (last !== undefined && saysSo(no) && !isOver(last, no)) before.set(no, last);
    if (isCheckpoint(tasks[no]!)) last = no;
  }
  const held = [...before.keys()].map((no) => tasks[no]!.where);
  const [first] = held;
  if (first !== undefined) {
    findings.note(
      'NOTE_DOCUMENT_ORDER',
      first,
      `${counted(held.length, 'task waits', 'tasks wait')} for the checkpoint above as well, beside what is written`,
      held.map(({ line }) => line),
    );
  }
  return before;
}
