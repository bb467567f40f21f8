import { parseUsageLimit } from '../../core/agent/parse-usage-limit';
import { AccessError, ConfigError, UnavailableError } from '../../core/errors';
import type { AgentResult, AgentUsage } from '../../ports/agent';
import type { ProcessEnd } from '../../ports/sandbox';
import type { ClaudeCodeReport, ClaudeCodeResult } from './claude-code-report';

export interface ClaudeCodeRun {
  readonly end: ProcessEnd;
  readonly report: ClaudeCodeReport;
  readonly usage: AgentUsage;
  /** The end of what it wrote to stderr. */
  readonly stderr: string;
}

const SUMMARY_CHARS = 2000;
/** Statuses of a service that is away or busy. */
const AWAY: ReadonlySet<number> = new Set([408, 409, 425]);

/**
 * What a run of the CLI means: done only with exit code 0 and a result event without error.
 *
 * On API errors the CLI says `subtype: success` with `is_error: true`, so that flag counts, never the subtype.
 *
 * @throws {AccessError} `AGENT_KEY_REJECTED`, `AGENT_QUOTA`. @throws {ConfigError} `AGENT_MODEL_UNKNOWN`.
 * @throws {UnavailableError} `UNAVAILABLE_ANTHROPIC`, with `usage` in its details.
 */
export function claudeCodeResult(run: ClaudeCodeRun, now: Date): AgentResult {
  const { end, report } = run;
  switch (end.reason) {
    case 'aborted':
      return { ...soFar(run), type: 'aborted' };
    case 'timed-out':
      return failed(run, 'AGENT_TIMEOUT', `Claude Code was not done after ${Math.round(end.durationMs / 1000)} s`);
    case 'output-limit':
      return failed(run, 'AGENT_OUTPUT_LIMIT', 'Claude Code printed more than it may');
    case 'exited':
      break;
  }
  const { result } = report;
  if (result === undefined) {
    const said = run.stderr.trim();
    const why = `Claude Code ended with exit code ${end.exitCode} and without a result`;
    return failed(run, 'AGENT_EXIT', said === '' ? why : `${why}: ${said}`);
  }
  if (result.subtype === 'error_max_turns') return failed(run, 'AGENT_TURNS', textOf(result, 'It met its turn limit'));
  if (result.subtype === 'error_max_budget_usd')
    return failed(run, 'AGENT_BUDGET', textOf(result, 'It met its cost cap'));
  if (result.isError) return refused(run, result, now);
  if (end.exitCode !== 0) return failed(run, 'AGENT_EXIT', `Claude Code ended with exit code ${end.exitCode}`);
  if (result.stopReason === 'refusal')
    return failed(run, 'AGENT_REFUSED', textOf(result, 'The model refused the task'));
  return { ...soFar(run), type: 'done' };
}

function refused(run: ClaudeCodeRun, result: ClaudeCodeResult, now: Date): AgentResult {
  const { report } = run;
  const message = textOf(result, 'Claude Code could not reach its model');
  const status = result.apiStatus;
  if (status === 401 || status === 403 || report.apiError === 'authentication_failed') {
    const hint = 'Check ANTHROPIC_API_KEY (or NIGHTSHIFT_CLAUDE_CODE_API_KEY, which goes first).';
    throw new AccessError('AGENT_KEY_REJECTED', `The key of Claude Code was refused: ${message}`, { hint });
  }
  if (status === 402 || report.apiError === 'billing_error') {
    const hint = 'Add credit at https://console.anthropic.com/settings/billing.';
    throw new AccessError('AGENT_QUOTA', `The account of Claude Code is out of credit: ${message}`, { hint });
  }
  if (status === 404 || report.apiError === 'model_not_found') {
    const hint = 'Set NIGHTSHIFT_CLAUDE_CODE_MODEL to a model that the key may use, or unset it.';
    throw new ConfigError('AGENT_MODEL_UNKNOWN', `Claude Code cannot use its model: ${message}`, { hint });
  }
  const reset = report.limitResetsAt;
  const headers = reset === undefined ? {} : { 'anthropic-ratelimit-unified-reset': String(reset) };
  const limit = parseUsageLimit({ status, text: message, headers }, now);
  if (limit !== undefined) return { ...soFar(run), type: 'limit-reached', until: limit.until.toISOString(), message };
  if (report.apiError === 'server_error' || (status !== undefined && (status >= 500 || AWAY.has(status)))) {
    throw new UnavailableError('anthropic', `The model of Claude Code does not answer: ${message}`, {
      details: { usage: run.usage },
      hint: 'Nothing to do: the task is tried again. If it lasts, check the network and NIGHTSHIFT_CLAUDE_CODE_BASE_URL.',
    });
  }
  return failed(run, status === undefined ? 'AGENT_EXIT' : 'AGENT_API', message);
}

function textOf(result: ClaudeCodeResult, otherwise: string): string {
  return result.text === '' ? otherwise : result.text.slice(0, SUMMARY_CHARS);
}

function failed(run: ClaudeCodeRun, code: string, message: string): AgentResult {
  return { ...soFar(run), type: 'failed', code, message };
}

function soFar(run: ClaudeCodeRun): {
  readonly usage: AgentUsage;
  readonly summary: string;
  readonly sessionId?: string;
} {
  const { report, usage } = run;
  const summary = (report.result?.text || report.lastText).slice(0, SUMMARY_CHARS);
  return report.sessionId === undefined ? { usage, summary } : { usage, summary, sessionId: report.sessionId };
}
