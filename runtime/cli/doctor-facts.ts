/** What `doctor` looks at. An absent version means: not there. Keys are told by presence only. */
export interface DoctorFacts {
  readonly nodeVersion: string;
  readonly gitVersion?: string;
  /** Version, and the file that is started. */
  readonly sandboxFound?: { readonly version: string; readonly command: string };
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
  /** Others of this machine may enter the home: how far, and the command that mends it. */
  readonly openHome?: { readonly mode: string; readonly command: string };
  /** Settings that are not allowed: nothing starts with them. */
  readonly settingsProblem?: string;
  /** Postgres, n8n, gateway and worker are those of `nightshift up`, not servers of one's own. */
  readonly isEmbedded: boolean;
  /** The living `nightshift up` of the home. */
  readonly launcher?: { readonly pid: number; readonly phase: 'starting' | 'ready' | 'stopping' };
  /** Of the embedded package. */
  readonly n8nVersion?: string;
  readonly n8nUrl: string;
  readonly gatewayUrl: string;
  readonly isRedisConfigured: boolean;
  readonly redisProblem?: string;
  /** Of the Postgres that answers. */
  readonly databaseVersion?: string;
  readonly databaseProblem?: string;
  /** Why the gateway of this home does not answer: nobody, or somebody else's. */
  readonly gatewayProblem?: string;
  readonly n8nProblem?: string;
  /** Why no worker is there; also where nobody can tell. */
  readonly workersProblem?: string;
  /** Settings that hold keys, by name. */
  readonly keys: readonly { readonly name: string; readonly isSet: boolean; readonly purpose: string }[];
}
