import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorFacts } from '../../runtime/cli/doctor-facts';
import { changeLines } from '../../runtime/cli/render/change-lines';
import { doctorReport } from '../../runtime/cli/render/doctor-report';
import { whyDown } from '../../runtime/cli/render/doctor-running';
import { duration } from '../../runtime/cli/render/duration';
import { paintFor } from '../../runtime/cli/render/paint';
import { reportMarkdown } from '../../runtime/cli/render/report-markdown';
import { shorten } from '../../runtime/cli/render/shorten';
import { statusText } from '../../runtime/cli/render/status-text';
import { summary } from '../../runtime/cli/render/summary';
import { table } from '../../runtime/cli/render/table';
import { taskLine } from '../../runtime/cli/render/task-line';
import { taskList } from '../../runtime/cli/render/task-list';
import { wrapText } from '../../runtime/cli/render/wrap-text';
import { printable } from '../../runtime/core/control-characters';
import type { TaskView } from '../../runtime/core/report/task-view';
import { EXECUTION } from '../gateway/scripted-app';
import { verifies } from '../support/verifies';
import { runWith } from './scripted-cli';
import { aQuestion, aReport, aStatus, aTask } from './views';

const plain = paintFor(false);
const nowMs = Date.parse('2026-01-01T00:01:00.000Z');
const evidence = {
  criterionId: 'c1',
  criterion: 'it builds',
  isPassed: true,
  command: 'make',
  exitCode: 0,
  outputDigest: 'abcdef0123456789',
};

describe('texts', () => {
  it.each([
    [0, '0.0 s'],
    [9_940, '9.9 s'],
    [12_400, '12 s'],
    [185_000, '3 min 05 s'],
    [7_620_000, '2 h 07 min'],
    [-5, '0.0 s'],
  ])('%i ms are %s', (ms, text) => expect(duration(ms)).toBe(text));

  it.each([
    ['a\nb\tc', 'a b c'],
    ['\u001b[31mred\u001b]8;;http://x\u0007', 'red'],
    ['right\u202eto left', 'rightto left'],
    ['  padded  ', 'padded'],
    ['grün ✓', 'grün ✓'],
  ])('%j is printed as %j', (text, expected) => expect(printable(text)).toBe(expected));

  it('shortens by characters, not by halves of them', () => {
    expect(shorten('😀😀😀', 2)).toBe('😀…');
    expect([shorten('abc', 3), shorten('abcd', 3), shorten('abc', 0)]).toEqual(['abc', 'ab…', '']);
  });

  it('lines columns up', () => {
    expect(
      table(
        ['A', 'LONGER'],
        [
          ['value', 'x'],
          ['v', '\u001by'],
        ],
      ),
    ).toBe('A      LONGER\nvalue  x\nv      y');
    expect(table(['A'], [])).toBe('');
  });
});

describe(`a task on one line${verifies('R-40')}`, () => {
  const look = { columns: 120, nowMs, paint: plain, idWidth: 8, titleWidth: 18 };
  it.each([
    [
      aTask('task-001', {
        state: 'done',
        kernelStatus: 'completed',
        durationMs: 800,
        attempts: 2,
        evidence: [evidence],
      }),
      '✓ task-001  Title of task-001   done       wave 1   0.8 s        attempt 2  ✓ c1',
    ],
    [
      aTask('task-001', {
        state: 'active',
        kernelStatus: 'active',
        startedAt: '2026-01-01T00:00:05.000Z',
        attemptStartedAt: '2026-01-01T00:00:30.000Z',
        attempts: 2,
        wave: 2,
      }),
      '▶ task-001  Title of task-001   active     wave 2   30 s         attempt 2',
    ],
    [
      aTask('task-001', { state: 'active', kernelStatus: 'integrating', worker: 'w1', durationMs: 2000 }),
      '▶ task-001  Title of task-001   active     wave 1   2.0 s        is merged',
    ],
    [
      aTask('task-001', {
        state: 'active',
        kernelStatus: 'integrating',
        why: 'is merged once the paused execution goes on',
      }),
      '▶ task-001  Title of task-001   active     wave 1                approved  is merged once the paused execution goes on',
    ],
    [
      aTask('task-001', {
        state: 'failed',
        kernelStatus: 'failed',
        why: 'exit 1',
        evidence: [{ ...evidence, isPassed: false }],
      }),
      '✗ task-001  Title of task-001   failed     wave 1                ✗ c1  exit 1',
    ],
    [aTask('task-001', { state: 'backlog' }), '· task-001  Title of task-001   backlog    wave 1'],
  ])('shows mark, state, wave, time, attempt, evidence and reason, example %#', (task, expected) =>
    expect(taskLine(task, look).replace(/ +/g, ' ')).toBe(expected.replace(/ +/g, ' ')),
  );

  it('never is wider than the screen', () => {
    const task = aTask('task-001', { title: 'x'.repeat(300), state: 'failed', why: 'y'.repeat(300) });
    for (const columns of [40, 60, 80, 200]) {
      expect([...taskLine(task, { ...look, columns, titleWidth: 20 })].length).toBeLessThanOrEqual(columns);
    }
  });
});

