/** Where a command writes, and what can be shown there. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** True when `out` is a terminal that lines can be redrawn on. */
  readonly isInteractive: boolean;
  readonly hasColor: boolean;
  /** Of `out`, now; 80 × 24 when it is no terminal. */
  size(): { readonly columns: number; readonly rows: number };
}
