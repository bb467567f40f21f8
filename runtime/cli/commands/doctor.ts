import type { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { print } from '../print';
import { type DoctorItem, doctorReport } from '../render/doctor-report';
import { type Paint, paintFor } from '../render/paint';
import { printable } from '../render/printable';

const MARKS = { ok: ['✓', 'green'], missing: ['✗', 'red'], warning: ['!', 'yellow'], note: ['·', 'dim'] } as const;

/** `nightshift doctor`: what is missing and how to get it. */
export function addDoctorCommand(program: Command, { deps, exitWith }: CommandContext): void {
  program
    .command('doctor')
    .description('say what is missing on this machine and how to get it (exit code 1 when something needed is missing)')
    .option('--json', 'print JSON')
    .action(async (options: { readonly json?: boolean }) => {
      const items = doctorReport(await deps.doctorFacts());
      print(deps.terminal, options.json, { items }, () =>
        [...items.map((item) => itemText(item, paintFor(deps.terminal.hasColor))), '', verdict(items)].join('\n'),
      );
      if (items.some(({ state }) => state === 'missing')) exitWith(EXIT.notWell);
    });
}

function verdict(items: readonly DoctorItem[]): string {
  const named = (state: DoctorItem['state']) =>
    items
      .filter((item) => item.state === state)
      .map(({ name }) => name)
      .join(', ');
  const missing = named('missing');
  const warned = named('warning');
  return [
    missing === '' ? 'Nothing that is needed is missing.' : `Missing: ${missing}.`,
    ...(warned === '' ? [] : [`It works, with less: ${warned}.`]),
  ].join(' ');
}

function itemText({ name, state, found, advice }: DoctorItem, paint: Paint): string {
  const [mark, color] = MARKS[state];
  const head = `${paint(color, mark)} ${name}: ${printable(found)}`;
  return advice === undefined ? head : `${head}\n    ${advice}`;
}
