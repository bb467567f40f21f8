import { KernelStory } from '../support/kernel-story';
import { smallPlan } from '../support/small-plan';
import type { Bar } from './bars';
import { printTable } from './figures';

const TASKS = 500;

/** What the pure kernel costs by itself, without a database: decisions, fold and hash chain of a plan of 500 tasks. */
export async function benchKernel(runs: number): Promise<readonly Bar[]> {
  const lines = Array.from({ length: TASKS }, (_, n) => (n < 10 ? `t${n}` : `t${n}<t${n - 10}`));
  const plan = smallPlan(lines);
  const times: number[] = [];
  let events = 0;
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    const story = new KernelStory(plan, { maxParallel: 16 }, 16);
    for (let n = 0; n < TASKS; n++) story.run(`t${n}`);
    times.push(performance.now() - began);
    events = story.happened.length;
    if (story.execution.status !== 'succeeded') throw new Error(`the story ended as ${story.execution.status}`);
  }
  const best = Math.min(...times);
  printTable(
    `Kernel without a database (${runs} runs, best)`,
    ['', ''],
    [
      ['a plan of 500 tasks', `${Math.round(best)} ms`],
      ['per task', `${((best / TASKS) * 1000).toFixed(0)} µs`],
      ['events', String(events)],
    ],
  );
  return [];
}
