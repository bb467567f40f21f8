import { spawnSync } from 'node:child_process';
import { ExecutionCache } from '../../../runtime/app/execution-cache';
import { newExecution } from '../../../runtime/core/execution/apply-event';
import type { EndedAttempt, Execution, TaskState } from '../../../runtime/core/execution/execution';
import { asExecutionId, asWorkerId } from '../../../runtime/core/ids';
import { OPTIONS, planOf } from '../../support/executions';
import type { Bar } from '../bars';
import { printTable } from '../figures';

/** Named on the command line of the process whose memory is measured. */
export const RESULTS_ALONE = '--results-alone';

const SIZE = 100_000;
const RESULT_BYTES = 16 * 1_024;
/** Tasks that end between two looks of a process at its execution. */
const BATCH = 200;
const AT = '2026-01-01T00:00:00.000Z';

interface Held {
  /** Results in memory, at most. */
  readonly results: number;
  /** Of the heap, at the end: all of it, and what the results take of it. */
  readonly heapMegabytes: number;
  readonly resultMegabytes: number;
}

/** What results of finished tasks take of a process's memory while a large plan runs. The database is one that forgets. */
export function benchResults(isQuick: boolean): readonly Bar[] {
  const size = isQuick ? SIZE / 10 : SIZE;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', process.argv[1]!, RESULTS_ALONE, String(size)],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  if (stdout === '') throw new Error(`The process whose memory is measured failed: ${stderr}`);
  const { results, heapMegabytes, resultMegabytes } = JSON.parse(stdout) as Held;
  const most = Math.floor(2 * Math.sqrt(size));
  printTable(
    `Results of ${size.toLocaleString('en')} tasks of 16 KiB in memory (M1); goals: at most 2√n = ${most}, 20 MB`,
    ['results, at most', 'MB of results', 'MB of the whole heap'],
    [[String(results), resultMegabytes.toFixed(1), String(Math.round(heapMegabytes))]],
  );
  return [
    { name: 'M1, results in memory', measured: results, most, unit: '' },
    { name: 'M1, their size', measured: resultMegabytes, most: 20, unit: ' MB' },
  ];
}

/** Finishes a large plan, batch by batch, in a cache of executions, and prints what that held. */
export async function finishAlone(size: number): Promise<void> {
  const forgets = {
    load: async () => undefined,
    loadLight: async () => undefined,
    archived: async () => undefined,
    eventsAfter: async () => [],
  };
  const cache = new ExecutionCache(forgets);
  const plan = planOf(size);
  let execution = newExecution(asExecutionId('01900000-0000-7000-8000-0000000000ee'), plan, OPTIONS, AT);
  let results = 0;
  for (let from = 0; from < size; from += BATCH) {
    execution = finished(execution, from, Math.min(size, from + BATCH));
    cache.put(execution);
    ({ execution } = await cache.refresh(execution.id));
    results = Math.max(results, cache.resultsOf(execution.id));
  }
  const withResults = heapMegabytes();
  cache.put({ ...execution, tasks: execution.tasks.map(withoutSummary) });
  ({ execution } = await cache.refresh(execution.id));
  const held: Held = {
    results,
    heapMegabytes: withResults,
    resultMegabytes: Math.max(0, withResults - heapMegabytes()),
  };
  process.stdout.write(JSON.stringify(held));
}

function finished(execution: Execution, from: number, to: number): Execution {
  const tasks = [...execution.tasks];
  for (let no = from; no < to; no++) tasks[no] = { ...tasks[no]!, status: 'completed', attempt: attemptOf(no) };
  return { ...execution, lastSeq: execution.lastSeq + 1, tasks };
}

const attemptOf = (no: number): EndedAttempt => ({
  token: 1,
  worker: asWorkerId('w'),
  agent: 'shell',
  outcome: { type: 'done' },
  startedAt: AT,
  endedAt: AT,
  durationMs: 1,
  changedFiles: [],
  // Text of its own, as what comes from a database is.
  summary: Buffer.alloc(RESULT_BYTES, `${no} `).toString('latin1'),
  evidence: [],
  costUsd: 0,
  inputTokens: 0,
  outputTokens: 0,
  logDigest: '',
});

const withoutSummary = (state: TaskState): TaskState =>
  state.attempt?.summary ? { ...state, attempt: { ...state.attempt, summary: '' } } : state;

function heapMegabytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
