import { extractPattern } from '../../../runtime/core/learn/extract-pattern';
import { verifies } from '../../support/verifies';

const json = (value: unknown) => JSON.stringify(value);
const toolUse = (name: string, input: unknown) =>
  json({
    type: 'assistant',
    message: {
      content: [
        { type: 'text', text: 'now' },
        { type: 'tool_use', name, input },
      ],
    },
  });

describe(`extractPattern${verifies('R-61')}`, () => {
  it('reads the log of a shell command', () => {
    const log = [
      '$ npm test',
      '+ node build.js',
      'npm warn deprecated glob@7.2.3: no longer supported',
      'npm warn deprecated glob@7.2.4: no longer supported',
      'Found 0 errors. No failures, 0 failed.',
      '  at foo (src/x.ts:1:2)',
      "TypeError: Cannot read properties of undefined (reading 'x')",
      'not ok 3 - parses',
      ' create mode 100644 src/new-file.ts',
      '\tmodified:   README.md',
      'GET https://api.example.com/v1/items?token=1 200',
      'curl -s https://me:pw@example.org/health',
      'Test Suites duration 12.5 s',
      'real\t1m2.5s',
      '',
    ].join('\n');
    expect(extractPattern(log)).toEqual({
      commands: ['npm test', 'node build.js'],
      errors: ["TypeError: Cannot read properties of undefined (reading 'x')", 'not ok 3 - parses'],
      warnings: ['npm warn deprecated glob@7.2.3: no longer supported'],
      files: ['src/new-file.ts', 'README.md'],
      apiCalls: ['GET https://api.example.com/v1/items', 'GET https://example.org/health'],
      timings: [
        { what: 'Test Suites', durationMs: 12_500 },
        { what: 'real', durationMs: 62_500 },
      ],
    });
  });

  it('reads the JSON lines of Claude Code', () => {
    const log = [
      json({ type: 'system', subtype: 'init', tools: ['Bash'] }),
      toolUse('Bash', { command: 'npm run lint\necho done' }),
      json({
        type: 'user',
        message: {
          content: [
            { type: 'tool_result', is_error: true, content: 'Exit code 1\n\nsrc/a.ts: error TS2304: Cannot find name' },
          ],
        },
      }),
      toolUse('Write', { file_path: '/ws/src/a.ts', content: 'error error' }),
      toolUse('Read', { file_path: '/ws/src/only-read.ts' }),
      toolUse('WebFetch', { url: 'https://docs.example.com/api?x=1' }),
      json({ type: 'result', subtype: 'success', is_error: false, duration_ms: 4_321 }),
    ].join('\n');
    expect(extractPattern(log)).toEqual({
      commands: ['npm run lint'],
      errors: ['src/a.ts: error TS2304: Cannot find name'],
      warnings: [],
      files: ['/ws/src/a.ts'],
      apiCalls: ['GET https://docs.example.com/api'],
      timings: [{ what: 'agent', durationMs: 4_321 }],
    });
  });

  it('reads the tool calls of an OpenAI-compatible model', () => {
    const call = {
      role: 'assistant',
      tool_calls: [{ function: { name: 'run', arguments: json({ command: 'make' }) } }],
    };
    expect(extractPattern(json({ choices: [{ message: call }] })).commands).toEqual(['make']);
    expect(extractPattern(json(call)).commands).toEqual(['make']);
  });

  it('reads the tool calls of our own agents, also cut ones', () => {
    const log = [
      '[tool] run_command {"command":"npm test\\nls"}',
      '[error] exit 1: 3 tests failed',
      `[tool] write_file {"path":"src/a.ts","content":"const x = \\"error\\"…`,
      '[tool] read_file {"path":"src/read.ts"}',
      '[tool] run_command {"command":"node -e \\"1\\" …',
      '[failed] AGENT_API: overloaded',
    ].join('\n');
    const found = extractPattern(log);
    expect(found.commands).toEqual(['npm test', 'node -e "1" …']);
    expect(found.files).toEqual(['src/a.ts']);
    expect(found.errors).toEqual(['[error] exit 1: 3 tests failed', '[failed] AGENT_API: overloaded']);
  });

  it('reads a line of JSON that was cut off as text', () =>
    expect(extractPattern('{"type":"assistant","message":"fatal: no such branch').errors).toHaveLength(1));

  it('keeps every list within its limits', () => {
    const log = Array.from({ length: 500 }, (_, i) => `$ run ${i}\nError: ${'x'.repeat(i)} broke`).join('\n');
    const found = extractPattern(log, { entries: 10, length: 40 });
    expect(found.commands).toHaveLength(10);
    expect(found.errors).toHaveLength(10);
    expect(Math.max(...found.errors.map((error) => error.length))).toBeLessThanOrEqual(40);
  });

  it('reads how a very long log ended', () => {
    const log = `${'Error: the same again\n'.repeat(400_000)}fatal: the last word\n`;
    expect(extractPattern(log).errors).toContain('fatal: the last word');
  });

  it.each([
    ['ordinary output', '  ok 12 - parses an empty file and some more words (12 ms)\n'],
    ['nothing but errors', 'Error: x failed at https://e.com/a?b=c: time 12 ms, duration\n'],
    ['one endless line', 'Error '],
    ['endless addresses', 'https://'],
    ['tool calls', `${toolUse('Bash', { command: 'npm test' })}\n`],
  ])(`takes less than ten seconds for 40 MB of %s${verifies('R-90')}`, (_, part) => {
    const log = part.repeat(40_000_000 / part.length);
    const started = process.cpuUsage();
    extractPattern(log);
    const spent = process.cpuUsage(started);
    expect((spent.user + spent.system) / 1e6).toBeLessThan(5);
  });
});
