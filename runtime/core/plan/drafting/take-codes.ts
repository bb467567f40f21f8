import type { OpenTask } from './markdown-task';

/** `S1: Schema`, `A2 – API`, `B1. Page`. */
const CODE = /^([A-Z]{1,5}[-_]?\d{1,4}[a-z]?)(?:[:：.)]{1,2}|\s{1,2}[-–—])\s{1,4}(?=\S)/;

/**
 * Gives tasks the codes that their titles begin with as ids: `S1: Schema`. A code alone may be a thing (`S3: make a bucket`), and one that
 * comes again a priority (`P1: …`): they count where at least half of the tasks have one, each another. Linear.
 */
export function takeCodes(tasks: readonly OpenTask[]): void {
  const coded = new Map<string, OpenTask>();
  const twice = new Set<string>();
  for (const task of tasks) {
    const code = task.originalId === '' && mayHaveCode(task.title) ? CODE.exec(task.title)?.[1] : undefined;
    if (code === undefined) continue;
    if (coded.has(code)) twice.add(kindOf(code));
    coded.set(code, task);
  }
  if (coded.size < 2) return;
  const written = new Set(tasks.map(({ originalId }) => originalId));
  const ids = [...coded].filter(([code]) => !twice.has(kindOf(code)) && !written.has(code));
  if (ids.length < 2 || ids.length * 2 < tasks.length) return;
  for (const [code, task] of ids) {
    task.originalId = code;
    task.title = task.title.replace(CODE, '');
  }
}

/** Most titles go on with a small letter behind their first. */
const mayHaveCode = (title: string): boolean => title.charCodeAt(1) < 96;

/** `P` of `P1`. */
function kindOf(code: string): string {
  return code.replace(/[-_\da-z]{1,10}$/, '');
}
