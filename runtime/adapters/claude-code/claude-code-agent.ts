import { execFile } from 'node:child_process';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { modelFor } from '../../core/agent/model-for';
import { OutputTail } from '../../core/agent/output-tail';
import { addTokens, type PriceOf } from '../../core/agent/token-usage';
import { ConfigError } from '../../core/errors';
import type { Agent, AgentAvailability, AgentJob, AgentResult, AgentUsage } from '../../ports/agent';
import type { Clock } from '../../ports/clock';
import type { Egress, EgressRoute } from '../../ports/sandbox';
import { ClaudeCodeReport } from './claude-code-report';
import { type ClaudeCodeRun, claudeCodeResult } from './claude-code-result';
import { type ClaudeCodeProgram, findClaudeCode } from './find-claude-code';

export interface ClaudeCodeAgentDeps {
  /** `claude`, or the absolute path of the CLI. */
  readonly command: string;
  /** Of the model's API, such as `https://api.anthropic.com`. */
  readonly baseUrl: string;
  /** An API key, or a token of `claude setup-token` (`sk-ant-oat…`), which uses a subscription. */
  readonly apiKey?: string;
  /** The CLI's own choice unless given. */
  readonly model?: string;
  /** The model of a task's last try; the same unless given. */
  readonly lastModel?: string;
  readonly clock: Clock;
  /** Where `command` is looked for, as in `PATH`; the usual folders unless given. */
  readonly searchPath?: string;
  /** Prices answers that no result event has counted, as when the CLI was stopped. */
  readonly priceOf?: PriceOf;
}

/** Loopback port inside the sandbox, which has a loopback of its own; without one all runs share the way out. */
const EGRESS_PORT = 28410;
/** All that the CLI asks of the API to work; the key would open files, batches and administration too. */
const ROUTES: readonly EgressRoute[] = [
  { method: 'POST', path: '/v1/messages' },
  { method: 'POST', path: '/v1/messages/count_tokens' },
];
/** The release with every fix that is known; nightshift was tried with it. */
const OLDEST_VERSION = '2.1.329';
/** It stands where the CLI insists on a key; the real one is put in its place on the way out. */
const PLACEHOLDER = 'sk-ant-placeholder-set-on-the-way-out';
const PROCESSES = 1024;
const FILE_BYTES = 1024 * 1024 * 1024;
const STDERR_BYTES = 2000;
const VERSION_TIMEOUT_MS = 15_000;

const MISSING = 'Claude Code is not installed';
const MISSING_HINT =
  'Install it with `npm install -g @anthropic-ai/claude-code`, or set NIGHTSHIFT_CLAUDE_CODE_COMMAND to where it is.';
const KEY_MISSING = 'No API key for the agent claude-code';
const KEY_HINT =
  'Create a key at https://console.anthropic.com/settings/keys, or a token with `claude setup-token`, and set ANTHROPIC_API_KEY (or NIGHTSHIFT_CLAUDE_CODE_API_KEY, for this agent alone) to it.';

const CONTINUED =
  'This session is continued by a new attempt. The workspace was set back to its base: what you changed before is gone. Do the whole task again, with what you have learned.\n\n';

/**
 * The Claude Code CLI, without a person, in the job's sandbox. The sandbox is what confines it, so its own permission
 * questions are off; settings and MCP servers of the repository are not loaded. It reaches its model and nothing else,
 * and never sees the key.
 *
 * Source, SECURITY.md.
 */
export class ClaudeCodeAgent implements Agent {
  readonly name = 'claude-code';

  constructor(private readonly deps: ClaudeCodeAgentDeps) {}

  async availability(): Promise<AgentAvailability> {
    const program = await this.find();
    if (program === undefined) return { isAvailable: false, reason: `${MISSING}. ${MISSING_HINT}` };
    if (!this.hasKey()) return { isAvailable: false, reason: `${KEY_MISSING}. ${KEY_HINT}` };
    const [command = '', ...args] = program.argv;
    try {
      const { stdout } = await promisify(execFile)(command, [...args, '--version'], {
        timeout: VERSION_TIMEOUT_MS,
        env: { HOME: tmpdir(), PATH: '/usr/bin:/bin', DISABLE_AUTOUPDATER: '1' },
      });
      const version = stdout.trim().split(' ')[0] ?? '';
      if (!isAtLeast(version, OLDEST_VERSION)) {
        const reason = `${command} has version ${version}; ${OLDEST_VERSION} or later is needed. Update it with \`npm install -g @anthropic-ai/claude-code\`.`;
        return { isAvailable: false, reason };
      }
      return { isAvailable: true, version };
    } catch {
      return { isAvailable: false, reason: `${command} does not start (--version failed). ${MISSING_HINT}` };
    }
  }

  /**
   * Continues the task's session when there is one: an attempt after the first asks for it first, and each of the two
   * ways to begin falls back to the other, before any model is asked.
   */
  async run(job: AgentJob, signal: AbortSignal): Promise<AgentResult> {
    if (!this.hasKey()) throw new ConfigError('AGENT_KEY_MISSING', KEY_MISSING, { hint: KEY_HINT });
    const program = await this.find();
    if (program === undefined) throw new ConfigError('AGENT_MISSING', MISSING, { hint: MISSING_HINT });
    if (job.limits.costUsd <= 0) {
      const message = 'Nothing is left of the cost cap';
      return { type: 'failed', code: 'AGENT_BUDGET', message, summary: '', usage: usageOf(new ClaudeCodeReport()) };
    }
    const isFirst = (job.env['NIGHTSHIFT_ATTEMPT'] ?? '1') === '1';
    const first = await this.start(program, job, isFirst ? 'new' : 'continued', signal);
    const run = isOtherSession(first) ? await this.start(program, job, isFirst ? 'continued' : 'new', signal) : first;
    if (run.end.reason === 'aborted' && !signal.aborted) {
      const message = `The attempt has used more than the ${job.limits.tokens} tokens that were left of the task's cap`;
      return { type: 'failed', code: 'AGENT_BUDGET', message, summary: '', usage: run.usage, sessionId: job.sessionId };
    }
    return claudeCodeResult(run, new Date(this.deps.clock.now()));
  }

