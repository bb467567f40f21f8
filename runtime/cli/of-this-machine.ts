import type { Command } from 'commander';
import { RequestError } from '../core/errors';

/** What starts, stops, keeps or sets up something here: no gateway elsewhere can be asked for it. */
const HERE: ReadonlySet<string> = new Set([
  'up',
  'down',
  'service',
  'doctor',
  'export',
  'verify',
  'replay',
  'backup',
  'restore',
  'clean',
  'templates',
  'claude',
  'completion',
  'complete',
  'help',
]);

/** Whether a command, or the one that it is below, is about this machine only. */
export function isOfThisMachine(command: Command): boolean {
  let top = command;
  while (top.parent?.parent) top = top.parent;
  return HERE.has(top.name());
}

/** @throws {RequestError} `USAGE` for a command about this machine that is told where a gateway is: it would pass it over. */
export function refuseUrl(command: Command): void {
  if (!isOfThisMachine(command)) return;
  throw new RequestError('USAGE', `--url does not go with ${command.name()}, which is about this machine`, {
    hint: 'Leave --url out, or run the command where that gateway is',
  });
}
