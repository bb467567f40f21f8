import type { Command } from 'commander';
import { examinePlanInput } from '../../app/examine-plan-input';
import type { ExaminedPlan } from '../../core/plan/examined-plan';
import { previewPlan } from '../../core/plan/preview-plan';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { print } from '../print';
import { readPlanInput } from '../read-plan-input';
import { paintFor } from '../render/paint';
import { notesText, planText, problemsText } from '../render/plan-text';

interface PlanOptions {
  readonly format?: string;
  readonly json?: boolean;
}

/** `nightshift plan`: shows what nightshift understands of a plan, and what not. Needs nothing that runs. */
export function addPlanCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('plan <plan>')
    .description(
      'show what is read from a plan (a file, a folder, or - for standard input): format, tasks, waves, critical path, notes (exit code 1 when it has problems)',
    )
    .option('--format <name>', 'read it as this format instead of looking for one')
    .option('--json', 'print JSON: format, plan, notes, problems, facts')
    .action(async (plan: string, options: PlanOptions) => {
      const read = await readPlanInput(deps, plan, options.format);
      const paint = paintFor(deps.terminal.hasColor);
      if (read.type === 'problems') {
        const answer = { format: null, plan: null, notes: [], problems: read.problems, facts: null };
        print(deps.terminal, options.json, answer, () => problemsText(read.problems, read.problems.length, paint));
        exitWith(EXIT.notWell);
        return;
      }
      const examination = await examinePlanInput(deps, read.input);
      print(deps.terminal, options.json, answerOf(examination), () => {
        const { reading, notes } = examination;
        const top =
          reading.type === 'plan'
            ? planText(reading.plan, previewPlan(reading.plan), paint)
            : problemsText(reading.problems, reading.total, paint);
        return [top, ...notesText(notes, paint)].join('\n');
      });
      if (examination.reading.type === 'problems') exitWith(EXIT.notWell);
    });
}

function answerOf({ format, reading, notes, facts }: ExaminedPlan) {
  return {
    format: format ?? null,
    plan: reading.type === 'plan' ? reading.plan : null,
    notes,
    problems: reading.type === 'plan' ? [] : reading.problems,
    facts,
  };
}
