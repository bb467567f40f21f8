import type { ExecutionListing, ReportView } from '../../runtime/core/report/views';
import { EXECUTION } from '../gateway/scripted-app';

export const LISTING: ExecutionListing = {
  executionId: EXECUTION,
  planId: 'plan',
  title: 'A plan',
  conversationId: 'conversation',
  status: 'running',
  state: 'waiting',
  progress: { current: 1, total: 2, percentage: 50 },
  failed: 0,
  costUsd: 0,
  submittedAt: '2026-01-01T00:00:00.000Z',
};

export const REPORT: ReportView = {
  executionId: EXECUTION,
  title: 'A plan',
  status: 'completed',
  state: 'succeeded',
  summary: 'Two tasks, all proven.',
  tasks: [],
  questions: [],
  costUsd: 1.5,
  durationMs: 120_000,
  serialMs: 180_000,
  result: { dir: '/srv/project', branch: 'nightshift/a-plan', commit: 'c'.repeat(40), changedFiles: ['a.txt'] },
  isResultPending: false,
  leftOut: [],
  advice: [],
};
