import { MemoryPlanReader } from '../../runtime/adapters/memory/memory-plan-reader';
import { findMeantExecution } from '../../runtime/app/find-meant-execution';
import { previewHandoff } from '../../runtime/app/preview-handoff';
import { previewPlanText } from '../../runtime/app/preview-plan-text';
import { RequestError } from '../../runtime/core/errors';
import { DEFAULT_PLAN_LIMITS } from '../../runtime/core/plan/plan';
import { errorText } from '../../runtime/mcp/answers/error-answer';
import { previewAnswer } from '../../runtime/mcp/answers/preview-answer';
import { receiptAnswer } from '../../runtime/mcp/answers/receipt-answer';
import { resultsAnswer } from '../../runtime/mcp/answers/results-answer';
import { statusAnswer } from '../../runtime/mcp/answers/status-answer';
import { aTask } from '../cli/views';
import { EXECUTION, scriptedApp } from '../gateway/scripted-app';
import { OPTIONS } from '../support/executions';
import { verifies } from '../support/verifies';
import { REPORT } from './scripted-views';

const RESUME = `Let it go on: nightshift control ${EXECUTION} resume`;
const PLAN = '# Poems\n\n- [ ] 1. Write one\n- [ ] 2. Write another\n- [ ] 3. Count\n  - run: `wc poems`\n';
const WORKERS = {
  scheduling: async () => ({
    workers: [{ capabilities: ['shell', 'sandbox'], slots: 4, used: 0 }],
    capacity: new Map(),
    slotWaits: [],
  }),
};

