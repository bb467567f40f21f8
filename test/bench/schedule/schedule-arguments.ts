import type { ScheduleMode } from '../../../runtime/core/schedule/workload';

const MODES: readonly ScheduleMode[] = ['online', 'planned', 'waves', 'fifo'];

export const HELP = `npm run --silent schedule -- FILE [--workers N] [--seed S] [--mode ${MODES.join('|')}] [--noise X]

Schedules one instance and prints {makespan, lowerBound, starts: {TASK: time}, mode, seed} as JSON, times in the unit of the file.

FILE         an STG graph, a PSPLIB project (.sm, single mode) or a WfCommons JSON (WfFormat 1.0 to 1.5); - reads standard input
--workers N  equal workers, each doing one task at a time; needed for STG and WfCommons, and without it nothing but
             the resources limits a PSPLIB project
--seed S     a whole number from 0 to 4294967295 that all chance comes from; 1 unless given
--mode       online: the most urgent ready task first (the default); planned: after a planning pass over all estimates;
             waves: a wave begins when the one before is over; fifo: in the order in which tasks become ready
--noise X    the scheduler's estimates are wrong by a log-normal factor of this sigma, 0 to 5; 0 unless given

Exit codes: 0 done; 2 wrong arguments, or a file that cannot be read.
`;

export interface ScheduleArguments {
  readonly file: string;
  readonly workers?: number;
  readonly seed: number;
  readonly mode: ScheduleMode;
  readonly noise: number;
}

/** Wrong arguments, in one sentence. */
export class ArgumentError extends Error {}

/** What was asked for. @throws {ArgumentError} */
export function readArguments(args: readonly string[]): ScheduleArguments {
  const files: string[] = [];
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const [name = '', inline] = splitOption(args[at]!);
    if (!name.startsWith('--')) files.push(name);
    else if (!['--workers', '--seed', '--mode', '--noise'].includes(name))
      throw new ArgumentError(`There is no ${name}`);
    else {
      const value = inline ?? args[++at];
      if (value === undefined) throw new ArgumentError(`${name} needs a value`);
      given.set(name, value);
    }
  }
  if (files.length !== 1) throw new ArgumentError(`Give one file, not ${files.length}`);
  const mode = MODES.find((one) => one === (given.get('--mode') ?? 'online'));
  if (mode === undefined) throw new ArgumentError(`--mode is ${given.get('--mode')}; allowed: ${MODES.join(', ')}`);
  return {
    file: files[0]!,
    ...(given.has('--workers') ? { workers: whole(given, '--workers', 1, 1_000_000) } : {}),
    seed: given.has('--seed') ? whole(given, '--seed', 0, 4_294_967_295) : 1,
    mode,
    noise: given.has('--noise') ? noiseOf(given.get('--noise')!) : 0,
  };
}

function splitOption(arg: string): readonly [string, string | undefined] {
  const sign = arg.startsWith('--') ? arg.indexOf('=') : -1;
  return sign < 0 ? [arg, undefined] : [arg.slice(0, sign), arg.slice(sign + 1)];
}

function whole(given: ReadonlyMap<string, string>, name: string, least: number, most: number): number {
  const text = given.get(name)!;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new ArgumentError(`${name} is ${text}; allowed: a whole number from ${least} to ${most}`);
}

function noiseOf(text: string): number {
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text) && value <= 5) return value;
  throw new ArgumentError(`--noise is ${text}; allowed: a number from 0 to 5`);
}
