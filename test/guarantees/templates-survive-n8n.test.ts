import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { compareWorkflows } from '../../runtime/main/compare-workflows';
import type { N8nSession } from '../../runtime/main/n8n-session';
import { contentOf, exportWorkflow, isPublishable, type Workflow } from '../../runtime/main/n8n-workflow';
import { readTemplates, type Template } from '../../runtime/main/read-templates';
import { importTemplates } from '../../runtime/main/templates';
import { waitUntil } from '../../runtime/main/wait-until';
import { Nightshift, packageFolder, STARTS } from '../support/nightshift';
import { verifies } from '../support/verifies';

type Kept = Workflow & {
  readonly active: boolean;
  readonly versionId: string;
  readonly activeVersionId: string | null;
};

const shipped = readTemplates(resolve(__dirname, '../../workflows'));

let nightshift: Nightshift;
let n8n: N8nSession;

beforeAll(async () => {
  nightshift = await Nightshift.shared('steady');
  n8n = await nightshift.n8n();
}, STARTS);
afterAll(() => nightshift?.close(), 60_000);

const keptBy = async (id: string): Promise<Kept> => {
  const workflow = await exportWorkflow(n8n, id);
  if (workflow === undefined) throw new Error(`n8n has no workflow ${id}`);
  return workflow as Kept;
};

describe.each(shipped.map((template): [string, Template] => [template.file, template]))('%s', (_, template) => {
  it(`is in n8n without loss, published where anything but a click starts it${verifies('R-84')}`, async () => {
    const kept = await keptBy(template.workflow.id);
    expect(compareWorkflows(template.workflow, kept)).toEqual([]);
    expect(kept.meta).toMatchObject({ templateId: template.name, templateVersion: template.version });
    expect(kept.description).toBe(template.workflow.description);
    expect(kept.active).toBe(isPublishable(template.workflow));
    expect(kept.activeVersionId).toBe(isPublishable(template.workflow) ? kept.versionId : null);
  });

  it('goes out as a file and in again, and stays the same', async () => {
    const { id } = template.workflow;
    const exported = JSON.parse(JSON.stringify({ id, ...contentOf(await keptBy(id)) })) as Workflow;
    await n8n.call('PATCH', `/rest/workflows/${id}?forceSave=true`, contentOf(exported));
    expect(compareWorkflows(exported, await keptBy(id))).toEqual([]);
    expect(compareWorkflows(template.workflow, await keptBy(id))).toEqual([]);
    if (isPublishable(template.workflow)) {
      const { versionId } = await keptBy(id);
      await n8n.call('POST', `/rest/workflows/${id}/activate`, { versionId });
    }
  });
});

it('are compared and exported by the command line, file by file the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ns-exported-'));
  const cli = async (...args: readonly string[]) => {
    const argv = [join(packageFolder(), 'dist', 'cli.js'), 'templates', ...args];
    const env = { PATH: process.env['PATH'], HOME: folder, NIGHTSHIFT_HOME: nightshift.home };
    return (await promisify(execFile)(process.execPath, argv, { env })).stdout;
  };
  expect(JSON.parse(await cli('compare', '--json'))).toEqual({
    templates: shipped.map(({ name }) => ({ name, differences: [] })),
  });
  await cli('export', join(folder, 'out'));
  const exported = readTemplates(join(folder, 'out'));
  expect(exported.map(({ file }) => file)).toEqual(shipped.map(({ file }) => file));
  for (const [index, { workflow }] of exported.entries()) {
    expect(compareWorkflows(shipped[index]!.workflow, workflow)).toEqual([]);
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('a template that goes from one version to the next', () => {
  const id = 'nightMadeUp000v1';
  let home: string;
  let folder: string;

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'ns-template-home-'));
    folder = join(home, 'workflows');
    mkdirSync(folder);
  });
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true });
    await n8n.call('POST', `/rest/workflows/${id}/archive`, {});
    // n8n refuses until it has taken the published version down.
    const isDeleted = () =>
      n8n.call('DELETE', `/rest/workflows/${id}`).then(
        () => true,
        () => false,
      );
    expect(await waitUntil(isDeleted, 20_000, 100)).toBe(true);
  });

  /** A made-up version of the recovery template, under an id of its own. */
  const ship = (version: number, change: (nodes: readonly Record<string, unknown>[]) => unknown[]): void => {
    const source = readFileSync(resolve(__dirname, '../../workflows/recover-executions.v1.json'), 'utf8');
    const workflow = JSON.parse(source) as { nodes: Record<string, unknown>[] };
    const made = { ...workflow, id, name: `made up ${version}`, nodes: change(workflow.nodes) };
    writeFileSync(join(folder, `made-up.v${version}.json`), JSON.stringify(made));
  };
  const bring = async (overwrite: readonly string[] = []) => {
    const [result] = await importTemplates(n8n, readTemplates(folder), home, { overwrite });
    return result;
  };
  const everyMinutes = (minutes: number) => (nodes: readonly Record<string, unknown>[]) =>
    nodes.map((node) =>
      String(node['type']).endsWith('scheduleTrigger')
        ? { ...node, parameters: { rule: { interval: [{ field: 'minutes', minutesInterval: minutes }] } } }
        : node,
    );

  it('is imported and published, and only looked at the next time', async () => {
    ship(1, everyMinutes(50));
    expect(await bring()).toMatchObject({ state: 'imported' });
    const { versionId, activeVersionId } = await keptBy(id);
    expect(activeVersionId).toBe(versionId);
    expect(await bring()).toMatchObject({ state: 'unchanged' });
    expect(await keptBy(id)).toMatchObject({ versionId, activeVersionId });
  });

  it('is replaced by the next version, published, when nobody edited it', async () => {
    ship(2, everyMinutes(55));
    expect(await bring()).toMatchObject({ state: 'updated', template: { version: 2 } });
    const kept = await keptBy(id);
    expect(kept).toMatchObject({ name: 'made up 2', active: true, activeVersionId: kept.versionId });
    expect(compareWorkflows(readTemplates(folder)[0]!.workflow, kept)).toEqual([]);
    expect(await bring()).toMatchObject({ state: 'unchanged' });
  });

  it('stays as a person edited it, and says where and that a newer version is there', async () => {
    const { name, nodes, connections, settings, meta } = await keptBy(id);
    const note = {
      id: '00000000-0000-5000-8000-00000000feed',
      name: 'Mine',
      type: 'n8n-nodes-base.stickyNote',
      typeVersion: 1,
      position: [0, 200],
      parameters: { content: 'mine' },
    };
    await n8n.call('PATCH', `/rest/workflows/${id}?forceSave=true`, {
      name,
      nodes: [...nodes, note],
      connections,
      settings,
      meta,
    });
    const edited = await keptBy(id);
    ship(3, everyMinutes(59));
    expect(await bring()).toMatchObject({
      state: 'edited',
      isOutdated: true,
      differences: expect.arrayContaining(['the node "Mine" was added', expect.stringContaining('"Every Minute"')]),
    });
    expect(await keptBy(id)).toMatchObject({ versionId: edited.versionId, nodes: edited.nodes });
  });

  it('gives the edit up when a person says so', async () => {
    expect(await bring(['made-up'])).toMatchObject({ state: 'updated', template: { version: 3 } });
    const kept = await keptBy(id);
    expect(kept.nodes.map(({ name }) => name)).not.toContain('Mine');
    expect(kept).toMatchObject({ active: true, activeVersionId: kept.versionId });
  });
});
