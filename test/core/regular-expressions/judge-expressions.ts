import { check } from 'recheck';
import { collectExpressions, type Expression } from './collect-expressions';
import { repeatsOf } from './repeats-of';

/** Milliseconds that recheck may think about one. */
const TIMEOUT_MS = 20_000;

export type Verdict = 'linear' | 'slow' | 'unknown';

export interface Judged {
  readonly place: string;
  /** Undefined: it is put together at run time. */
  readonly source: string | undefined;
  readonly verdict: Verdict;
}

/**
 * Whether an expression takes linear time, whatever text it meets: without a part that may stand any number of times it
 * does, unless repeats are nested; all others recheck judges. Those with upper limits must not be exponential behind them.
 */
async function judge({ source, flags }: Pick<Expression, 'source' | 'flags'>): Promise<Verdict> {
  const { isUnbounded, isNested, small, open } = repeatsOf(source);
  if (!isUnbounded && !isNested) return 'linear';
  const found = await check(isUnbounded ? small : open, flags, { timeout: TIMEOUT_MS });
  if (found.status === 'safe') return 'linear';
  if (found.status === 'unknown') return 'unknown';
  return isUnbounded || found.complexity.type === 'exponential' ? 'slow' : 'linear';
}

/** A process of its own, since recheck is many times slower inside jest: prints the verdicts as JSON. */
async function main([root = '', folders = '', others = '[]']: readonly string[]): Promise<void> {
  const judged: Judged[] = [];
  for (const { place, source, flags } of collectExpressions(root, folders.split(',')))
    judged.push({ place, source, verdict: source === undefined ? 'unknown' : await judge({ source, flags }) });
  for (const source of JSON.parse(others) as string[])
    judged.push({ place: 'given', source, verdict: await judge({ source, flags: '' }) });
  process.stdout.write(JSON.stringify(judged));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
