import type { ModelPrice } from '../core/agent/model-price';
import type { Channel } from '../core/notify/channel';
import type { PlanLimits } from '../core/plan/plan';
import type { KeepDays } from '../core/retention/keep-days';

/**
 * All settings of a process, read once at start by `loadConfig`. Frozen.
 * Secrets are here and in the memory of adapters, nowhere else.
 */
export interface Config {
  /** The folder of everything that nightshift keeps: `.nightshift`. */
  readonly home: string;
  /** Name of this host: what is registered here is worked on by workers of the same name. */
  readonly hostName: string;
  readonly database: {
    /** Role `ns_app`. */
    readonly url: string;
    /** Past a pooler: for advisory locks and LISTEN. */
    readonly directUrl: string;
    /** Role `ns_owner`; only where migrations and fsck of privileges run. */
    readonly ownerUrl?: string;
  };
  readonly queue:
    | { readonly type: 'postgres'; readonly url: string }
    | { readonly type: 'redis'; readonly url: string };
  readonly gateway: {
    readonly host: string;
    readonly port: number;
    readonly url: string;
    /** Where people outside reach it, such as on a phone; without trailing slash. Absent: nowhere. */
    readonly publicUrl?: string;
    /** Names under which it may be asked besides loopback's; that of `url` is among them. Without port. */
    readonly allowedHosts: readonly string[];
  };
  readonly n8n: {
    readonly url: string;
    readonly apiKey?: string;
    readonly handoffPath: string;
    readonly loopPath: string;
  };
  /** Standard Webhooks secret of the hand-off, base64 behind `whsec_`; the first signs, any verifies. */
  readonly signingSecrets: readonly string[];
  /** Bearer token that the CLI sends to the gateway. */
  readonly token?: string;
  readonly sandbox: 'bubblewrap' | 'none';
  readonly worker: {
    readonly slots: number;
    readonly capabilities: readonly string[];
    /** 2 does a task in half the time. */
    readonly speed: number;
    readonly graceMs: number;
    /** How long a start holds its task without a renewal. */
    readonly leaseMs: number;
    readonly memoryBytes: number;
    readonly outputBytes: number;
  };
  readonly limits: PlanLimits;
  /** How long a worker may leave an assignment before it is told again, and once more before another one gets it. */
  readonly startWithinMs: number;
  /** How long an execution's home may be without a worker before it is paused and people are told. */
  readonly homeGoneMs: number;
  /** How long a gateway keeps a message that it took from others. */
  readonly sendWithinMs: number;
  readonly globalParallel: number;
  /** Units of shared resources by name, over all executions. */
  readonly resources: ReadonlyMap<string, number>;
  readonly execution: {
    readonly maxParallel: number;
    readonly costCapUsd: number;
    readonly taskCostCapUsd: number;
    readonly taskTokenCap: number;
    readonly taskTimeoutMs: number;
    readonly retry: {
      readonly maxAttempts: number;
      readonly firstDelayMs: number;
      readonly backoffMultiplier: number;
      readonly maxDelayMs: number;
      readonly whenSpent: 'fail' | 'ask';
    };
  };
  /** Days after which what is over leaves; 0: never. */
  readonly keepDays: KeepDays;
  readonly agents: {
    readonly claudeCode: {
      readonly command: string;
      /** Folders to look for the command in, as PATH has them. */
      readonly searchPath?: string;
      readonly model?: string;
      /** The model of a task's last try; the same unless given. */
      readonly lastModel?: string;
      readonly baseUrl: string;
      readonly apiKey?: string;
    };
    readonly anthropic: ModelConfig;
    readonly openai: ModelConfig;
  };
  readonly research: {
    readonly baseUrl?: string;
    readonly apiKey?: string;
    readonly model: string;
    readonly cacheHours: number;
  };
  readonly embeddings:
    | { readonly type: 'local' }
    | {
        readonly type: 'openai';
        readonly baseUrl: string;
        readonly apiKey?: string;
        readonly model: string;
        readonly dimensions: number;
      };
  readonly patterns:
    | { readonly type: 'postgres' }
    | { readonly type: 'qdrant'; readonly url: string; readonly apiKey?: string };
  readonly notify: {
    readonly voice?: { readonly url: string; readonly voiceId?: string };
    readonly push?: { readonly url: string; readonly topic: string; readonly token?: string };
    readonly discord?: { readonly url: string };
    /** Channels that the gateway has, as far as this process is told: their addresses are not here. */
    readonly elsewhere: readonly Channel[];
    /** `HH:MM-HH:MM`, local time; voice is silent then. */
    readonly quietHours?: string;
  };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Test only: where this process kills itself, by the point's name, or by a file that has the name. */
  readonly crash: { readonly at?: string; readonly file?: string };
}

/** A model behind an API. */
export interface ModelConfig {
  readonly baseUrl: string;
  readonly apiKey?: string;
  readonly model: string;
  /** The model of a task's last try; the same unless given. */
  readonly lastModel?: string;
  /** What the operator says that both cost; without it their list prices count. */
  readonly price?: ModelPrice;
}
