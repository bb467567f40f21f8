import type { Command } from 'commander';
import { examinePlanInput } from '../../app/examine-plan-input';
import { RequestError } from '../../core/errors';
import type { ExaminedPlan } from '../../core/plan/examined-plan';
import { drawGantt } from '../../core/plan/gantt/draw-gantt';
import { forecastPlan } from '../../core/plan/gantt/plan-forecast';
import { drawMermaid } from '../../core/plan/picture/draw-mermaid';
import { drawPlan } from '../../core/plan/picture/draw-plan';
import type { ExecutionPlan } from '../../core/plan/plan';
import { PRINT_FORMS, type PrintForm, printPlan } from '../../core/plan/print/print-plan';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { numberOption } from '../number-option';
import { oneOf } from '../one-of';
import { print } from '../print';
import { readPlanInput } from '../read-plan-input';
import { ganttText } from '../render/gantt-text';
import { paintFor } from '../render/paint';
import { problemsText } from '../render/plan-findings';
import { type PlanView, planReport } from '../render/plan-report';
import { writeStatus } from '../write-status';

interface PlanOptions {
  readonly format?: string;
  readonly json?: boolean;
  readonly svg?: boolean;
  readonly mermaid?: boolean;
  readonly print?: PrintForm;
  readonly writeStatus?: string;
  readonly gantt?: boolean;
  readonly workers?: number;
}

/** How what was read is printed instead of the report. */
type Output = (plan: ExecutionPlan, view: PlanView) => string;

/** As many tasks as run side by side unless NIGHTSHIFT_MAX_PARALLEL says otherwise. */
const WORKERS = 4;
const MOST_WORKERS = 1_000;
/** Columns where the answer does not go to a terminal. */
const COLUMNS = 120;

/** `nightshift plan`: shows what nightshift understands of a plan, and what not. Needs nothing that runs. */
export function addPlanCommand(program: Command, { deps, exitWith }: CommandContext): void {
  const { terminal } = deps;
  program
    .command('plan <plan>')
    .description(
      'show what is read from a plan (a file, a folder, or - for standard input): format, tasks, waves, critical path, and what is not read (exit code 1 when it has problems)',
    )
    .option('--format <name>', 'read it as this format instead of looking for one')
    .option(
      '--json',
      'print JSON: format, plan, notes, problems, facts (and partialPlan: what was understood of a plan with problems)',
    )
    .option('--svg', 'print a picture of it')
    .option('--gantt', 'show how it would run: who does what when, and when it ends; a picture with --svg')
    .option(
      '--workers <count>',
      'tasks side by side in --gantt; 4 unless given',
      numberOption('--workers', { min: 1, max: MOST_WORKERS, example: '4' }),
    )
    .option('--mermaid', 'print it as a flow chart for Mermaid')
    .option(
      '--print <form>',
      'print it as another file: roadmap (ROADMAP.md), json or yaml (our own schema)',
      oneOf('--print', PRINT_FORMS),
    )
    .option('--write-status <execution>', "write how an execution stands into this tasks.json of Task Master's")
    .action(async (plan: string, options: PlanOptions) => {
      const output = outputOf(options);
      if (options.writeStatus !== undefined) return writeStatus(deps, plan, options.writeStatus);
      const read = await readPlanInput(deps, plan, options.format);
      const columns = terminal.isInteractive ? terminal.size().columns : COLUMNS;
      const limits = deps.resourceLimits();
      const view = { paint: paintFor(terminal.hasColor), from: deps.workingFolder, columns, limits };
      if (read.type === 'problems') {
        const answer = { format: null, plan: null, notes: [], problems: read.problems, facts: null };
        const text = (): string => problemsText(read.problems, read.problems.length, view);
        if (output === undefined) print(terminal, options.json, answer, text);
        else terminal.err(`${text()}\n`);
        exitWith(EXIT.notWell);
        return;
      }
      const examination = await examinePlanInput({ plans: deps.plans, limits: deps.planLimits() }, read.input);
      const { reading } = examination;
      const report = (): string => planReport(examination, view);
      if (output === undefined) print(terminal, options.json, answerOf(examination), report);
      else if (reading.type === 'plan') terminal.out(output(reading.plan, view));
      else terminal.err(`${report()}\n`);
      if (reading.type === 'problems') exitWith(EXIT.notWell);
    });
}

/** What is printed instead of the report; undefined: the report, or JSON. @throws {RequestError} `USAGE` for two at once. */
function outputOf(options: PlanOptions): Output | undefined {
  const { json, svg, mermaid, print: form, writeStatus: execution, gantt, workers } = options;
  const asked = [json, gantt ? undefined : svg, gantt, mermaid, form, execution].filter(
    (option) => option !== undefined,
  );
  if (asked.length > 1)
    throw new RequestError('USAGE', 'A plan is shown in one way at a time', {
      hint: 'Give one of --json, --svg, --gantt, --mermaid, --print, --write-status; --gantt may have --svg beside it',
    });
  if (workers !== undefined && !gantt)
    throw new RequestError('USAGE', '--workers says how many tasks --gantt shows side by side', {
      hint: 'Add --gantt, or leave --workers out',
    });
  if (gantt) return ganttOf(workers ?? WORKERS, svg === true);
  if (svg) return drawPlan;
  if (mermaid) return drawMermaid;
  return form === undefined ? undefined : (plan) => printPlan(plan, form);
}

function ganttOf(workers: number, isPicture: boolean): Output {
  return (plan, view) => {
    const forecast = forecastPlan(plan, { workers, seed: 1, limits: view.limits });
    return isPicture ? drawGantt(plan, forecast) : `${ganttText(plan, forecast, view)}\n`;
  };
}

/** `partialPlan`: what was understood of a plan that is refused. */
function answerOf({ format, reading, notes, facts, partial }: ExaminedPlan) {
  return {
    format: format ?? null,
    plan: reading.type === 'plan' ? reading.plan : null,
    notes,
    problems: reading.type === 'plan' ? [] : reading.problems,
    facts,
    ...(partial === undefined ? {} : { partialPlan: partial }),
  };
}
