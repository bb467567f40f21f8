import { applyMarks } from '../../drafting/apply-marks';
import type { Findings } from '../../findings';
import { append } from '../../text/append';
import { at } from '../../text/at';
import type { Line } from '../../text/lines';
import { pathsInText } from '../../text/paths-in-text';
import { plainText } from '../../text/plain-text';
import { takeMarks } from '../../text/take-marks';
import type { SpecTask } from './task-book';

/** Tasks that look, and write nothing: the paths that they name are not theirs. */
const LOOKS_ONLY = /^(?:verify|validate|check|confirm|review|run|test|ensure|audit|measure|inspect)\b/i;

/** Reads what the title of a task says beside its name: marks, attributes, what it waits on, the files it writes. */
export function describeTask(task: SpecTask, line: Line, findings: Findings): void {
  const marked = takeMarks(task.title);
  task.title = plainText(marked.text);
  task.isParallel ||= marked.isParallel;
  applyMarks(task, marked, at(line), findings);
  if (!LOOKS_ONLY.test(task.title))
    append(
      task.files,
      pathsInText(marked.text).map((path) => ({ path, where: at(line) })),
    );
}
