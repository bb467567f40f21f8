import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NightshiftError } from '../../runtime/core/errors';
import { compareWorkflows } from '../../runtime/main/compare-workflows';
import type { N8nSession } from '../../runtime/main/n8n-session';
import { exportWorkflow, type KeptWorkflow, type Workflow } from '../../runtime/main/n8n-workflow';
import { readTemplates } from '../../runtime/main/read-templates';
import { TemplateRecord } from '../../runtime/main/template-record';
import { importTemplates } from '../../runtime/main/templates';
import { verifies } from '../support/verifies';

/** Holds workflows as n8n's own routes do: new versions at each save, published by version, settings with additions. */
class ScriptedN8n implements N8nSession {
  readonly workflows = new Map<
    string,
    Workflow & { versionId: string; active: boolean; isArchived?: boolean; publishedNodes?: unknown }
  >();
  /** Ids that must be published before the given one. */
  readonly needs = new Map<string, string>();
  readonly calls: string[] = [];
  /** At the publication under way. */
  private looks = 0;

  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    this.calls.push(`${method} ${path}`);
    const [, id, action] = /^\/rest\/workflows\/?([^/?]*)\/?([^/?]*)/.exec(path) ?? [];
    if (id === undefined) throw new Error(`unscripted ${method} ${path}`);
    if (method === 'POST' && id === '') return this.save((body as Workflow).id, body as Workflow, false);
    const known = this.workflows.get(id);
    if (known === undefined) return undefined;
    if (method === 'GET' && action === 'publication-status') return this.publicationOf(known.versionId);
    if (method === 'GET') return structuredClone(known);
    if (method === 'POST' && action === 'unarchive') return Object.assign(known, { isArchived: false });
    if (method === 'PATCH') {
      if (known.isArchived) throw new NightshiftError('operator', 'N8N_REFUSED', 'it is archived');
      // Settings that a save does not name stay.
      const settings = { ...known.settings, ...(body as Workflow).settings };
      return this.save(id, { ...known, ...(body as Workflow), settings }, known.active);
    }
    if (method === 'POST' && action === 'activate') return this.publish(id, (body as { versionId: string }).versionId);
    throw new Error(`unscripted ${method} ${path}`);
  }

  edit(id: string, change: (workflow: Workflow) => Workflow): void {
    this.save(id, change(this.get(id)), this.get(id).active);
  }

  get(id: string) {
    const workflow = this.workflows.get(id);
    if (workflow === undefined) throw new Error(`no workflow ${id}`);
    return workflow;
  }

  private save(id: string, workflow: Workflow, active: boolean): unknown {
    const all = { callerPolicy: 'workflowsFromSameOwner', availableInMCP: false, ...workflow.settings };
    const settings = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== 'DEFAULT'));
    this.workflows.set(id, { ...structuredClone(workflow), id, settings, versionId: randomUUID(), active });
    return structuredClone(this.get(id));
  }

  /** As n8n does: the version before goes on until a later look. */
  private publicationOf(versionId: string): unknown {
    const isLive = this.looks++ > 0;
    const pending = { status: 'in_progress', liveVersionId: null, pendingVersionId: versionId, triggers: [] };
    return isLive ? { ...pending, status: 'published', liveVersionId: versionId, pendingVersionId: null } : pending;
  }

  private publish(id: string, versionId: string): unknown {
    const workflow = this.get(id);
    const needed = this.needs.get(id);
    if (needed !== undefined && !this.workflows.get(needed)?.active) {
      throw new NightshiftError('operator', 'N8N_REFUSED', `${needed} is not published`);
    }
    if (workflow.nodes.every(({ type }) => type === 'n8n-nodes-base.manualTrigger')) {
      throw new NightshiftError('operator', 'N8N_REFUSED', 'it has no trigger node');
    }
    if (workflow.versionId !== versionId) throw new Error('an old version');
    this.looks = 0;
    workflow.active = true;
    workflow.publishedNodes = structuredClone(workflow.nodes);
    return workflow;
  }
}

const node = (id: string, parameters: Record<string, unknown> = {}, type = 'webhook') => ({
  id,
  name: id,
  type: `n8n-nodes-base.${type}`,
  typeVersion: 1,
  position: [0, 0],
  parameters,
});

