import { resolve } from 'node:path';
import { ConfigError, isNightshiftError, RequestError } from '../core/errors';
import { type ExecutionPlan, NO_ID } from '../core/plan/plan';
import { planRefusal } from '../core/plan/plan-refusal';
import { unmetNeeds } from '../core/schedule/unmet-needs';
import type { CliDeps, MachineCapabilities } from './cli-deps';
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
  /** Of tasks that name none. */
  readonly agent?: string;
}

/**
 * Refuses a wrong plan, a folder that is no repository, and agents or a sandbox that this machine does not have, before
 * anything is started for them; gives what the plan says.
 *
 * @throws {PlanError} the plan's, with its file and all `problems`.
 * @throws {ConfigError} `CAPABILITY_MISSING`, `RESOURCE_MISSING`, `SANDBOX_MISSING`.
 * @throws {RequestError} `COMMAND_MISSING`; the repository's: `PROJECT_NOT_GIT`, `PROJECT_NO_COMMITS` …
 */
export async function checkRun(
  deps: Pick<CliDeps, 'plans' | 'planLimits' | 'inspect' | 'workingFolder' | 'system'>,
  asked: Omit<AskedRun, 'isFresh'>,
): Promise<ExecutionPlan> {
  const { planName, dir, isDirNamed } = asked;
  const { text, fileName } = asked.plan;
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
    throw planRefusal(reading.problems, reading.total, planName);
  }
  try {
    await deps.inspect(resolve(deps.workingFolder, dir));
  } catch (error) {
    throw isDirNamed ? error : asForUnnamedFolder(error);
  }
  checkNeeds(reading.plan, asked, await deps.system.capabilities());
  return reading.plan;
}

/** @param machine - Undefined where workers run already: they are asked at the hand-off. */
function checkNeeds(
  plan: ExecutionPlan,
  { agent, isExample }: Pick<AskedRun, 'agent' | 'isExample'>,
  machine: MachineCapabilities | undefined,
): void {
  if (machine === undefined) return;
  // With another agent it would run code that is not ours.
  const origin = isExample && agent === undefined ? 'example' : 'hand-off';
  const options = { origin, ...(agent === undefined ? {} : { agent }) } as const;
  const [unmet] = unmetNeeds(plan, options, [{ capabilities: machine.names }], machine.resources);
  if (unmet === undefined) return;
  const { code, message, hint } = unmet;
  // Why not, and what mends it on this machine: bubblewrap may be there and not be let.
  if (code === 'SANDBOX_MISSING' && machine.sandboxProblem !== undefined)
    throw new ConfigError(code, `Nothing runs unconfined, and ${machine.sandboxProblem.reason}`, {
      hint: `${machine.sandboxProblem.hint}, then start again`,
    });
  const Refusal = code === 'COMMAND_MISSING' ? RequestError : ConfigError; // the first is mended in the plan, not on this machine
  throw new Refusal(code, message, hint === undefined ? {} : { hint });
}

/** The plan's own folder was taken, which need not be what the person meant. */
function asForUnnamedFolder(error: unknown): unknown {
  if (!isNightshiftError(error) || error.code !== 'PROJECT_NOT_GIT') return error;
  return new RequestError('PROJECT_NOT_GIT', error.message, {
    hint: `Say which repository the plan is for: --repo DIR. ${error.hint ?? ''}`,
    cause: error,
  });
}
