import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InvariantError, messageOf } from '../../core/errors';
import { type ExaminedPlan, examinedPlan } from '../../core/plan/examined-plan';
import type { PlanContext, PlanInput, PlanProblem } from '../../core/plan/plan';
import { planFacts } from '../../core/plan/plan-facts';
import { NOTHING_RESOLVED } from '../../core/plan/resolve-dependencies';
import type { PlanReader } from '../../ports/plan-reader';
import { limitThreadTime } from './thread-time';

export interface ThreadLimits {
  /** Characters up to which a plan is read in place. */
  readonly inPlace: number;
  /** Of the processor. */
  readonly timeMs: number;
  /** By the clock: behind the other, for a thread that does nothing. */
  readonly wallMs: number;
  /** Of the old generation; the young one comes on top. */
  readonly heapMb: number;
  readonly youngMb: number;
}

/**
 * In place: reading is linear, and a text of this size takes some milliseconds whatever it holds
 * (`test/core/plan/bad-input` and `npm run fuzz:plan` try to find one that does not), less than a thread needs to start.
 */
export const THREAD_LIMITS: ThreadLimits = {
  inPlace: 32 * 1024,
  timeMs: 5_000,
  wallMs: 60_000,
  heapMb: 208,
  youngMb: 48,
};

/** Threads of one reader that read at the same time; the others wait for their turn. */
const MOST_AT_ONCE = 2;

/**
 * Reads a plan in a thread of its own, that is ended after 5 s of processor time or at 256 MiB of heap. The thread sees the plan and
 * nothing else: no environment, no input, no output.
 *
 * One reading: wait for a turn → start the thread with input and context → the first of {answer, error, time is used up} is
 * the result → end the thread → give the turn on.
 */
export class ThreadPlanReader implements PlanReader {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    /** The bundled `plan-worker.ts`; absent when running from source: then every plan is read in place. */
    private readonly workerFile: string | undefined = bundledWorker(),
    private readonly limits: ThreadLimits = THREAD_LIMITS,
  ) {}

  async examine(input: PlanInput, context: PlanContext): Promise<ExaminedPlan> {
    if (this.workerFile === undefined || sizeOf(input) <= this.limits.inPlace) return examinedPlan(input, context);
    if (this.running >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      return await this.inThread(this.workerFile, input, context);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running--;
      else next();
    }
  }

  private inThread(file: string, input: PlanInput, context: PlanContext): Promise<ExaminedPlan> {
    const { timeMs, wallMs, heapMb, youngMb } = this.limits;
    return new Promise((resolve, reject) => {
      const thread = new Worker(file, {
        workerData: { input, context },
        resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: youngMb, stackSizeMb: 4 },
        env: {},
        execArgv: [],
        stdin: false,
        stdout: true,
        stderr: true,
      });
      const settle = (end: () => void): void => {
        stop();
        thread.removeAllListeners();
        // What a thread that is being ended still says interests nobody.
        thread.on('error', () => {});
        void thread.terminate().then(end, end);
      };
      const stop = limitThreadTime(thread, { timeMs, wallMs }, (spent) =>
        settle(() => resolve(refused(spent === 'time' ? tooSlow(timeMs) : notReadInTime(wallMs)))),
      );
      thread.once('message', (answer: ExaminedPlan) => settle(() => resolve(answer)));
      thread.once('error', (cause) =>
        settle(() => {
          if (isOutOfMemory(cause)) resolve(refused(tooComplex(heapMb + youngMb)));
          else reject(failed(cause));
        }),
      );
      thread.once('exit', () => settle(() => reject(failed('it ended without an answer'))));
    });
  }
}

/** Beside the bundle that this file is in. */
function bundledWorker(): string | undefined {
  const file = join(__dirname, 'plan-worker.js');
  return existsSync(file) ? file : undefined;
}

function sizeOf(input: PlanInput): number {
  const texts = 'documents' in input ? input.documents : [input];
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}

/** Errors of another thread may be of another realm: told apart by what they say, not by their class. */
function isOutOfMemory(cause: unknown): boolean {
  const { code, name } = cause as { readonly code?: unknown; readonly name?: unknown };
  return code === 'ERR_WORKER_OUT_OF_MEMORY' || name === 'RangeError';
}

function failed(cause: unknown): InvariantError {
  return new InvariantError('PLAN_READER', `The plan could not be read: ${messageOf(cause)}`, { cause });
}

function refused(problem: PlanProblem): ExaminedPlan {
  return {
    reading: { type: 'problems', problems: [problem], total: 1 },
    notes: [],
    facts: planFacts(undefined, NOTHING_RESOLVED),
  };
}

const HINT = 'Split the plan, or leave out what is not a task; a plan of 2,000 tasks takes well under a second';

function tooSlow(timeMs: number): PlanProblem {
  const message = `Reading the plan was ended after ${timeMs / 1_000} s of processor time`;
  return { code: 'PLAN_TOO_SLOW', line: 1, column: 1, message, limit: timeMs, hint: HINT };
}

function notReadInTime(wallMs: number): PlanProblem {
  const message = `The plan was not read within ${wallMs / 1_000} s; the machine may be too busy`;
  return { code: 'PLAN_TOO_SLOW', line: 1, column: 1, message, limit: wallMs, hint: `Try again later. ${HINT}` };
}

function tooComplex(megabytes: number): PlanProblem {
  const message = `Reading the plan was ended because it needs more than ${megabytes} MiB of memory`;
  return { code: 'PLAN_TOO_COMPLEX', line: 1, column: 1, message, limit: megabytes, hint: HINT };
}
