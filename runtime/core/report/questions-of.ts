import type { Execution } from '../execution/execution';
import type { QuestionView } from './task-view';

/** What people are asked now: one entry for each criterion that is still open, in plan order. */
export function questionsOf(execution: Execution, no: number): readonly QuestionView[] {
  const { question, answers, status } = execution.tasks.at(no)!;
  if (status !== 'waiting' || !question) return [];
  const task = execution.plan.tasks[no]!;
  return question.criteria
    .filter((id) => !answers.some(({ criterionId }) => criterionId === id))
    .map((criterionId) => ({
      taskId: task.id,
      originalId: task.originalId,
      taskTitle: task.title,
      criterionId,
      text: task.verification.find(({ id }) => id === criterionId)?.criterion ?? question.text,
    }));
}