describe('an execution on a screen', () => {
  const look = { columns: 100, rows: 24, nowMs, paint: plain };

  it('has a head, a line for each task, and what a person is asked with the command', () => {
    const status = aStatus({ state: 'waiting', questions: [aQuestion], costUsd: 0.2 });
    const lines = taskList(status, [aTask('task-001'), aTask('task-002', { state: 'waiting' })], look);
    expect(lines[0]).toBe('A plan  waiting for you  1/2 (50 %)  1 min 00 s  $0.20');
    expect(lines).toHaveLength(6);
    expect(lines[3]).toBe('? task-002 Look at it: Does it look right?');
    expect(lines[4]).toBe(`    nightshift answer ${EXECUTION} task-002 c1 pass`);
  });

  it(`says in its head which wave it is in, what is left, and between what where there is room${verifies('R-40')}`, () => {
    const forecast = {
      earliest: '2026-01-01T00:04:00.000Z',
      latest: '2026-01-01T00:09:00.000Z',
      isFounded: true,
      speedup: 2,
      efficiency: 1,
    };
    const status = aStatus({ wave: 2, waves: 3, eta: '2026-01-01T00:06:20.000Z', forecast, costUsd: 0.2 });
    const head = (columns: number) => taskList(status, [], { ...look, columns })[0];
    const whole = 'A plan  running  wave 2 of 3  1/2 (50 %)  1 min 00 s  $0.20  about 5 min left';
    expect(head(110)).toBe(`${whole} (3 min to 8 min)`);
    expect(head(90)).toBe(whole);
    expect(taskList({ ...status, endedAt: '2026-01-01T00:02:00.000Z', state: 'succeeded' }, [], look)[0]).toBe(
      'A plan  succeeded  1/2 (50 %)  2 min 00 s  $0.20',
    );
  });

  it('leaves room for what a task waits for, however long titles are', () => {
    const tasks = [
      aTask('task-001', { title: 'long '.repeat(20), state: 'active', attemptStartedAt: '2026-01-01T00:00:30.000Z' }),
      aTask('task-002', { wave: 2, state: 'backlog', why: 'waits for task-001' }),
    ];
    for (const columns of [80, 100, 120]) {
      const [, , line] = taskList(aStatus(), tasks, { ...look, columns });
      expect(line).toMatch(/ {2}backlog {4}wave 2 {3}waits for task-001$/);
    }
  });

  it('hides what matters least when there is no room, and says how much', () => {
    const tasks = [...Array(30)].map((_, no) =>
      aTask(
        `task-${String(no).padStart(3, '0')}`,
        no === 20 ? { state: 'failed' } : no === 25 ? { state: 'active' } : { state: 'done' },
      ),
    );
    const lines = taskList(aStatus(), tasks, { ...look, rows: 10 });
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(lines.join('\n')).toMatch(/task-020[\s\S]*task-025/);
    expect(lines.at(-1)).toBe('  … and 23 more');
  });

  it('fits into any screen', () => {
    const tasks = [...Array(50)].map((_, no) => aTask(`t${no}`, { title: 'long '.repeat(40) }));
    for (const columns of [40, 80, 132]) {
      for (const rows of [3, 10, 60]) {
        const lines = taskList(aStatus({ questions: [aQuestion] }), tasks, { ...look, columns, rows });
        expect(lines.length).toBeLessThanOrEqual(rows);
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(columns);
      }
    }
  });
});

