import type { Command } from 'commander';
import { printable } from '../../core/control-characters';
import type { CommandContext } from '../command-context';
import { EXIT, type ExitCode } from '../exit-code';
import { print } from '../print';
import type { DoctorItem } from '../render/doctor-item';
import { doctorReport } from '../render/doctor-report';
import { whyDown } from '../render/doctor-running';
import { type Paint, paintFor } from '../render/paint';

const MARKS = {
  ok: ['✓', 'green'],
  missing: ['✗', 'red'],
  away: ['○', 'yellow'],
  warning: ['!', 'yellow'],
  note: ['·', 'dim'],
} as const;

const EXIT_CODES = `
Exit codes:
  0  nothing that is needed is missing, and everything runs
  1  something that is needed is missing (✗)
  4  nothing is missing, but something does not run (○)
What works with less (!) and what is optional (·) does not count.`;

/** `nightshift doctor`: what is missing and how to get it, what runs, and the next step. */
export function addDoctorCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('doctor')
    .description(
      'say what is missing on this machine and how to get it, what runs and what does not, and the next step',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', EXIT_CODES)
    .action(async (options: { readonly json?: boolean }) => {
      const facts = await deps.doctorFacts();
      const items = doctorReport(facts);
      print(deps.terminal, options.json, { items }, () =>
        [
          ...items.map((item) => itemText(item, paintFor(deps.terminal.hasColor))),
          '',
          verdict(items, whyDown(facts)),
        ].join('\n'),
      );
      exitWith(exitCodeOf(items));
    });
}

function exitCodeOf(items: readonly DoctorItem[]): ExitCode {
  if (items.some(({ state }) => state === 'missing')) return EXIT.notWell;
  return items.some(({ state }) => state === 'away') ? EXIT.unavailable : EXIT.done;
}

/** @param down - What is said when nightshift itself is not up. */
function verdict(items: readonly DoctorItem[], down: string): string {
  const named = (state: DoctorItem['state']) => items.filter((item) => item.state === state).map(({ name }) => name);
  const [missing, away, warned] = [named('missing'), named('away'), named('warning')];
  return [
    missing.length === 0 ? 'Nothing that is needed is missing.' : `Missing: ${missing.join(', ')}.`,
    ...(away.length === 0 && missing.length === 0 ? ['Everything runs.'] : []),
    ...(away.length === 0 ? [] : [away.includes('nightshift') ? down : `Not running: ${away.join(', ')}.`]),
    ...(warned.length === 0 ? [] : [`It works, with less: ${warned.join(', ')}.`]),
  ].join('\n');
}

function itemText({ name, state, found, advice }: DoctorItem, paint: Paint): string {
  const [mark, color] = MARKS[state];
  const head = `${paint(color, mark)} ${name}: ${printable(found)}`;
  return advice === undefined ? head : `${head}\n    ${advice}`;
}
