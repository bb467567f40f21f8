/** Days after which what is over leaves; 0: never. Source: I28. */
export interface KeepDays {
  /** Whole finished executions, as archives. */
  readonly executions: number;
  /** Logs of attempts that stand in no archive of this host. */
  readonly logs: number;
  /** Messages of no execution, workers that are gone, answers of research. */
  readonly records: number;
  readonly metrics: number;
  /** The audit, and tokens that open nothing any more. */
  readonly audit: number;
}

/** What is removed row by row, and which of the days holds for it. */
export const RECORD_KINDS = {
  messages: 'records',
  workers: 'records',
  research: 'records',
  'log tails': 'logs',
  metrics: 'metrics',
  audit: 'audit',
  tokens: 'audit',
  outputs: 'executions',
} as const satisfies Readonly<Record<string, keyof KeepDays>>;

export type RecordKind = keyof typeof RECORD_KINDS;
