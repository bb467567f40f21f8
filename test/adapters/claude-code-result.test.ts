import { ClaudeCodeReport } from '../../runtime/adapters/claude-code/claude-code-report';
import { claudeCodeResult } from '../../runtime/adapters/claude-code/claude-code-result';
import type { AgentResult } from '../../runtime/ports/agent';
import type { ProcessEnd } from '../../runtime/ports/sandbox';

const NOW = new Date('2026-11-21T11:30:00Z');
const USAGE = { costUsd: 0, inputTokens: 0, outputTokens: 0 };
const bytes = (text: string) => new TextEncoder().encode(text);
const line = (event: object) => `${JSON.stringify(event)}\n`;

const init = line({ type: 'system', subtype: 'init', session_id: 's1' });
const ok = (more: object = {}) =>
  line({ type: 'result', subtype: 'success', is_error: false, result: 'Done.', session_id: 's1', ...more });

function read(...chunks: readonly (string | Uint8Array)[]): ClaudeCodeReport {
  const report = new ClaudeCodeReport();
  for (const chunk of chunks) report.push(typeof chunk === 'string' ? bytes(chunk) : chunk);
  report.end();
  return report;
}

function resultOf(report: ClaudeCodeReport, end: Partial<ProcessEnd> = {}, stderr = ''): AgentResult {
  return claudeCodeResult(
    { report, end: { reason: 'exited', exitCode: 0, durationMs: 1000, ...end }, usage: USAGE, stderr },
    NOW,
  );
}

describe('what Claude Code printed', () => {
  it.each([
    ['nothing', []],
    ['only its start', [init]],
    ['no JSON', ['Segmentation fault\n']],
    ['JSON that is cut', [init, ok().slice(0, -20)]],
    ['JSON of another kind', ['[]\n', '1\n', 'null\n', '"result"\n', '{"type":"result_of_another"}\n']],
    ['markers of others', ['::nightshift::done\n', line({ nightshift: 'done' })]],
    [
      'a result inside a text',
      [init, line({ type: 'assistant', message: { content: [{ type: 'text', text: ok() }] } })],
    ],
  ])('is no success when it is %s, whatever the exit code', (_, chunks) => {
    expect(resultOf(read(...chunks))).toMatchObject({ type: 'failed', code: 'AGENT_EXIT' });
  });

  it.each([
    ['prose around it', ['Hello\n', init, ok(), 'Bye\n']],
    ['no newline at the end', [init, ok().trimEnd()]],
    [
      'colours, links and bytes that are no text',
      [Uint8Array.of(0xff, 0xfe, 0, 0x0a), '\u001b]8;;http://x\u0007link\n', init, ok()],
    ],
  ])('is a success with %s', (_, chunks) => {
    expect(resultOf(read(...chunks))).toMatchObject({ type: 'done', summary: 'Done.', sessionId: 's1' });
  });

  it('may hold 50 MB on one line', () => {
    const report = new ClaudeCodeReport();
    const before = process.memoryUsage().arrayBuffers;
    report.push(bytes(`${init}{"type":"user","message":"`));
    const chunk = new Uint8Array(1024 * 1024).fill(120);
    for (let i = 0; i < 50; i += 1) report.push(chunk);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    report.push(bytes(`"}\n${ok()}`));
    report.end();
    expect(resultOf(report)).toMatchObject({ type: 'done' });
  });

  it('is judged by the error flag, never by the subtype or the exit code alone', () => {
    expect(resultOf(read(ok({ is_error: true, api_error_status: 400, result: 'bad' })))).toMatchObject({
      type: 'failed',
      code: 'AGENT_API',
      message: 'bad',
    });
    expect(resultOf(read(ok({ is_error: undefined })))).toMatchObject({ type: 'failed' });
    expect(resultOf(read(ok()), { exitCode: 1 })).toMatchObject({ type: 'failed', code: 'AGENT_EXIT' });
    expect(resultOf(read(ok({ stop_reason: 'refusal' })))).toMatchObject({ type: 'failed', code: 'AGENT_REFUSED' });
  });

  it.each([
    [137, 'killed'],
    [143, ''],
    [0, ''],
  ])('without a result is a failure that tells exit code %i', (exitCode, stderr) => {
    expect(resultOf(read(init), { exitCode }, stderr)).toMatchObject({
      type: 'failed',
      code: 'AGENT_EXIT',
      message: expect.stringContaining(`exit code ${exitCode}`),
    });
  });

  it.each([
    ['aborted', { type: 'aborted' }],
    ['timed-out', { type: 'failed', code: 'AGENT_TIMEOUT' }],
    ['output-limit', { type: 'failed', code: 'AGENT_OUTPUT_LIMIT' }],
  ] as const)('does not count when it was stopped: %s', (reason, expected) => {
    expect(resultOf(read(init, ok()), { reason })).toMatchObject(expected);
  });

  it('may hold several results: they are added up, and the last one counts', () => {
    const model = (inputTokens: number, costUSD: number) => ({
      model_usage_since_last_result: { m: { inputTokens, outputTokens: 1, cacheReadInputTokens: 5, costUSD } },
    });
    const report = read(
      ok({ ...model(10, 0.1), result: 'One.' }),
      ok({ ...model(20, 0.2), total_cost_usd: 99, result: 'Two.' }),
    );
    expect(report.tokens()).toMatchObject({
      counted: { inputTokens: 40, outputTokens: 2, cacheReadTokens: 10 },
      open: [],
    });
    expect(report.tokens().costUsd).toBeCloseTo(0.3);
    expect(resultOf(report)).toMatchObject({ type: 'done', summary: 'Two.' });
  });

  it('may claim impossible numbers: they count as nothing', () => {
    const report = read(ok({ modelUsage: { m: { inputTokens: -5, outputTokens: 'x', costUSD: -1e9 }, n: null } }));
    expect(report.tokens()).toMatchObject({ costUsd: 0, counted: { inputTokens: 0, outputTokens: 0 } });
  });

  it('waits for a usage limit only when the request failed: a model can talk about limits', () => {
    const text = 'Claude AI usage limit reached|1795273200';
    expect(resultOf(read(ok({ result: text })))).toMatchObject({ type: 'done' });
    expect(resultOf(read(ok({ result: text, is_error: true })), { exitCode: 1 })).toMatchObject({
      type: 'limit-reached',
      until: '2026-11-21T15:00:00.000Z',
    });
  });

  it('takes the end of a limit from the event that tells it', () => {
    const limit = (status: string) =>
      line({ type: 'rate_limit_event', rate_limit_info: { status, resetsAt: 1795273200 } });
    const refused = ok({ is_error: true, api_error_status: 429, result: 'no' });
    expect(resultOf(read(limit('rejected'), refused), { exitCode: 1 })).toMatchObject({
      type: 'limit-reached',
      until: '2026-11-21T15:00:00.000Z',
    });
    expect(resultOf(read(limit('rejected'), limit('allowed'), refused), { exitCode: 1 })).toMatchObject({
      until: '2026-11-21T11:45:00.000Z',
    });
  });

  it('is counted up to where it was stopped', () => {
    const answer = (id: string, input: number) =>
      line({
        type: 'assistant',
        message: { id, model: 'm', content: [], usage: { input_tokens: input, output_tokens: 1 } },
      });
    const report = read(init, answer('a', 10), answer('a', 10), answer('b', 20));
    expect(report.tokens().open.map((open) => open.usage.inputTokens)).toEqual([10, 20]);
  });
});