describe('an execution line by line', () => {
  it(`says of a running task how long it runs and what it is expected to take, of the whole what is left, and neither as news${verifies('R-40')}`, () => {
    const running = aTask('t', {
      state: 'active',
      attempts: 1,
      attemptStartedAt: '2026-01-01T00:00:30.000Z',
      estimateMs: 600_000,
    });
    const now = { status: aStatus({ eta: '2026-01-01T00:10:00.000Z' }), tasks: [running] };
    expect(changeLines(undefined, now, nowMs)).toEqual([
      'A plan: running, 1 of 2 tasks done, about 9 min left',
      't Title of t: active (wave 1, attempt 1, 30 s of about 10 min)',
    ]);
    const later = {
      status: aStatus({ eta: '2026-01-01T00:12:00.000Z' }),
      tasks: [{ ...running, estimateMs: 700_000 }],
    };
    expect(changeLines(now, later, nowMs + 60_000)).toEqual([]);
    expect(taskLine(running, { columns: 120, nowMs, paint: plain, idWidth: 1, titleWidth: 10 })).toBe(
      '▶ t  Title of t  active     wave 1   30 s of about 10 min',
    );
    const guessedAtNothing = { ...running, estimateMs: 400 };
    expect(taskLine(guessedAtNothing, { columns: 120, nowMs, paint: plain, idWidth: 1, titleWidth: 10 })).toBe(
      '▶ t  Title of t  active     wave 1   30 s',
    );
  });

  it('says of a task whose work is over what goes on, and how long the work took once', () => {
    const judged = aTask('t', {
      state: 'active',
      kernelStatus: 'verifying',
      attempts: 1,
      attemptStartedAt: '2026-01-01T00:00:30.000Z',
      durationMs: 21_000,
    });
    const merged = { ...judged, kernelStatus: 'integrating', worker: 'w' } as const;
    const lines = (task: TaskView) => changeLines(undefined, { status: aStatus(), tasks: [task] }, nowMs).slice(1);
    expect(lines(judged)).toEqual(['t Title of t: active (wave 1, attempt 1, 21 s, is judged)']);
    expect(lines(merged)).toEqual(['t Title of t: active (wave 1, attempt 1, 21 s, is merged)']);
    const news = changeLines({ status: aStatus(), tasks: [judged] }, { status: aStatus(), tasks: [merged] }, nowMs);
    expect(news).toEqual([]);
  });

  it('tells what changed and nothing twice', () => {
    const before = {
      status: aStatus(),
      tasks: [aTask('task-001', { state: 'active', attempts: 1 }), aTask('task-002')],
    };
    expect(changeLines(undefined, before, nowMs)).toEqual([
      'A plan: running, 1 of 2 tasks done',
      'task-001 Title of task-001: active (wave 1, attempt 1)',
    ]);
    expect(changeLines(before, before, nowMs)).toEqual([]);
    const waitsForLess = {
      status: aStatus(),
      tasks: [before.tasks[0] ?? aTask('x'), aTask('task-002', { why: 'waits for less' })],
    };
    expect(changeLines(before, waitsForLess, nowMs)).toEqual([]);
    const retried = {
      status: aStatus(),
      tasks: [aTask('task-001', { attempts: 1, why: 'is tried again at 12:00' }), aTask('task-002')],
    };
    expect(changeLines(before, retried, nowMs)).toEqual([
      'task-001 Title of task-001: pending (wave 1, attempt 1) – is tried again at 12:00',
    ]);
    const after = {
      status: aStatus({ state: 'waiting', questions: [aQuestion] }),
      tasks: [
        aTask('task-001', { state: 'done', attempts: 1, durationMs: 1200, evidence: [evidence] }),
        aTask('task-002', { state: 'waiting', questions: [aQuestion] }),
      ],
    };
    expect(changeLines(before, after, nowMs)).toEqual([
      'task-001 Title of task-001: done (wave 1, attempt 1, 1.2 s) ✓ c1',
      'task-002 Title of task-002: waiting (wave 1) – Does it look right?',
      '? task-002 Look at it: Does it look right?',
      `    nightshift answer ${EXECUTION} task-002 c1 pass`,
      `    nightshift answer ${EXECUTION} task-002 c1 fail --note "why"`,
      'A plan: waiting, 1 of 2 tasks done',
    ]);
  });
});

