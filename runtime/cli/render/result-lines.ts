import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import type { ReportView } from '../../core/report/views';
import { shellWord } from '../../core/shell-word';
import type { Paint } from './paint';

/** Where the result of an execution is and how to take it. Empty while there is none. */
export function resultLines(
  { result, isResultPending, executionId }: Pick<ReportView, 'result' | 'isResultPending' | 'executionId'>,
  paint: Paint,
): readonly string[] {
  if (result === undefined) return isResultPending ? ['The result is on its way into your repository.'] : [];
  const files = `${counted(result.changedFiles.length, 'file')} changed`;
  return [
    `Result: branch ${paint('bold', printable(result.branch))} in ${printable(result.dir)} (${result.commit.slice(0, 12)}, ${files})`,
    '  Take it with:',
    `    nightshift apply ${executionId}`,
    `    git -C ${shellWord(result.dir)} merge ${shellWord(result.branch)}`,
  ];
}
