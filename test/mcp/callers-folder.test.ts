import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliDeps } from '../../runtime/cli/cli-deps';
import { clientBackend } from '../../runtime/cli/mcp/client-backend';
import { callersFolder } from '../../runtime/main/cli/callers-folder';
import { projectOf } from '../../runtime/mcp/plan-argument';

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

  const backend = () => {
    const workingFolder = join(root, 'repo/src');
    const repositoryAt = async (dir: string) =>
      dir.startsWith(join(root, 'repo')) ? { dir: join(root, 'repo'), dirty: [] } : undefined;
    const folder = callersFolder({ workingFolder, repositoryAt, planLimits: () => ({ bytes: 1000 }) as never });
    const projects = async () => [{ id: 'id-1', name: 'site', dir: join(root, 'site'), host: 'h', shares: [] }];
    const deps = { gateway: async () => ({ projects }), isRemote: () => false } as unknown as CliDeps;
    return clientBackend(deps, folder);
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
      [join(root, 'other/O.md'), join(root, 'other')],
      ['/etc/passwd', '/etc'],
    ] as const)
      await expect(read(file, project)).rejects.toMatchObject({
        code: expect.stringMatching(/^PLAN_FILE_(OUTSIDE|UNREADABLE)$/),
      });
  });
});