describe('templates in n8n', () => {
  let home: string;
  let shipped: string;
  let n8n: ScriptedN8n;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'ns-templates-'));
    shipped = mkdtempSync(join(tmpdir(), 'ns-shipped-'));
    n8n = new ScriptedN8n();
  });
  afterEach(() => {
    for (const folder of [home, shipped]) rmSync(folder, { recursive: true, force: true });
  });

  const ship = (file: string, nodes: readonly ReturnType<typeof node>[], id = 'loop', more: object = {}): void => {
    const workflow = { id, name: file.split('.')[0], nodes, connections: {}, settings: { executionOrder: 'v1' } };
    writeFileSync(join(shipped, file), JSON.stringify({ ...workflow, ...more }));
  };
  const bring = async (overwrite: readonly string[] = []) =>
    (await importTemplates(n8n, readTemplates(shipped), home, { overwrite })).map((result) => [
      result.template.file,
      result.state,
    ]);

  it(`are imported under their own id and published${verifies('R-84')}`, async () => {
    ship('loop.v1.json', [node('a')]);
    expect(await bring()).toEqual([['loop.v1.json', 'imported']]);
    expect(n8n.get('loop')).toMatchObject({ active: true, meta: { templateId: 'loop', templateVersion: 1 } });
    expect(n8n.get('loop').publishedNodes).toEqual([node('a')]);
  });

  it('are only looked at the second time', async () => {
    ship('loop.v1.json', [node('a')]);
    await bring();
    n8n.calls.length = 0;
    expect(await bring()).toEqual([['loop.v1.json', 'unchanged']]);
    expect(n8n.calls).toEqual(['GET /rest/workflows/loop']);
  });

  it('go to a newer version, published, when nobody changed them', async () => {
    ship('loop.v1.json', [node('a')]);
    await bring();
    ship('loop.v2.json', [node('a'), node('b')]);
    expect(await bring()).toEqual([['loop.v2.json', 'updated']]);
    expect(n8n.get('loop').publishedNodes).toEqual([node('a'), node('b')]);
    expect(n8n.get('loop').meta).toMatchObject({ templateVersion: 2 });
  });

  it('stay as a person changed them, also against a newer version, and say where they differ', async () => {
    ship('loop.v1.json', [node('a')]);
    await bring();
    n8n.edit('loop', (workflow) => ({ ...workflow, nodes: [...workflow.nodes, node('mine')] }));
    expect(await bring()).toEqual([['loop.v1.json', 'edited']]);
    ship('loop.v2.json', [node('a'), node('b')]);
    const [result] = await importTemplates(n8n, readTemplates(shipped), home);
    expect(result).toMatchObject({
      state: 'edited',
      isOutdated: true,
      differences: ['the node "b" is gone', 'the node "mine" was added', 'its templateVersion is 1'],
    });
    expect(n8n.get('loop').nodes).toHaveLength(2);
  });

  it('give a person’s changes up only when told to', async () => {
    ship('loop.v1.json', [node('a', { url: 'ours' })]);
    await bring();
    n8n.edit('loop', (workflow) => ({ ...workflow, nodes: [node('a', { url: 'theirs' })] }));
    expect(await bring(['other'])).toEqual([['loop.v1.json', 'edited']]);
    expect(await bring(['loop'])).toEqual([['loop.v1.json', 'updated']]);
    expect(n8n.get('loop').nodes).toEqual([node('a', { url: 'ours' })]);
    expect(await bring()).toEqual([['loop.v1.json', 'unchanged']]);
  });

  it('are a person’s when it is not known who made them', async () => {
    ship('loop.v1.json', [node('a')]);
    await bring();
    rmSync(join(home, 'templates.json'));
    expect(await bring()).toEqual([['loop.v1.json', 'unchanged']]);
    rmSync(join(home, 'templates.json'));
    ship('loop.v1.json', [node('a'), node('b')]);
    expect(await bring()).toEqual([['loop.v1.json', 'edited']]);
  });

  it('stay offline when a person took them offline', async () => {
    ship('loop.v1.json', [node('a')]);
    await bring();
    n8n.get('loop').active = false;
    expect(await bring()).toEqual([['loop.v1.json', 'unpublished']]);
    expect(n8n.get('loop').active).toBe(false);
  });

  it('stay offline when a newer version comes, and are published when a person gives that up', async () => {
    ship('loop.v1.json', [node('a')]);
    await bring();
    n8n.get('loop').active = false;
    ship('loop.v2.json', [node('b')]);
    for (const _ of ['at one start', 'at the next']) {
      expect(await bring()).toEqual([['loop.v2.json', 'unpublished']]);
      expect(n8n.get('loop')).toMatchObject({ active: false, nodes: [node('b')] });
    }
    expect(await bring(['loop'])).toEqual([['loop.v2.json', 'unchanged']]);
    expect(n8n.get('loop').active).toBe(true);
  });

  it('stay archived when a person archived them, and come back only when told to', async () => {
    ship('loop.v1.json', [node('a')]);
    await bring();
    Object.assign(n8n.get('loop'), { isArchived: true, active: false });
    ship('loop.v2.json', [node('b')]);
    expect(await bring()).toEqual([['loop.v2.json', 'edited']]);
    expect(n8n.get('loop').isArchived).toBe(true);
    expect(await bring(['loop'])).toEqual([['loop.v2.json', 'updated']]);
    expect(n8n.get('loop')).toMatchObject({ isArchived: false, active: true });
  });

  it('lose the settings that a person added when the changes are given up', async () => {
    ship('loop.v1.json', [node('a')]);
    await bring();
    n8n.edit('loop', (workflow) => ({
      ...workflow,
      settings: { ...workflow.settings, timezone: 'Asia/Tokyo', executionTimeout: 60 },
    }));
    const [result] = await importTemplates(n8n, readTemplates(shipped), home);
    expect(result).toMatchObject({
      state: 'edited',
      differences: ['the setting "timezone" was added', 'the setting "executionTimeout" was added'],
    });
    expect(await bring(['loop'])).toEqual([['loop.v1.json', 'updated']]);
    expect(await bring()).toEqual([['loop.v1.json', 'unchanged']]);
  });

  it('keep their description and the number of their version', async () => {
    ship('loop.v1.json', [node('a')], 'loop', { description: 'What it does.' });
    await bring();
    expect(n8n.get('loop')).toMatchObject({ description: 'What it does.', meta: { templateVersion: 1 } });
    n8n.edit('loop', (workflow) => ({ ...workflow, description: 'What I make of it.' }));
    ship('loop.v2.json', [node('b')]);
    expect(await bring()).toEqual([['loop.v2.json', 'edited']]);
  });

  it('that an older nightshift brought in get what it lost, and are nobody’s edits', async () => {
    ship('loop.v1.json', [node('a')], 'loop', { description: 'What it does.' });
    await bring();
    const older = { description: null, meta: { templateId: 'loop', templateVersion: '1' } };
    n8n.edit('loop', (workflow) => ({ ...workflow, ...older }));
    const { name, nodes, connections, settings } = n8n.get('loop');
    const record = new TemplateRecord(home);
    record.keep(readTemplates(shipped)[0]!, { id: 'loop', name, nodes, connections, settings: settings ?? {} }, true);
    expect(await bring()).toEqual([['loop.v1.json', 'updated']]);
    expect(n8n.get('loop')).toMatchObject({ description: 'What it does.', meta: { templateVersion: 1 } });
    expect(await bring()).toEqual([['loop.v1.json', 'unchanged']]);
  });

  it('are published after those that they call, and told when n8n refuses', async () => {
    ship('caller.v1.json', [node('a')], 'caller');
    ship('called.v1.json', [node('a')], 'called');
    ship('broken.v1.json', [node('a')], 'broken');
    n8n.needs.set('caller', 'called').set('broken', 'nothing');
    const states = Object.fromEntries(await bring());
    expect(states).toEqual({
      'caller.v1.json': 'imported',
      'called.v1.json': 'imported',
      'broken.v1.json': 'unpublished',
    });
  });

  it('that n8n refused to publish are published as soon as it does not', async () => {
    ship('caller.v1.json', [node('a')], 'caller');
    n8n.needs.set('caller', 'called');
    expect(await bring()).toEqual([['caller.v1.json', 'unpublished']]);
    n8n.needs.clear();
    expect(await bring()).toEqual([['caller.v1.json', 'unchanged']]);
    expect(n8n.get('caller').active).toBe(true);
  });

  it('that only a click starts are imported and not published', async () => {
    ship('try.v1.json', [node('a', {}, 'manualTrigger')]);
    expect(await bring()).toEqual([['try.v1.json', 'imported']]);
    expect(await bring()).toEqual([['try.v1.json', 'unchanged']]);
    expect(n8n.get('loop').active).toBe(false);
  });

  it('that are cut off are refused before anything is imported', async () => {
    writeFileSync(join(shipped, 'loop.v1.json'), '{"id": "loop"');
    await expect(bring()).rejects.toMatchObject({ code: 'TEMPLATE_INVALID' });
    expect(n8n.calls).toEqual([]);
  });

  it('that are shipped each have an id of their own, one that n8n takes', () => {
    const templates = readTemplates(resolve(__dirname, '../../workflows'));
    const ids = templates.map(({ workflow }) => workflow.id);
    expect(templates.length).toBeGreaterThanOrEqual(6);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,36}$/);
  });

  it('that were exported again say so of every loss', async () => {
    ship('loop.v1.json', [node('a', { deep: { list: [1, 2] } }), node('b')]);
    await bring();
    const template = readTemplates(shipped)[0]!.workflow;
    const exported = (await exportWorkflow(n8n, 'loop'))!;
    expect(compareWorkflows(template, exported)).toEqual([]);
    const damaged: KeptWorkflow = {
      ...exported,
      name: 'other',
      description: 'other',
      isArchived: true,
      nodes: [node('a', { deep: { list: [2, 1] } })],
      connections: { a: { main: [] } },
      pinData: { a: [{ json: {} }] },
      nodeGroups: [{ id: 'g', name: 'g', nodeIds: ['a'] }],
      settings: { executionOrder: 'v0', errorWorkflow: 'mine', callerPolicy: 'any' },
      meta: { templateId: 'loop', templateVersion: '1' },
    };
    expect(compareWorkflows(template, damaged)).toEqual([
      'it is archived',
      'the name is "other"',
      'the description differs',
      '"parameters" of the node "a" differs',
      'the node "b" is gone',
      'the connections differ',
      'the pinned data differ',
      'the groups of nodes differ',
      'the setting "executionOrder" differs',
      'the setting "errorWorkflow" was added',
      'the setting "callerPolicy" was added',
      'its templateVersion is "1"',
    ]);
  });
});