describe('what went wrong', () => {
  const long = `Exit code 3:\n${'a long line of output, '.repeat(8)}\n\tat the end \u001b[2Jof it`;
  const failed = aTask('task-002', { state: 'failed', attempts: 3, why: 'failed 3 times', lastFailure: long });
  const status = aStatus({
    state: 'paused',
    reason: '4 failures in a row',
    hint: `Let it go on: nightshift control ${EXECUTION} resume`,
    blocked: [{ id: 'task-003', why: 'the execution is paused' }],
  });
  const report = { executionId: EXECUTION, tasks: [aTask('task-001'), failed], isResultPending: false };
  const endless = { columns: Number.POSITIVE_INFINITY, nowMs, paint: plain };

  it('says what running side by side gained', () => {
    const over = aReport({ state: 'succeeded', durationMs: 300_000, serialMs: 1_200_000 });
    expect(reportMarkdown({ ...over, gain: { speedup: 4, efficiency: 0.914 } })).toContain(
      '(4 times as long; 91 % of the best that is possible)',
    );
    expect(reportMarkdown(over)).not.toContain('best that is possible');
  });

  it('says why a result is not in the repository yet', () => {
    const pending = aReport({ state: 'succeeded', isResultPending: true });
    const over = aStatus({ state: 'succeeded' });
    expect(statusText(over, pending, endless)).toContain('The result is on its way into your repository.');
    const text = statusText(over, { ...pending, resultProblem: 'UNAVAILABLE_GIT: /p is not a folder' }, endless);
    expect(text).toContain('The result is not in your repository yet: UNAVAILABLE_GIT: /p is not a folder');
    expect(text).not.toContain('on its way');
    expect(reportMarkdown(pending)).toContain('## Result\n\nIt is on its way into the repository.');
    expect(reportMarkdown({ ...pending, resultProblem: '/p is not a folder' })).toContain(
      '## Result\n\nIt is not in the repository yet: /p is not a folder.',
    );
    expect(reportMarkdown({ ...pending, isResultPending: false })).not.toContain('## Result');
  });

  it('says no share of work where what is left takes no time', () => {
    const status = aStatus({ percent: { tasks: 0, time: 0 }, remaining: { tasks: 2, workMinutes: 0 } });
    const text = statusText(status, aReport({}), endless);
    expect(text).toContain('left: 2 tasks, less than a second of work');
    expect(text).not.toContain('0.0 s');
  });

  it('names the first of many tasks that wait for the same, and what they wait for once', () => {
    const blocked = Array.from({ length: 200 }, (_, no) => ({
      id: `t${no}`,
      why: no === 3 ? 'waits for x' : 'waits for a slot',
    }));
    const text = statusText(aStatus({ blocked }), aReport({}), endless);
    expect(text).toContain(
      '  t0, t1, t2, t4, t5 and 194 more are blocked: waits for a slot\n  t3 is blocked: waits for x',
    );
  });

  it('stands whole in the status, not cut where lines go to a file, with its log and the next step', () => {
    const lines = statusText(status, report, endless).split('\n');
    expect(lines).toContain('  paused: 4 failures in a row');
    expect(lines).toContain(`    ${'a long line of output, '.repeat(8).trim()}`);
    expect(lines).toContain('      at the end of it');
    expect(lines).toContain(`    log: nightshift logs ${EXECUTION} task-002`);
    expect(lines.join('\n')).toContain(`\nNext: Let it go on:\n    nightshift control ${EXECUTION} resume\n`);
    expect(lines.join('\n')).not.toMatch(/…|task-003 is blocked|\u001b/);
  });

  it.each([
    [
      2.5,
      [
        '  over in about 4 min: between 60 s and 9 min (8 of 10 cases)',
        '  2.5 times as fast as one after the other, 80 % of the best that is possible',
      ],
    ],
    [
      0.4,
      ['  over in about 4 min: between 60 s and 9 min (8 of 10 cases)', '  It takes longer than one after the other'],
    ],
  ] as const)('says once when it is over, and boasts of a speed-up (%d) only where there is one', (speedup, told) => {
    const at = (minutes: number) => new Date(nowMs + minutes * 60_000).toISOString();
    const note = speedup < 1 ? { note: 'It takes longer than one after the other' } : {};
    const forecast = { earliest: at(1), latest: at(9), isFounded: true, speedup, efficiency: 0.8, ...note };
    const running = aStatus({ eta: at(4), forecast });
    const lines = statusText(running, aReport({}), endless).split('\n');
    expect(lines.filter((line) => /over in|times as fast|longer/.test(line))).toEqual(told);
  });

  it('is broken between words where the terminal ends', () => {
    const lines = statusText(status, report, { ...endless, columns: 60 }).split('\n');
    const from = lines.indexOf('    Exit code 3:');
    expect(lines.slice(from, from + 3)).toEqual([
      '    Exit code 3:',
      '    a long line of output, a long line of output, a long',
      '    line of output, a long line of output, a long line of',
    ]);
    expect(wrapText('x'.repeat(45), '  ', 22)).toEqual([`  ${'x'.repeat(20)}`, `  ${'x'.repeat(20)}`, '  xxxxx']);
  });

  it('stands whole in the summary', () => {
    const text = summary(aReport({ state: 'paused', hint: 'Let it go on', tasks: [failed] }), plain);
    expect(text).toContain(
      `    failed 3 times\n      Exit code 3:\n      ${'a long line of output, '.repeat(8).trim()}\n`,
    );
    expect(text.split('\n').at(-1)).toBe('Next: Let it go on');
    expect([text.includes('\nSo far '), text.includes('\nTook ')]).toEqual([true, false]);
  });

  it('is told line by line once, when its attempt has ended', () => {
    const running = { status: aStatus(), tasks: [aTask('t', { state: 'active', attempts: 1 })] };
    const retried = aTask('t', { attempts: 1, why: 'is tried again at 12:00', lastFailure: 'one\ntwo' });
    const after = { status: aStatus(), tasks: [retried] };
    const paused = { status, tasks: [{ ...retried, why: 'the execution is paused' }] };
    expect(changeLines(running, after, nowMs)).toEqual([
      't Title of t: pending (wave 1, attempt 1) – is tried again at 12:00',
      '    one',
      '    two',
    ]);
    expect(changeLines(after, paused, nowMs)).toEqual([
      `A plan: paused, 1 of 2 tasks done: 4 failures in a row`,
      'Next: Let it go on:',
      `    nightshift control ${EXECUTION} resume`,
    ]);
  });

  it('takes half of a screen at most, and says where the rest is', () => {
    const look = { columns: 80, rows: 10, nowMs, paint: plain };
    const lines = taskList(status, [aTask('a'), failed], {
      ...look,
      failures: [...Array(30)].map((_, no) => `line ${no}`),
    });
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(lines).toContain(`  … all of it: nightshift status ${EXECUTION}`);
    expect(lines.slice(-2)).toEqual(['Next: Let it go on:', `    nightshift control ${EXECUTION} resume`]);
  });
});

