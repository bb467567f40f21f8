/** A figure that a bench has measured, and what it must not pass. */
export type Bar = { readonly name: string; readonly measured: number; readonly unit: string } & (
  | { readonly most: number }
  | { readonly least: number }
);

/** A line for each bar that is missed; a figure that could not be measured misses its bar. */
export function missedBars(bars: readonly Bar[]): readonly string[] {
  return bars.flatMap((bar) => {
    const holds = 'most' in bar ? bar.measured <= bar.most : bar.measured >= bar.least;
    if (holds) return [];
    const wanted = 'most' in bar ? `at most ${bar.most}` : `at least ${bar.least}`;
    return [`missed: ${bar.name}: ${Number(bar.measured.toFixed(2))}${bar.unit}, ${wanted}${bar.unit} is the bar`];
  });
}
