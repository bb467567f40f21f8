import { printable } from '../../core/control-characters';
import type { QuestionView } from '../../core/report/task-view';

/** What a person is asked, each with the commands that answer it. */
export function questionLines(executionId: string, questions: readonly QuestionView[]): readonly string[] {
  return questions.flatMap(({ taskId, taskTitle, criterionId, text }) => {
    const command = `nightshift answer ${executionId} ${printable(taskId)} ${printable(criterionId)}`;
    return [
      `? ${printable(taskId)} ${printable(taskTitle)}: ${printable(text)}`,
      `    ${command} pass`,
      `    ${command} fail --note "why"`,
    ];
  });
}
