import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryPlanReader } from '../../runtime/adapters/memory/memory-plan-reader';
import { arrivalUnknown } from '../../runtime/cli/arrival-unknown';
import type { CliDeps } from '../../runtime/cli/cli-deps';
import { clientBackend } from '../../runtime/cli/mcp/client-backend';
import { planToHandOver } from '../../runtime/cli/plan-to-hand-over';
import {
  AccessError,
  InvariantError,
  type NightshiftError,
  RequestError,
  UnavailableError,
} from '../../runtime/core/errors';
import { findRegistered } from '../../runtime/core/handoff/find-registered';
import { projectUnknown } from '../../runtime/core/handoff/project-unknown';
import { DEFAULT_PLAN_LIMITS } from '../../runtime/core/plan/plan';
import { callersFolder } from '../../runtime/main/cli/callers-folder';
import { planSourceActions } from '../../runtime/main/cli/plan-source';
import { errorData } from '../../runtime/mcp/answers/error-answer';
import { projectOf } from '../../runtime/mcp/plan-argument';
import type { ToolCall } from '../../runtime/mcp/tool';
import { handoff } from '../../runtime/mcp/tools/handoff';
import { planPreview } from '../../runtime/mcp/tools/plan-preview';

describe('a plan named by its file over standard input and output', () => {
  let root: string;
  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'ns-callers-')));
    for (const path of ['repo/src', 'site/docs', 'other']) mkdirSync(join(root, path), { recursive: true });
    for (const path of [
      'repo/TOP.md',
      'repo/PLAN.md',
      'repo/src/PLAN.md',
      'site/PLAN.md',
      'site/docs/S.md',
      'other/O.md',
    ])
      writeFileSync(join(root, path), `# ${path}`);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  let away: Error | undefined;
  afterEach(() => {
    away = undefined;
  });

  const backend = () => {
    const workingFolder = join(root, 'repo/src');
    const repositoryAt = async (dir: string) =>
      dir.startsWith(join(root, 'repo')) ? { dir: join(root, 'repo'), dirty: [] } : undefined;
    const folder = callersFolder({
      workingFolder,
      repositoryAt,
      planLimits: () => ({ ...DEFAULT_PLAN_LIMITS, bytes: 1000 }),
      planSource: planSourceActions(process.stdin),
      plans: new MemoryPlanReader(),
    });
    const registered = [{ id: 'id-1', name: 'site', dir: join(root, 'site'), host: 'h', shares: [] }];
    const projects = async () => registered;
    const preview = async (_plan: unknown, options: object, project?: string) => {
      if ('base' in options) throw new RequestError('OPTIONS_INVALID', 'base is no commit');
      if (project !== undefined && findRegistered(registered, project) === undefined)
        throw projectUnknown(project, registered);
      return { unmet: [] };
    };
    const deps = {
      gateway: async () => {
        if (away !== undefined) throw away;
        return { projects, preview };
      },
      isRemote: () => false,
      plans: new MemoryPlanReader(),
    };
    return clientBackend(deps as unknown as CliDeps, folder);
  };
  const read = async (file: string, project?: string) => (await backend().readPlan(file, project)).text;

  it('goes to one project by whatever it is called, so that the same plan is the same hand-off', async () => {
    for (const project of ['site', 'id-1']) expect((await projectOf(backend(), project)).dir).toBe(join(root, 'site'));
    expect(await projectOf(backend(), 'nobody')).toEqual({ dir: 'nobody', dirty: undefined });
  });

  it('is read from the registered project that is named: by name, id or folder', async () => {
    for (const project of ['site', 'id-1', join(root, 'site'), `${join(root, 'site')}/`, '../../site'])
      expect([project, await read('PLAN.md', project)]).toEqual([project, '# site/PLAN.md']);
    expect(await read('docs/S.md', 'site')).toBe('# site/docs/S.md');
    expect(await read(join(root, 'site/PLAN.md'), 'site')).toBe('# site/PLAN.md');
  });

  it('is read from the working folder first, then from the top of its repository', async () => {
    expect(await read('PLAN.md')).toBe('# repo/src/PLAN.md');
    for (const file of ['TOP.md', '../TOP.md', join(root, 'repo/TOP.md')])
      expect(await read(file)).toBe('# repo/TOP.md');
    expect(await read('../PLAN.md')).toBe('# repo/PLAN.md');
    expect(await read('TOP.md', 'site')).toBe('# repo/TOP.md');
  });

  it('is a folder, too, which is the same text as the command line hands over: the same hand-off', async () => {
    const spec = join(root, 'repo/.kiro/specs/night');
    mkdirSync(spec, { recursive: true });
    writeFileSync(join(spec, 'tasks.md'), '# Implementation Plan\n\n- [ ] 1. Say hello\n  - _Requirements: 1.1_\n');
    writeFileSync(join(spec, 'requirements.md'), '# Requirements\n\n### Requirement 1\n');
    const deps = {
      workingFolder: join(root, 'repo'),
      readText: async () => '',
      planSource: planSourceActions(process.stdin),
      plans: new MemoryPlanReader(),
      planLimits: () => DEFAULT_PLAN_LIMITS,
    };
    const { text, fileName } = await planToHandOver(deps, '.kiro/specs/night', undefined);
    expect(JSON.parse(text).tasks).toHaveLength(1);
    for (const path of ['../.kiro/specs/night', '.kiro/specs/night/', spec])
      expect(await backend().readPlan(path, undefined)).toEqual({ text, fileName });
  });

  it("is no folder that lies elsewhere, nor git's own, whatever leads there", async () => {
    mkdirSync(join(root, 'repo/.git/plans'), { recursive: true });
    writeFileSync(join(root, 'repo/.git/plans/a.md'), '- [ ] a');
    writeFileSync(join(root, 'other/plan.md'), '- [ ] a');
    symlinkSync(join(root, 'other'), join(root, 'repo/src/link'));
    for (const path of ['link', '../../other', join(root, 'other'), '../.git/plans', '..', '../..'])
      await expect(read(path)).rejects.toMatchObject({
        code: expect.stringMatching(/^PLAN_FILE_(OUTSIDE|UNREADABLE)$/),
      });
  });

  it('is read from nowhere else', async () => {
    for (const [file, project] of [
      ['../../other/O.md'],
      [join(root, 'site/PLAN.md')],
      ['../other/O.md', 'site'],
    ] as const)
      await expect(read(file, project)).rejects.toMatchObject({
        code: expect.stringMatching(/^PLAN_FILE_(OUTSIDE|UNREADABLE)$/),
      });
  });

  it('of a project that is not registered is told so, and not that there is no such file', async () => {
    for (const [file, project] of [
      ['PLAN.md', 'nosuch'],
      ['S.md', 'nosuch'],
      ['O.md', '../../other'],
      [join(root, 'other/O.md'), join(root, 'other')],
      ['/etc/passwd', '/etc'],
    ] as const)
      await expect(read(file, project)).rejects.toMatchObject({
        code: 'PROJECT_UNKNOWN',
        details: { registered: ['site'] },
      });
  });

  const PLAN = '- [ ] 1. Say hello\n  - verify: `true`\n';
  const ask = (tool: typeof planPreview, args: Record<string, unknown>) =>
    tool.answer(args, { backend: backend(), signal: AbortSignal.timeout(9_000) } as unknown as ToolCall);

  it('for a project that is not registered is refused by preview and hand-off alike, as the gateway refuses it', async () => {
    for (const args of [
      { plan: PLAN, project: 'nosuch' },
      { file: 'PLAN.md', project: 'nosuch' },
      { file: 'nofile.md', project: 'nosuch' },
      { file: 'nofile.md', project: join(root, 'other') },
    ])
      await expect(ask(planPreview, args)).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' });
    await expect(ask(handoff, { file: 'nofile.md', project: 'nosuch' })).rejects.toMatchObject({
      code: 'PROJECT_UNKNOWN',
      message: 'The project nosuch is not registered',
      hint: expect.stringMatching(/^Registered are: site\. .*in a terminal; then call again/),
    });
    await expect(ask(planPreview, { plan: PLAN, options: { base: 'x' } })).rejects.toMatchObject({
      code: 'OPTIONS_INVALID',
    });
  });

  it('is previewed also before the project of the working folder is registered, and while nightshift does not run', async () => {
    expect(await ask(planPreview, { plan: PLAN })).toContain(`the project ${join(root, 'repo')} is not registered`);
    away = new UnavailableError('gateway', 'nobody answers');
    expect(await ask(planPreview, { plan: PLAN, project: 'nosuch' })).toContain('nightshift could not be asked');
  });

  it('without a receipt has the model call the tool again with the same arguments: a command would be another hand-off', async () => {
    const again = /^Call `handoff` again with exactly the same arguments: it may be in, .*nothing is done twice/;
    const lost = (error: NightshiftError) => {
      const unanswered = { ...backend(), handoff: async () => Promise.reject(arrivalUnknown(error)) };
      return handoff.answer({ plan: PLAN }, { backend: unanswered } as unknown as ToolCall);
    };
    const silent = new UnavailableError('gateway', 'The gateway does not answer', {
      hint: 'Start it with `nightshift up --detach`, or give --url (NIGHTSHIFT_URL) where it runs elsewhere',
    });
    for (const error of [
      silent,
      new AccessError('TOKEN_MISSING', 'No', { hint: 'Send one' }),
      new InvariantError('X', 'x'),
    ]) {
      const told = await lost(error).catch((thrown: unknown) => thrown);
      const { hint, arrival } = errorData(told);
      expect([hint, arrival]).toEqual([expect.stringMatching(again), 'unknown']);
      expect(hint).not.toMatch(/hand (?:it )?over again/i);
    }
    expect(errorData(await lost(silent).catch((thrown: unknown) => thrown)).hint).toMatch(
      /done twice\. Where that does not help, for the person, in a terminal: Start it with `nightshift up --detach`/,
    );
  });
});