  private async start(
    program: ClaudeCodeProgram,
    job: AgentJob,
    session: 'new' | 'continued',
    signal: AbortSignal,
  ): Promise<ClaudeCodeRun> {
    const { limits, workspace } = job;
    const report = new ClaudeCodeReport();
    const stderr = new OutputTail(STDERR_BYTES);
    const overTokens = new AbortController();
    const end = await job.sandbox.run(
      {
        argv: [...program.argv, ...this.arguments(job, session)],
        workspace: workspace.dir,
        home: workspace.home,
        readOnly: [...workspace.readOnly, ...program.readOnly],
        shared: workspace.shared,
        env: { ...job.env, ...this.environment() },
        stdin: session === 'continued' ? CONTINUED + job.prompt : job.prompt,
        egress: this.egress(),
        limits: {
          timeMs: limits.timeMs,
          outputBytes: limits.outputBytes,
          memoryBytes: limits.memoryBytes,
          processes: PROCESSES,
          fileBytes: FILE_BYTES,
        },
        onOutput: (chunk, stream) => {
          job.onOutput(chunk);
          if (stream === 'stderr') return stderr.push(chunk);
          report.push(chunk);
          const { inputTokens, outputTokens } = usageOf(report);
          // The CLI has a cap on money, none on tokens.
          if (inputTokens + outputTokens >= limits.tokens) overTokens.abort();
        },
      },
      AbortSignal.any([signal, overTokens.signal]),
    );
    report.end();
    return { end, report, usage: usageOf(report, this.deps.priceOf), stderr: stderr.text() };
  }

  private arguments(job: AgentJob, session: 'new' | 'continued'): readonly string[] {
    const model = modelFor(job, { ...this.deps, model: this.deps.model });
    return [
      '-p',
      ...['--output-format', 'stream-json', '--verbose'],
      ...[session === 'new' ? '--session-id' : '--resume', job.sessionId],
      '--dangerously-skip-permissions',
      ...['--max-turns', String(job.limits.turns), '--max-budget-usd', String(job.limits.costUsd)],
      ...['--setting-sources', '', '--strict-mcp-config'],
      ...(model === undefined ? [] : ['--model', model]),
    ];
  }

  private environment(): Readonly<Record<string, string>> {
    const { pathname } = new URL(this.deps.baseUrl);
    return {
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${EGRESS_PORT}${pathname.replace(/\/$/, '')}`,
      ...(this.isSubscription() ? { CLAUDE_CODE_OAUTH_TOKEN: PLACEHOLDER } : { ANTHROPIC_API_KEY: PLACEHOLDER }),
      // Says that something else confines it; as root it refuses to skip permissions otherwise.
      IS_SANDBOX: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      CLAUDE_CODE_MAX_RETRIES: '3',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
      // The session is over when its answer is: nothing is left running to be woken by.
      CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
      CLAUDE_CODE_DISABLE_CRON: '1',
      // A limit's end is told as a time of day.
      TZ: 'UTC',
    };
  }

  private egress(): Egress {
    const key = this.deps.apiKey ?? '';
    const headers: Egress['headers'] = this.isSubscription()
      ? { authorization: `Bearer ${key}` }
      : { 'x-api-key': key };
    return { port: EGRESS_PORT, target: this.deps.baseUrl, allow: ROUTES, headers };
  }

  private hasKey(): boolean {
    return this.deps.apiKey !== undefined && this.deps.apiKey !== '';
  }

  private isSubscription(): boolean {
    return this.deps.apiKey?.startsWith('sk-ant-oat') ?? false;
  }

  private find(): Promise<ClaudeCodeProgram | undefined> {
    return findClaudeCode(this.deps.command, this.deps.searchPath ?? usualFolders());
  }
}

function usualFolders(): string {
  const own = [join(homedir(), '.local', 'bin'), join(homedir(), '.claude', 'local')];
  return [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin', ...own].join(delimiter);
}

/** Compares `major.minor.patch`; what is no such version is older than all. */
function isAtLeast(version: string, oldest: string): boolean {
  const parts = version.split('.').map(Number);
  if (parts.length !== 3 || parts.some(Number.isNaN)) return false;
  const wanted = oldest.split('.').map(Number);
  const differing = parts.findIndex((part, index) => part !== wanted[index]);
  return differing < 0 || (parts[differing] ?? 0) > (wanted[differing] ?? 0);
}

/** True when the session that was to be new is there, or the one to be continued is not. */
function isOtherSession(run: ClaudeCodeRun): boolean {
  if (run.end.reason !== 'exited' || run.end.exitCode === 0 || run.usage.inputTokens > 0) return false;
  return /is already in use|No conversation found/.test(`${run.stderr}\n${run.report.result?.text ?? ''}`);
}

/** Answers that no result has counted (the CLI was stopped) are counted here, at list price where it is known. */
function usageOf(report: ClaudeCodeReport, priceOf?: PriceOf): AgentUsage {
  const { counted, costUsd, open } = report.tokens();
  const tokens = open.reduce((sum, answer) => addTokens(sum, answer.usage), counted);
  const openUsd = open.reduce((sum, answer) => sum + (priceOf?.(answer.model, answer.usage) ?? 0), 0);
  return { costUsd: costUsd + openUsd, inputTokens: tokens.inputTokens, outputTokens: tokens.outputTokens };
}