describe(`the summary${verifies('R-32')}`, () => {
  it('has every task with its evidence, the branch and how to take it, and the open questions', () => {
    const text = summary(
      aReport({
        tasks: [
          aTask('task-001', {
            state: 'done',
            attempts: 2,
            durationMs: 800,
            evidence: [
              evidence,
              { criterionId: 'c2', criterion: 'Looks right', isPassed: true, actor: 'person:ada', note: 'fine' },
            ],
          }),
          aTask('task-002', {
            state: 'failed',
            attempts: 3,
            why: 'tests fail',
            evidence: [{ ...evidence, isPassed: false, exitCode: 2 }],
          }),
        ],
        questions: [aQuestion],
        result: {
          dir: "/home/ada/it's mine",
          branch: 'nightshift/a-plan',
          commit: '0123456789abcdef',
          changedFiles: ['a'],
        },
        leftOut: ['PLAN.md'],
        advice: ['Name the files'],
      }),
      plain,
    );
    expect(text.trim().split('\n')).toEqual([
      'A plan: succeeded',
      'All is done.',
      '',
      '✓ task-001  Title of task-001  (done, 2 attempts, 0.8 s)',
      '    ✓ c1: `make` → exit 0, output abcdef012345',
      '    ✓ c2: Looks right, answered by person:ada (fine)',
      '✗ task-002  Title of task-002  (failed, 3 attempts)',
      '    ✗ c1: `make` → exit 2, output abcdef012345',
      '    tests fail',
      '',
      'Took 1 min 05 s; one after the other 2 min 00 s; cost $0.25',
      '',
      "Result: branch nightshift/a-plan in /home/ada/it's mine (0123456789ab, 1 file changed)",
      '  Take it with:',
      `    nightshift apply ${EXECUTION}`,
      "    git -C '/home/ada/it'\\''s mine' merge nightshift/a-plan",
      '',
      'Not committed when it started, and so left out: PLAN.md',
      '',
      'To do better next time:',
      '  - Name the files',
      '',
      'Waiting for your answer:',
      '? task-002 Look at it: Does it look right?',
      `    nightshift answer ${EXECUTION} task-002 c1 pass`,
      `    nightshift answer ${EXECUTION} task-002 c1 fail --note "why"`,
    ]);
  });

  it('lets no plan write onto the terminal', () => {
    const text = summary(
      aReport({ title: '\u001b]0;evil\u0007', tasks: [aTask('t', { title: '\u001b[2J', why: 'x\u001b[1A' })] }),
      plain,
    );
    expect(text).not.toContain('\u001b');
  });
});

