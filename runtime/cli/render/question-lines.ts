import type { QuestionView } from '../../core/report/views';
import { printable } from './printable';

/** What a person is asked, each with the command that answers it. */
export function questionLines(executionId: string, questions: readonly QuestionView[]): readonly string[] {
  return questions.flatMap(({ taskId, taskTitle, criterionId, text }) => [
    `? ${printable(taskId)} ${printable(taskTitle)}: ${printable(text)}`,
    `    nightshift answer ${executionId} ${taskId} ${criterionId} pass`,
    `    nightshift answer ${executionId} ${taskId} ${criterionId} fail --note "why"`,
  ]);
}
