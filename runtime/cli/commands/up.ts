import { dirname } from 'node:path';
import type { Command } from 'commander';
import { AGENT_NAMES } from '../../core/agent/agent-names';
import { isNightshiftError, RequestError } from '../../core/errors';
import type { AnswerRequest } from '../../core/report/requests';
import type { ExecutionStatusView } from '../../core/report/views';
import type { CliDeps, RunningSystem } from '../cli-deps';
import type { CommandContext } from '../command-context';
import { exitCodeOfState } from '../exit-code-of-state';
import { finalReport } from '../final-report';
import type { GatewayClient } from '../gateway-client';
import { answerTo, checkGivenAnswers, type GivenAnswer, parseGivenAnswer } from '../given-answers';
import { oneOf } from '../one-of';
import { type PlanFile, readPlanFile } from '../read-plan-file';
import { paintFor } from '../render/paint';
import { summary } from '../render/summary';
import { runPlan } from '../run-plan';
import { watchExecution } from '../watch-execution';

interface UpOptions {
  readonly detach?: boolean;
  readonly runExample?: boolean;
  readonly agent?: string;
  readonly repo?: string;
  readonly exit?: boolean;
  readonly answer: readonly string[];
  readonly json?: boolean;
}

/** `nightshift up`: starts everything, runs a plan when one is given, and stays until Ctrl-C. */
export function addUpCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('up [plan]')
    .description('start Postgres, n8n, the gateway and a worker on this machine, run a plan, and stay until Ctrl-C')
    .option('--detach', 'leave everything running and come back')
    .option('--run-example', 'run the bundled example when no plan is given')
    .option('--agent <name>', `agent of tasks that name none: ${AGENT_NAMES.join(', ')}`, oneOf('--agent', AGENT_NAMES))
    .option('--repo <dir>', "the project's folder; the plan's folder unless given")
    .option('--exit', 'stop everything when the plan is over, and exit 0 only if it is completed')
    .option(
      '--answer <task=pass|fail>',
      'answer what the task will ask a person (TASK:CRITERION=pass for one criterion); may be repeated',
      collect,
      [],
    )
    .option('--json', 'print the report as JSON on standard output; everything else goes to standard error')
    .action(async (plan: string | undefined, options: UpOptions) => {
      const given = options.answer.map(parseGivenAnswer);
      const tell = (text: string) => (options.json === true ? deps.terminal.err(text) : deps.terminal.out(text));
      // A path that is wrong is said before anything is started.
      const file = plan === undefined ? undefined : await readPlanFile(deps, plan);
      if (file !== undefined) checkGivenAnswers(given, file);
      const system = await deps.system.up({
        isDetached: options.detach === true,
        onStep: (text) => tell(`${text}\n`),
      });
      try {
        if (plan !== undefined || options.runExample === true) {
          const state = await run(deps, system, file, options, given, tell);
          if (options.exit === true || options.detach === true) exitWith(exitCodeOfState(state));
        } else {
          tell(placesText(system));
        }
        if (options.exit !== true && options.detach !== true) {
          tell('Everything stays up. Ctrl-C stops it.\n');
          await Promise.race([system.stopped, untilAborted(deps.interrupt)]);
        }
      } finally {
        if (system.isOurs) tell('Stopping …\n');
        await system.stop();
      }
    });
}

async function run(
  deps: CliDeps,
  system: RunningSystem,
  given: PlanFile | undefined,
  options: UpOptions,
  answers: readonly GivenAnswer[],
  tell: (text: string) => void,
): Promise<ExecutionStatusView['state']> {
  const gateway = await deps.gateway();
  const example = given === undefined ? await deps.example() : undefined;
  const file = given ?? (await readPlanFile(deps, example?.planPath ?? ''));
  if (example !== undefined) checkGivenAnswers(answers, file);
  const dir = options.repo ?? example?.dir ?? dirname(file.path);
  const asked = options.agent === undefined ? {} : { agent: options.agent };
  const { executionId } = await runPlan(deps, gateway, { plan: file, dir, options: asked }).catch((error: unknown) => {
    throw options.repo === undefined ? asForUnnamedFolder(error) : error;
  });
  tell(`Handed over: execution ${executionId}\n\n`);
  const answersItself = options.exit === true && example !== undefined;
  const status = await watchExecution(deps, {
    gateway,
    executionId,
    show: options.json === true ? 'nothing' : 'text',
    signal: deps.interrupt,
    onLook: (now) =>
      answerWhatIsGiven(deps, gateway, now, {
        given: answers,
        answersItself,
        isUnattended: options.exit === true || options.detach === true,
      }),
  });
  if (deps.interrupt.aborted) return status.state;
  const report = await finalReport(deps, gateway, executionId);
  if (options.json === true) deps.terminal.out(`${JSON.stringify(report, null, 2)}\n`);
  else tell(`${summary(report, paintFor(deps.terminal.hasColor))}\n`);
  tell(`\n${placesText(system)}`);
  return status.state;
}

/** The plan's own folder was taken, which need not be what the person meant. */
function asForUnnamedFolder(error: unknown): unknown {
  if (!isNightshiftError(error) || error.code !== 'PROJECT_NOT_GIT') return error;
  return new RequestError('PROJECT_NOT_GIT', error.message, {
    hint: `Say which repository the plan is for: --repo DIR. ${error.hint ?? ''}`,
    cause: error,
  });
}

/** Answers questions as it was told to. Nobody there and nothing told: there is nothing left to wait for. */
async function answerWhatIsGiven(
  deps: CliDeps,
  gateway: Pick<GatewayClient, 'answer'>,
  status: ExecutionStatusView,
  how: { readonly given: readonly GivenAnswer[]; readonly answersItself: boolean; readonly isUnattended: boolean },
): Promise<'go-on' | 'stop'> {
  let open = 0;
  for (const question of status.questions) {
    const { taskId, criterionId } = question;
    const result = answerTo(question, how.given)?.result ?? (how.answersItself ? 'pass' : undefined);
    const actor = how.answersItself ? 'example' : deps.actor;
    if (result === undefined) open += 1;
    else await answerOnce(gateway, status.executionId, { taskId, criterionId, result }, actor, deps.actor);
  }
  const isStuck = status.state === 'paused' || (status.state === 'waiting' && open > 0);
  return isStuck && how.isUnattended ? 'stop' : 'go-on';
}

/**
 * Somebody else may have answered since the look. An example that a person changed, or gave another agent, is no example
 * of ours any more: it is answered in the person's name.
 */
async function answerOnce(
  gateway: Pick<GatewayClient, 'answer'>,
  executionId: string,
  answer: AnswerRequest,
  actor: string,
  person: string,
): Promise<void> {
  try {
    await gateway.answer(executionId, answer, actor);
  } catch (error) {
    if (isNightshiftError(error) && error.code === 'ACTOR_REFUSED' && actor !== person)
      return answerOnce(gateway, executionId, answer, person, person);
    if (!isNightshiftError(error) || error.code !== 'ANSWER_NOT_ASKED') throw error;
  }
}

function placesText({ editor, statusUrl }: RunningSystem): string {
  return [
    'Where to look:',
    `  n8n editor  ${editor.url}`,
    `              log in as ${editor.email}; the password is in ${editor.passwordFile}`,
    `  status      ${statusUrl} (needs the token), or: nightshift status`,
    '',
  ].join('\n');
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