describe(`what a model reads${verifies('R-81')}`, () => {
  it('names tools as the next step, not commands of a terminal', async () => {
    const status = { ...(await scriptedApp().status(EXECUTION)), state: 'paused', hint: RESUME } as const;
    const next = `next: Let it go on: \`control\` with action \`resume\` for execution \`${EXECUTION}\``;
    expect(statusAnswer(status)).toContain(next);
    expect(resultsAnswer({ ...REPORT, state: 'paused', hint: RESUME })).toContain(next);
    const refused = new RequestError('CONTROL_REFUSED', 'It cannot be retried', {
      hint: 'Name a task that has failed: `nightshift status` shows which',
      details: {
        problems: [{ where: { line: 1, column: 1 }, code: 'X', message: 'm', hint: 'See `nightshift list`' }],
      },
    });
    expect(errorText(refused)).toBe(
      'error CONTROL_REFUSED: It cannot be retried\n  1:1 X m (See `list`)\nnext: Name a task that has failed: `status` shows which',
    );
  });

  it('is told of a task that is done what went wrong before', () => {
    const retried = { ...aTask('t', { state: 'done', attempts: 2 }), lastFailure: 'A person\nrejected it.' };
    expect(resultsAnswer({ ...REPORT, tasks: [retried] })).toContain(
      '(0 of 0 criteria proven, 2 attempts; before: A person rejected it.)',
    );
  });

  it('is told why a result is not in the repository yet', () => {
    const { result: _result, ...away } = { ...REPORT, isResultPending: true, resultProblem: '/p is not a folder' };
    expect(resultsAnswer(away)).toContain('not in the repository yet, it is tried again: /p is not a folder');
  });

  it('is told with a receipt what is not committed, and so not seen by tasks', () => {
    const reply = { executionId: EXECUTION, planId: 'p', sha256: 's', receipt: 'r' };
    const dirty = Array.from({ length: 12 }, (_, no) => `src/file-${no}.ts`);
    expect(receiptAnswer(reply, dirty)).toMatch(
      /not committed, so the tasks do not see it .*:\n {2}src\/file-0\.ts\n[\s\S]* {2}src\/file-9\.ts\n {2}… and 2 more\nnext: /,
    );
    expect(receiptAnswer(reply, [])).not.toContain('committed');
  });

  it('is told which tasks nobody here can do, and what mends it, before anybody hands them over', async () => {
    const plans = new MemoryPlanReader();
    const input = { text: PLAN, fileName: 'PLAN.md' };
    const deps = { plans, limits: DEFAULT_PLAN_LIMITS, workers: WORKERS as never };
    const text = previewAnswer(await previewHandoff(deps, input, OPTIONS), { dirty: ['draft.md'] });
    expect(text).toMatch(
      /nobody here can do these, so the hand-off would be refused:\n {2}3:\d+ CAPABILITY_MISSING task-001 \(Write one\) has no command, so it needs claude-code, and no worker has it; nor can anybody do task-002 \(Install Claude Code .*\)\n/,
    );
    expect(text).toMatch(/\nabout \d+ min with 4 tasks at a time; no longer in strict waves\.\ntasks:\n/);
    expect(text).toMatch(/\n {2}draft\.md\nnext: tell the person what nobody here can do and what mends it/);
    expect(text).toMatch(/task-001 Write one: wave 1.* by claude-code,/);
    expect(text).toMatch(/task-003 Count: wave 3.* by shell,/);
  });

  it('is told with which options a plan would run, and when it would be over', async () => {
    const deps = { plans: new MemoryPlanReader(), limits: DEFAULT_PLAN_LIMITS, workers: WORKERS as never };
    const asked = { ...OPTIONS, maxParallel: 1, release: 'barrier', agent: 'shell', onFailure: 'halt' } as const;
    const text = previewAnswer(await previewHandoff(deps, { text: PLAN, fileName: 'PLAN.md' }, asked), { dirty: [] });
    expect(text).toContain(
      'it would run so: at most 1 task side by side; wave by wave; shell does tasks that name nobody; a failed task stops everything; it pauses at $',
    );
    expect(text).toMatch(/it would be over after about \d+ min, in 8 of 10 cases \d+ to \d+ min,/);
    expect(text).toMatch(/task-001 Write one: wave 1.* by shell,/);
  });

  it('is told when the project of its folder is not registered, and who does that', async () => {
    const answer = await previewPlanText({ plans: new MemoryPlanReader() }, { text: PLAN, fileName: 'PLAN.md' });
    const text = previewAnswer(answer, { dirty: [], unregistered: '/srv/a site' });
    expect(text).toMatch(/\nthe project \/srv\/a site is not registered, so the hand-off would be refused\nnext: /);
    expect(text).toMatch(/in a terminal: `nightshift project add '\/srv\/a site'`; then call `handoff`/);
  });

  it('is told when nobody could be asked who can do what', async () => {
    const answer = await previewPlanText({ plans: new MemoryPlanReader() }, { text: PLAN, fileName: 'PLAN.md' });
    expect(previewAnswer(answer, { dirty: [] })).toContain('could not be asked whether somebody here can do each task');
  });
});

describe('the execution that a word means', () => {
  const ids = Array.from({ length: 450 }, (_, no) => `01890a5d-ac96-774b-bcce-${String(no).padStart(12, 'a')}`);
  const page = async ({ limit, after }: { readonly limit: number; readonly after?: string }) => {
    const from = after === undefined ? 0 : ids.indexOf(after) + 1;
    return ids.slice(from, from + limit).map((executionId) => ({ executionId }));
  };

  it.each([
    ['a part that one of 450 has', 'a449', { type: 'found', id: ids[449] }],
    ['nothing: the newest', undefined, { type: 'found', id: ids[0] }],
    ['a whole id, known or not', EXECUTION, { type: 'found', id: EXECUTION }],
    ['a part that none has', 'ffff', { type: 'unknown', isEmpty: false }],
  ])('%s', async (_, word, expected) => expect(await findMeantExecution(page, word)).toEqual(expected));

  it('is nobody’s when several have it, however old', async () => {
    const meant = await findMeantExecution(page, '0189');
    expect(meant).toMatchObject({ type: 'ambiguous' });
    expect(meant.type === 'ambiguous' && meant.ids).toHaveLength(450);
  });

  it('is unknown where there is none at all', async () => {
    expect(await findMeantExecution(async () => [], 'last')).toEqual({ type: 'unknown', isEmpty: true });
  });
});
