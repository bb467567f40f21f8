import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryPlanReader } from '../../runtime/adapters/memory/memory-plan-reader';
import type { CliDeps } from '../../runtime/cli/cli-deps';
import { clientBackend } from '../../runtime/cli/mcp/client-backend';
import { RequestError, UnavailableError } from '../../runtime/core/errors';
import { findRegistered } from '../../runtime/core/handoff/find-registered';
import { projectUnknown } from '../../runtime/core/handoff/project-unknown';
import { callersFolder } from '../../runtime/main/cli/callers-folder';
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
    const folder = callersFolder({ workingFolder, repositoryAt, planLimits: () => ({ bytes: 1000 }) as never });
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
});
