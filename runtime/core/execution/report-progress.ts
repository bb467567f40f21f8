import type { Draft } from './draft';

/** The first report of progress comes after 5 minutes, and then one every 10. */
const FIRST_REPORT_MS = 5 * 60_000;
const REPORT_EVERY_MS = 10 * 60_000;

/** Records how far a running execution is, where that is due. Source: R-51. */
export function reportProgress(draft: Draft): void {
  const { execution, nowMs } = draft;
  if (execution.status !== 'running' || execution.startedAt === undefined) return;
  const last = execution.reportedAt === undefined ? undefined : Date.parse(execution.reportedAt);
  const due = last === undefined ? Date.parse(execution.startedAt) + FIRST_REPORT_MS : last + REPORT_EVERY_MS;
  if (nowMs < due) return;
  const completed = execution.tasks.filter(({ status }) => status === 'completed').length;
  draft.record({ type: 'progress-reported', completed, total: execution.tasks.length });
}
