/** What `doctor` looks at. An absent version means: not there. Keys are told by presence only. */
export interface DoctorFacts {
  readonly nodeVersion: string;
  readonly gitVersion?: string;
  readonly sandboxVersion?: string;
  /** Why nothing can be confined here, and what mends it; absent when it works. */
  readonly sandboxProblem?: { readonly reason: string; readonly hint: string };
  /** `none` only when the operator said so. */
  readonly sandbox: 'bubblewrap' | 'none';
  readonly claudeCode?: { readonly version: string };
  /** Why workers started here would not offer the agent claude-code, and what mends it; absent when they would. */
  readonly claudeProblem?: string;
  readonly claudeCommand: string;
  /** Models elsewhere that no price is known for: the cost cap does not hold for them. */
  readonly unpriced: readonly { readonly agent: string; readonly model: string }[];
  readonly freeDiskBytes: number;
  readonly home: string;
  /** Of the embedded package. */
  readonly n8nVersion?: string;
  readonly n8nUrl: string;
  readonly gatewayUrl: string;
  readonly isRedisConfigured: boolean;
  readonly redisProblem?: string;
  /** Of the Postgres that answers. */
  readonly databaseVersion?: string;
  readonly databaseProblem?: string;
  readonly gatewayProblem?: string;
  /** Settings that hold keys, by name. */
  readonly keys: readonly { readonly name: string; readonly isSet: boolean; readonly purpose: string }[];
}
