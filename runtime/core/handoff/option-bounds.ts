/** What the numbers among the options of a hand-off may be, both bounds allowed; the same wherever they are asked for. */
export const OPTION_BOUNDS = {
  maxParallel: { min: 1, max: 256 },
  costCapUsd: { min: 0, max: 100_000 },
} as const;
