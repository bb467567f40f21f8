import type { Verdict } from '../../../runtime/core/execution/verdict';
import { patternIdOf } from '../../../runtime/core/learn/pattern-id';
import { patternOf } from '../../../runtime/core/learn/pattern-of';
import { taskTypeOf } from '../../../runtime/core/learn/task-type';
import { verifies } from '../../support/verifies';
import { anAttempt, anExecution, ID } from '../notify/an-execution';

const SECRET = 'c4n4ry-value-0001';
const evidence = { criterionId: 'c1', command: 'npm test', outputDigest: '', durationMs: 1, outputTail: '' };
const input = (
  attempt: ReturnType<typeof anAttempt> | undefined,
  verdict: Verdict = { type: 'completed' },
  log = '',
) => ({
  execution: anExecution({ [`Fix the parser for ${SECRET}`]: {} }),
  task: 0,
  token: 3,
  verdict,
  at: '2026-01-01T00:00:00.000Z',
  log,
  secrets: [SECRET],
  ...(attempt === undefined ? {} : { attempt }),
});

const rejected = (failure: string): Verdict => ({ type: 'rejected', failure });

describe(`patternOf${verifies('R-60', 'R-61', 'R-62', 'I24')}`, () => {
  it('succeeds when the task was completed with it', () => {
    const good = { ...anAttempt(90_400), evidence: [{ ...evidence, exitCode: 0 }], changedFiles: ['src/a.ts'] };
    expect(patternOf(input(good, { type: 'completed' }, '$ npm run build\n')).pattern).toMatchObject({
      isSuccess: true,
      durationSeconds: 90,
      commands: ['npm run build', 'npm test'],
      errors: [],
      files: ['src/a.ts'],
      taskType: 'fix',
      conversationId: 'c',
    });
  });

  it('keeps what was called and what took time', () => {
    const log = 'GET https://api.example.org/items?page=2 200\nTests: 12 passed\nTime: 12.3 s\n';
    const { pattern } = patternOf(input(anAttempt(1), { type: 'completed' }, log));
    expect(pattern.apiCalls).toEqual(['GET https://api.example.org/items']);
    expect(pattern.timings).toEqual([expect.objectContaining({ durationMs: 12_300 })]);
  });

  it('fails when evidence is bad, and keeps what it said', () => {
    const bad = { ...anAttempt(1), evidence: [{ ...evidence, exitCode: 2, outputTail: 'a\nExpected 3\n' }] };
    const { pattern, text } = patternOf(input(bad, rejected('"Tests pass": `npm test` ended with exit code 2')));
    expect(pattern.isSuccess).toBe(false);
    expect(pattern.errors).toEqual(['npm test: exit 2 Expected 3']);
    expect(text).toContain('Expected 3');
  });

  it.each<readonly [string, Verdict]>([
    ['that a person rejected', rejected('A person rejected the result: too\n short')],
    ['that could not be merged', { type: 'conflict', failure: 'A person rejected the result: too\n short' }],
  ])('fails with what was said of one %s, though its agent was done and its evidence good', (_what, verdict) => {
    const good = { ...anAttempt(1), evidence: [{ ...evidence, exitCode: 0 }] };
    const { pattern, text } = patternOf(input(good, verdict));
    expect(pattern).toMatchObject({ isSuccess: false, errors: ['A person rejected the result: too short'] });
    expect(text).toContain('failed\nA person rejected');
  });

  it('learns from an attempt that was lost', () =>
    expect(patternOf(input(undefined, { type: 'lost', failure: 'worker-died' })).pattern).toMatchObject({
      isSuccess: false,
      errors: ['lost: worker-died'],
    }));

  it('holds no secret anywhere, nor does the text to embed', () => {
    const attempt = {
      ...anAttempt(1),
      outcome: { type: 'failed' as const, code: 'AGENT_EXIT', message: `no access with ${SECRET}` },
      changedFiles: [`${SECRET}.txt`],
      evidence: [
        { ...evidence, command: `curl ${SECRET}`, exitCode: 1, outputTail: Buffer.from(SECRET).toString('base64') },
      ],
    };
    const told = JSON.stringify(
      patternOf(input(attempt, rejected(SECRET), `$ echo ${SECRET}\nError: ${Buffer.from(SECRET).toString('hex')}\n`)),
    );
    expect(told).toContain('[redacted]');
    for (const form of [
      SECRET,
      Buffer.from(SECRET).toString('base64').slice(0, 20),
      Buffer.from(SECRET).toString('hex'),
    ]) {
      expect(told).not.toContain(form);
    }
  });

  it('has an id of its own per attempt, a UUID v5, always the same', () => {
    expect(patternIdOf(ID, 'task-1', 3)).toBe(patternIdOf(ID, 'task-1', 3));
    expect(patternIdOf(ID, 'task-1', 3)).not.toBe(patternIdOf(ID, 'task-1', 4));
    expect(patternIdOf(ID, 'task-1', 3)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe('taskTypeOf', () => {
  it.each([
    ['Write unit tests for the parser', 'test'],
    ['Fix the flaky test runner', 'fix'],
    ['Update README', 'documentation'],
    ['Add dark mode to the settings page', 'configuration'],
    ['Make a login form', 'interface'],
    ['Bump dependencies', 'configuration'],
    ['Add retries to the client', 'feature'],
  ])('%s: %s', (title, type) => expect(taskTypeOf({ title, description: '' })).toBe(type));

  it('falls back on the command, then on the description', () => {
    expect(taskTypeOf({ title: 'Step 3', description: 'deploy it', command: 'npm run lint' })).toBe('quality');
    expect(taskTypeOf({ title: 'Step 3', description: 'Deploy it.' })).toBe('deployment');
  });
});
