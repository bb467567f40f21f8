import { type ChildProcess, fork } from 'node:child_process';
import { PART_FLAGS } from '../../../runtime/main/part-flags';

/** Starts a process of a measure, with the heap that gateway and worker have. */
export const begin = (bundle: string, ...words: readonly string[]): ChildProcess =>
  fork(bundle, ['process', ...words], { execArgv: [...process.execArgv, ...PART_FLAGS] });

/** The first thing that a process of a measure says under a name; rejects when it ends before. */
export function answer<T>(child: ChildProcess, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: { name: string; value: T }) => message.name === name && resolve(message.value));
    child.once('exit', (code, signal) => reject(new Error(`a process of the bench ended: ${code ?? signal}`)));
  });
}

export const exit = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => child.once('exit', () => resolve()));
