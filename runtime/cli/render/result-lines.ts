import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import type { ReportView } from '../../core/report/views';
import { shellWord } from '../../core/shell-word';
import type { Paint } from './paint';

/** Where the result of an execution is and how to take it. Empty while there is none. */
export function resultLines(
  {
    result,
    isResultPending,
    resultProblem,
    executionId,
  }: Pick<ReportView, 'result' | 'isResultPending' | 'resultProblem' | 'executionId'>,
  paint: Paint,
): readonly string[] {
  if (result === undefined) return isResultPending ? pendingLines(resultProblem) : [];
  const files = `${counted(result.changedFiles.length, 'file')} changed`;
  return [
    `Result: branch ${paint('bold', printable(result.branch))} in ${printable(result.dir)} (${result.commit.slice(0, 12)}, ${files})`,
    '  Take it with:',
    `    nightshift apply ${executionId}`,
    `    git -C ${shellWord(result.dir)} merge ${shellWord(result.branch)}`,
  ];
}

function pendingLines(problem: string | undefined): readonly string[] {
  if (problem === undefined) return ['The result is on its way into your repository.'];
  return [
    `The result is not in your repository yet: ${printable(problem)}`,
    '  It is tried again, at least every five minutes.',
  ];
}