describe('doctor', () => {
  const well: DoctorFacts = {
    nodeVersion: '24.1.0',
    gitVersion: '2.45.0',
    sandboxFound: { version: 'bubblewrap 0.9.0', command: '/usr/bin/bwrap' },
    sandbox: 'bubblewrap',
    claudeCode: { version: '2.0.0' },
    claudeCommand: 'claude',
    unpriced: [],
    freeDiskBytes: 50e9,
    home: '/home/.nightshift',
    isEmbedded: true,
    launcher: { pid: 4711, phase: 'ready' },
    n8nVersion: '2.41.4',
    n8nUrl: 'http://127.0.0.1:5678',
    gatewayUrl: 'http://127.0.0.1:4114',
    isRedisConfigured: false,
    keys: [{ name: 'NIGHTSHIFT_OPENAI_API_KEY', isSet: true, purpose: 'openai' }],
  };
  const { gitVersion: _git, ...withoutGit } = well;
  const { claudeCode: _claude, ...withoutClaude } = well;
  const { n8nVersion: _n8n, ...withoutN8n } = well;
  const { launcher: _launcher, ...killed } = well;
  const stopped = { ...killed, databaseProblem: 'refused', gatewayProblem: 'x', n8nProblem: 'x', workersProblem: 'x' };
  const state = (facts: DoctorFacts, name: string) => doctorReport(facts).find((item) => item.name === name);

  it('finds nothing to do where all is well', () => {
    expect(
      doctorReport(well)
        .filter(({ state: found }) => found !== 'ok')
        .map(({ name }) => name),
    ).toEqual(['Redis']);
  });

  it('prints versions against what is needed', () => {
    const found = (name: string) => state({ ...well, databaseVersion: '18.4' }, name)?.found;
    expect(['node', 'git', 'Claude Code', 'Postgres', 'n8n version', 'sandbox'].map(found)).toEqual([
      '24.1.0 (20.0.0 or newer is needed)',
      '2.45.0 (2.38.0 or newer is needed)',
      '2.0.0 (2.1.329 or newer is needed)',
      '18.4 (15.0.0 or newer is needed)',
      '2.41.4 (2.41.4 or newer is wanted)',
      'bubblewrap 0.9.0 (/usr/bin/bwrap)',
    ]);
    const agent = readFileSync(join(__dirname, '../../runtime/adapters/claude-code/claude-code-agent.ts'), 'utf8');
    expect(agent).toContain("OLDEST_VERSION = '2.1.329'");
  });

  it.each<[string, DoctorFacts, string, RegExp]>([
    ['Claude Code', { ...well, claudeProblem: 'No API key.' }, 'warning', /No API key/],
    ['Postgres', { ...well, databaseVersion: '14.2' }, 'missing', /Postgres 15/],
    ['git', withoutGit, 'missing', /apt install git/],
    ['git', { ...well, gitVersion: '2.37.9' }, 'missing', /2\.38/],
    ['git', { ...well, gitVersion: '2.39.5' }, 'warning', /security/],
    ['node', { ...well, nodeVersion: '18.19.0' }, 'missing', /Node 24/],
    [
      'sandbox',
      { ...well, sandboxProblem: { reason: 'not there', hint: 'apt-get install bubblewrap' } },
      'missing',
      /apt-get install bubblewrap\. Until then plans are refused/,
    ],
    ['sandbox', { ...well, sandbox: 'none' }, 'warning', /Unset it/],
    ['Claude Code', withoutClaude, 'warning', /npm install -g @anthropic-ai\/claude-code/],
    [
      'home',
      { ...well, openHome: { mode: '0755', command: "chmod 700 '/my home'" } },
      'warning',
      /keys.*: chmod 700 '\/my home'$/,
    ],
    ['disk', { ...well, freeDiskBytes: 1e9 - 1 }, 'missing', /1\.5 GB.*nothing is started/],
    ['disk', { ...well, freeDiskBytes: 1.4e9 }, 'warning', /until there are 1\.5 GB/],
    ['settings', { ...well, settingsProblem: 'X=1 is not allowed' }, 'missing', /docs\/configuration\.md/],
    ['Redis', { ...well, isRedisConfigured: true, redisProblem: 'nobody answers' }, 'away', /NIGHTSHIFT_REDIS_URL/],
    ['nightshift', stopped, 'away', /npm start.*nightshift up --detach/],
    ['nightshift', { ...well, launcher: { pid: 1, phase: 'stopping' } }, 'away', /Wait/],
    [
      'gateway',
      { ...well, gatewayProblem: 'nobody answers' },
      'away',
      /started again by itself.*\/home\/\.nightshift\/logs/,
    ],
    ['database', { ...well, isEmbedded: false, databaseProblem: 'away' }, 'away', /NIGHTSHIFT_DATABASE_URL/],
    ['n8n version', withoutN8n, 'missing', /npm start/],
    [
      'price of gpt-99',
      { ...well, unpriced: [{ agent: 'openai', model: 'gpt-99' }] },
      'warning',
      /only the token cap holds\. Set NIGHTSHIFT_OPENAI_PRICE_INPUT/,
    ],
    ['loopback', well, 'ok', /stays on loopback because/],
    ['loopback', { ...well, n8nUrl: 'https://n8n.example' }, 'warning', /loopback/],
  ])('%s: %#', (name, facts, expected, advice) => {
    expect(state(facts, name)).toMatchObject({ state: expected, advice: expect.stringMatching(advice) });
  });

  it.each([
    ['2.41.1', 'warning'],
    ['2.41.3', 'warning'],
    ['2.41.4', 'ok'],
    ['2.42.5', 'warning'],
    ['2.42.6', 'ok'],
    ['2.43.2', 'warning'],
    ['3.0.0', 'warning'],
    ['3.0.1', 'ok'],
    ['2.44.0', 'ok'],
    ['1.100.0', 'warning'],
  ])('n8n %s: %s', (n8nVersion, expected) =>
    expect(state({ ...well, n8nVersion }, 'n8n version')?.state).toBe(expected),
  );

  it.each([
    ['stopping', 'stopped, or about to', /^nightshift is stopping \(process 1\)\. Once it has ended, `nightshift up/],
    ['starting', 'not up yet: nobody answers', /^nightshift is starting \(process 1\)\. Wait a moment/],
  ] as const)('does not contradict itself while nightshift is %s', (phase, found, why) => {
    const facts: DoctorFacts = { ...well, launcher: { pid: 1, phase }, gatewayProblem: 'nobody answers' };
    expect(state(facts, 'gateway')).toEqual({ name: 'gateway', state: 'away', found });
    expect(whyDown(facts)).toMatch(why);
    expect(JSON.stringify(doctorReport(facts))).not.toMatch(/started again by itself|npm start/);
  });

  it('says once how to start what does not run, and of each part that it does not', () => {
    expect(doctorReport(stopped).filter(({ state: found }) => found === 'away')).toEqual([
      expect.objectContaining({ name: 'nightshift', found: 'not running (home: /home/.nightshift)' }),
      ...['database', 'gateway', 'n8n', 'workers'].map((name) => ({ name, state: 'away', found: 'not running' })),
    ]);
  });

  it.each([
    ['all is well', well, 0, 'Nothing that is needed is missing.\nEverything runs.\n'],
    ['nothing was started', stopped, 4, 'Nothing that is needed is missing.\nnightshift is not up. Start it: '],
    [
      'the launcher was killed',
      { ...killed, databaseProblem: 'refused' },
      4,
      'nightshift is not up, and an earlier one left running: gateway, n8n. Take them over: ',
    ],
    ['a part is away', { ...well, n8nProblem: 'nobody answers' }, 4, 'Not running: n8n.\n'],
    [
      'something is missing too',
      { ...stopped, sandboxProblem: { reason: 'not there', hint: 'get it' } },
      1,
      'Missing: sandbox.\n',
    ],
  ])('%s: the exit code and the last words say so', async (_, facts: DoctorFacts, code, words) => {
    const run = await runWith({ doctorFacts: async () => facts }, ['doctor']);
    expect([run.code, run.out]).toEqual([code, expect.stringContaining(words)]);
    expect((await runWith({}, ['doctor', '--help'])).out).toMatch(/Exit codes:[\s\S]*4 {2}nothing is missing, but/);
  });
});
