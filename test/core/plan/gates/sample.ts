/** A plan of which a person must be asked before the tasks with these titles, and before no other. */
export interface SamplePlan {
  readonly text: string;
  readonly fileName?: string;
  /** Titles of tasks; empty where nobody is to be asked. */
  readonly asks: readonly string[];
}

/** What people write in plans, and whether it asks for a person. */
export interface Sample {
  readonly asking: { readonly titles: readonly string[]; readonly lines: readonly string[] };
  readonly speaking: { readonly titles: readonly string[]; readonly lines: readonly string[] };
  readonly plans: readonly SamplePlan[];
}

/** One in each line. */
export const eachLine = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const asking = (asks: string, text: string, fileName?: string): SamplePlan => ({
  text,
  ...(fileName === undefined ? {} : { fileName }),
  asks: asks.split('|'),
});

export const speaking = (text: string, fileName?: string): SamplePlan => ({
  text,
  ...(fileName === undefined ? {} : { fileName }),
  asks: [],
});
