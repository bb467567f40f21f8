import { readFileSync } from 'node:fs';
import { simulate } from '../../../runtime/core/schedule/simulate';
import { workloadOf } from './instances/instance';
import { InstanceError } from './instances/instance-error';
import { readInstance } from './instances/read-instance';
import { ArgumentError, HELP, readArguments, type ScheduleArguments } from './schedule-arguments';

function schedule({ file, workers, seed, mode, noise }: ScheduleArguments): string {
  const instance = readInstance(readFileSync(file === '-' ? 0 : file, 'utf8'));
  if (workers === undefined && instance.resources === undefined) {
    throw new ArgumentError('--workers is needed: only PSPLIB projects say themselves what limits them');
  }
  const { makespan, lowerBound, starts } = simulate(workloadOf(instance, workers), { mode, seed, noise });
  const startOf = Object.fromEntries(instance.ids.map((id, no) => [id, starts[no]]));
  return JSON.stringify({ makespan, lowerBound, starts: startOf, mode, seed });
}

function main(args: readonly string[]): void {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(HELP);
    return;
  }
  let file = '';
  try {
    const read = readArguments(args);
    file = read.file;
    process.stdout.write(`${schedule(read)}\n`);
  } catch (error) {
    process.stderr.write(`schedule: ${textOf(error, file)}\n`);
    process.exitCode = 2;
  }
}

/** What the caller did wrong. A fault of ours is thrown on. */
function textOf(error: unknown, file: string): string {
  if (error instanceof ArgumentError) return `${error.message}. --help says what there is`;
  if (error instanceof InstanceError) return error.textFor(file);
  const { code, syscall } = error as { readonly code?: string; readonly syscall?: string };
  if (syscall === undefined) throw error;
  return `${file} cannot be read (${code}). Allowed: a file, or - for standard input`;
}

main(process.argv.slice(2));
