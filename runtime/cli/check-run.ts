import { resolve } from 'node:path';
import { isNightshiftError, PlanError, RequestError } from '../core/errors';
import { type ExecutionPlan, NO_ID } from '../core/plan/plan';
import { planRefusal } from '../core/plan/plan-refusal';
import type { CliDeps } from './cli-deps';
import type { PlanFile } from './read-plan-file';

/** What is about to be run, and where. */
export interface AskedRun {
  readonly plan: PlanFile;
  /** What the person called the plan. */
  readonly planName: string;
  readonly dir: string;
  /** False when the folder was taken because the plan lies in it. */
  readonly isDirNamed: boolean;
  /** The bundled example, which answers its question itself where nobody is there. */
  readonly isExample: boolean;
  /** What ran before is not gone on with. */
  readonly isFresh: boolean;
}

/**
 * Refuses a wrong plan, and a folder that is no repository, before anything is started for them; gives what the plan says.
 *
 * @throws {PlanError} the plan's, with `file` and `problems` in its details.
 * @throws {RequestError} the repository's: `PROJECT_NOT_GIT`, `PROJECT_NO_COMMITS` …
 */
export async function checkRun(
  deps: Pick<CliDeps, 'plans' | 'planLimits' | 'inspect' | 'workingFolder'>,
  { plan, planName, dir, isDirNamed }: Pick<AskedRun, 'plan' | 'planName' | 'dir' | 'isDirNamed'>,
): Promise<ExecutionPlan> {
  const { text, fileName } = plan;
  const { reading } = await deps.plans.examine(
    { text, ...(fileName === undefined ? {} : { fileName }) },
    {
      planId: NO_ID,
      conversationId: NO_ID,
      created: '1970-01-01T00:00:00.000Z',
      priority: 'normal',
      limits: deps.planLimits(),
    },
  );
  if (reading.type === 'problems') {
    const { problems, total } = reading;
    const { code, message, hint } = planRefusal(problems, total);
    const details = { file: planName, problems, total };
    throw new PlanError(code, message, { ...(hint === undefined ? {} : { hint }), details });
  }
  try {
    await deps.inspect(resolve(deps.workingFolder, dir));
  } catch (error) {
    throw isDirNamed ? error : asForUnnamedFolder(error);
  }
  return reading.plan;
}

/** The plan's own folder was taken, which need not be what the person meant. */
function asForUnnamedFolder(error: unknown): unknown {
  if (!isNightshiftError(error) || error.code !== 'PROJECT_NOT_GIT') return error;
  return new RequestError('PROJECT_NOT_GIT', error.message, {
    hint: `Say which repository the plan is for: --repo DIR. ${error.hint ?? ''}`,
    cause: error,
  });
}
