import { dirname } from 'node:path';
import type { Command } from 'commander';
import { AGENT_NAMES } from '../../core/agent/agent-names';
import { isNightshiftError, RequestError, UnavailableError } from '../../core/errors';
import type { ExecutionStatusView } from '../../core/report/views';
import { answerWhatIsGiven } from '../answer-what-is-given';
import { type AskedRun, checkRun } from '../check-run';
import type { CliDeps, RunningSystem } from '../cli-deps';
import type { CommandContext } from '../command-context';
import { exitCodeOfState } from '../exit-code-of-state';
import { finalReport } from '../final-report';
import { answerTo, checkGivenAnswers, type GivenAnswer, parseGivenAnswer } from '../given-answers';
import { oneOf } from '../one-of';
import { readPlanFile } from '../read-plan-file';
import { paintFor } from '../render/paint';
import { summary } from '../render/summary';
import { runPlan } from '../run-plan';
import { goingOnText, leavingText, meanwhileText, placesText, stayingText } from '../up-text';
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

type Tell = (text: string) => void;

interface RunContext {
  readonly given: readonly GivenAnswer[];
  readonly tell: Tell;
  /** Steps of the launcher are written by this while a list is shown in place. */
  readonly onShown: (write: Tell) => void;
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
      const tell: Tell = (text) => (options.json === true ? deps.terminal.err(text) : deps.terminal.out(text));
      // What is wrong with plan, folder and answers is said before anything is started for them.
      const asked = await askedRun(deps, plan, options, tell);
      if (asked !== undefined) checkGivenAnswers(given, await checkRun(deps, asked));
      let write = tell;
      const system = await deps.system.up({
        isDetached: options.detach === true,
        onStep: (text) => write(`${text}\n`),
      });
      const onShown = (above: Tell): void => {
        write = above;
      };
      let status: ExecutionStatusView | undefined;
      const isLeft = options.exit === true || options.detach === true;
      try {
        if (asked === undefined) tell(placesText(system, deps.alias));
        else
          status = await untilStopped(deps, system, (during) =>
            run(during, system, asked, options, { given, tell, onShown }),
          ).catch((error: unknown) => {
            if (isLeft) throw error;
            tell(withoutViewText(error));
            return undefined;
          });
        if (status !== undefined && isLeft) exitWith(exitCodeOfState(status.state));
        if (!isLeft && !deps.interrupt.aborted) {
          tell(`${stayingText(system)}\n`);
          await Promise.race([system.stopped, untilAborted(deps.interrupt)]);
        }
      } finally {
        await stop(deps, system, tell);
      }
      tell(`${leavingText(system, status, deps.alias)}\n`);
    });
}

/** The plan that was named, else the example where that was asked for. */
async function askedRun(
  deps: CliDeps,
  plan: string | undefined,
  { runExample, repo, ...options }: UpOptions,
  tell: Tell,
): Promise<AskedRun | undefined> {
  const agent = options.agent === undefined ? {} : { agent: options.agent };
  if (plan !== undefined) {
    const file = await readPlanFile(deps, plan);
    const dir = repo ?? dirname(file.path);
    return {
      ...agent,
      plan: file,
      planName: plan,
      dir,
      isDirNamed: repo !== undefined,
      isExample: false,
      isFresh: false,
    };
  }
  if (repo !== undefined)
    throw new RequestError('USAGE', '--repo names the repository of a plan, and no plan was named', {
      hint: 'For example nightshift up PLAN.md --repo DIR',
    });
  if (runExample !== true) return undefined;
  const { dir, planPath, note } = await deps.example();
  if (note !== undefined) tell(`${note}\n`);
  const file = await readPlanFile(deps, planPath);
  // What began on another commit would find nothing to do.
  const isFresh = note !== undefined;
  return { ...agent, plan: file, planName: planPath, dir, isDirNamed: true, isExample: true, isFresh };
}

async function run(
  deps: CliDeps,
  system: RunningSystem,
  { plan, dir, isExample, isFresh, agent }: AskedRun,
  options: UpOptions,
  { given, tell, onShown }: RunContext,
): Promise<ExecutionStatusView> {
  tell(meanwhileText(system, deps.alias));
  const gateway = await deps.gateway();
  const asked = { plan, dir, isFresh, options: agent === undefined ? {} : { agent } };
  const { executionId, open } = await runPlan(deps, gateway, asked);
  tell(`${open === undefined ? `Handed over: execution ${executionId}` : goingOnText(executionId, open)}\n\n`);
  const answersItself = options.exit === true && isExample;
  const status = await watchExecution(deps, {
    gateway,
    executionId,
    show: options.json === true ? 'nothing' : 'text',
    signal: deps.interrupt,
    onShown,
    isAnswered: (question) => answersItself || answerTo(question, given) !== undefined,
    onLook: (now) =>
      answerWhatIsGiven(deps, gateway, now, {
        given,
        answersItself,
        isUnattended: options.exit === true || options.detach === true,
        isStoppedAfter: options.exit === true && system.owner === 'us',
      }),
  });
  if (deps.interrupt.aborted) return status;
  const report = await finalReport(deps, gateway, executionId);
  if (options.json === true) deps.terminal.out(`${JSON.stringify(report, null, 2)}\n`);
  else tell(`${summary(report, paintFor(deps.terminal.hasColor))}\n`);
  if (system.owner !== 'us' || options.exit !== true) tell(`\n${placesText(system, deps.alias)}`);
  return status;
}

/**
 * What `work` gives; it is ended when everything is stopped under it.
 * @throws {UnavailableError} `UNAVAILABLE_LAUNCHER` then.
 */
async function untilStopped<T>(deps: CliDeps, system: RunningSystem, work: (deps: CliDeps) => Promise<T>): Promise<T> {
  const isGone = new AbortController();
  const working = work({ ...deps, interrupt: AbortSignal.any([deps.interrupt, isGone.signal]) });
  const stopped = system.stopped.then(() => {
    if (deps.interrupt.aborted) return working;
    isGone.abort();
    throw new UnavailableError('launcher', 'nightshift was stopped while the plan was running', {
      hint: 'Nothing is lost. Start again: the run goes on where it was.',
    });
  });
  return Promise.race([working, stopped]);
}

async function stop(
  { interrupt, terminal }: Pick<CliDeps, 'interrupt' | 'terminal'>,
  system: RunningSystem,
  tell: Tell,
): Promise<void> {
  // A terminal shows ^C where the cursor is.
  if (interrupt.aborted && terminal.isInteractive) tell('\n');
  if (system.owner === 'us') tell('Stopping … (within 15 s)\n');
  if (interrupt.aborted) return system.stop();
  await system.stopUnused((users) =>
    tell(`… once process ${users.join(', ')}, another \`nightshift up\`, no longer needs it. Ctrl-C stops now.\n`),
  );
}

/** What a person is told who sees nothing any more, though everything goes on. Throws what is no such error. */
function withoutViewText(error: unknown): string {
  if (!isNightshiftError(error) || error.code !== 'TOKEN_MISSING') throw error;
  return `\nThe gateway does not take the token of this command any more, so nothing more is shown here. Everything goes on running.\n`;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
