import { type ChildProcess, fork } from 'node:child_process';
import { runSeeds, type Seeds } from './run-seeds';
import { Tally, type TallyData } from './tally';

/** Seeds that a process is given at a time: so that none waits long for the others in the end. */
const BLOCK = 25;
/** Said to a process instead of options: it is one of several. */
const PART = '--part';

export interface ShareOptions {
  readonly jobs: number;
  readonly isGoingOn: boolean;
  /** Told of each block that is done. */
  readonly onProgress: (tally: Tally) => void;
}

/**
 * Runs seeds in several processes of this program, which take them by blocks, in order. After the first failure no block is
 * begun any more, so that all seeds before it were run as well.
 */
export async function shareSeeds({ first, count }: Seeds, options: ShareOptions): Promise<Tally> {
  const { jobs, isGoingOn, onProgress } = options;
  const tally = new Tally();
  let next = first;
  const take = (): Seeds | undefined => {
    const left = first + count - next;
    if (left <= 0 || (tally.failed.length > 0 && !isGoingOn)) return undefined;
    const block = { first: next, count: Math.min(BLOCK, left) };
    next += block.count;
    return block;
  };
  await Promise.all(
    Array.from({ length: jobs }, () =>
      servePart(fork(process.argv[1]!, [PART, ...(isGoingOn ? ['--keep-going'] : [])]), take, (data) => {
        tally.merge(data);
        onProgress(tally);
      }),
    ),
  );
  return tally;
}

/** Gives a process block after block, until there is none. */
function servePart(part: ChildProcess, take: () => Seeds | undefined, onDone: (data: TallyData) => void) {
  return new Promise<void>((resolve, reject) => {
    const give = (): void => {
      const block = take();
      if (block) part.send(block);
      else part.disconnect();
    };
    part.on('message', (data) => {
      onDone(data as TallyData);
      give();
    });
    part.on('error', reject);
    part.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`A process of the simulation ended with ${code ?? signal}`)),
    );
    give();
  });
}

/** True in a process that is one of several: it runs what it is given, and ends when nothing more comes. */
export function isPart(words: readonly string[]): boolean {
  if (words[0] !== PART) return false;
  process.on('message', (block: Seeds) => {
    void runSeeds(block, { isGoingOn: words.includes('--keep-going') }).then(
      (tally) => process.send?.(tally.data),
      (error: unknown) => {
        console.error(error);
        process.exit(2);
      },
    );
  });
  return true;
}
