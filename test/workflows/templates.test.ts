import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeParameters, INodeTypeDescription, IWorkflowBase } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { buildPackage, loadPackage } from '../nodes/build-package';
import { verifies } from '../support/verifies';

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, 'workflows');
const BASE_TYPES = join(ROOT, 'runtime/embedded/node_modules/n8n-nodes-base/dist/types/nodes.json');
const STICKY = 'n8n-nodes-base.stickyNote';
/** What n8n draws of a node: the box and the name below it. */
const BOX = { width: 100, height: 130 };

type Template = IWorkflowBase & { readonly meta: { readonly templateId: string; readonly templateVersion: number } };

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const templates = files.map((file): [string, Template] => [file, JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))]);

let ours: readonly INodeTypeDescription[] = [];

beforeAll(() => {
  const built = buildPackage();
  ours = loadPackage(built.folder).nodes;
  rmSync(built.folder, { recursive: true, force: true });
}, 60_000);

it('are the six that design.md names', () => {
  expect(files.sort()).toEqual([
    'notify-test.v1.json',
    'plan-to-execution.v1.json',
    'recover-executions.v1.json',
    'research-question.v1.json',
    'scheduled-research.v1.json',
    'template-check.v1.json',
  ]);
});

it('have ids that no two share: of workflows, nodes and webhooks', () => {
  const nodes = templates.flatMap(([, { nodes }]) => nodes);
  const ids = [
    ...templates.map(([, { id }]) => id),
    ...nodes.map(({ id }) => id),
    ...nodes.flatMap(({ webhookId }) => webhookId ?? []),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(templates)(`%s${verifies('R-84', 'R-88')}`, (file, template) => {
  const drawn = template.nodes.filter(({ type }) => type !== STICKY);

  it('carries its id and version as its file name says', () => {
    const { templateId, templateVersion } = template.meta;
    expect(`${templateId}.v${templateVersion}.json`).toBe(file);
    expect(template.id).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(template.active).toBe(false);
    expect(template.settings).toEqual({ executionOrder: 'v1', saveExecutionProgress: false, executionTimeout: -1 });
    for (const { id } of template.nodes)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('names its nodes for people, each once, and explains itself in a note', () => {
    const names = template.nodes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Za-z -]+$/);
    expect(template.nodes.some(({ type }) => type === STICKY)).toBe(true);
  });

  it('draws no box over another', () => {
    const boxes = template.nodes.map((node) => ({ name: node.name, ...boxOf(node) }));
    const overlaps = boxes.flatMap((a, i) =>
      boxes.slice(i + 1).flatMap((b) => (overlap(a, b) ? [`${a.name} × ${b.name}`] : [])),
    );
    expect(overlaps).toEqual([]);
  });

  it('connects every node from a trigger, and only nodes that are there', () => {
    const byName = new Map(template.nodes.map((node) => [node.name, node]));
    const reached = new Set(drawn.filter(isTrigger).map(({ name }) => name));
    for (const name of reached) {
      for (const output of template.connections[name]?.['main'] ?? []) {
        for (const { node } of output ?? []) {
          expect(byName.has(node)).toBe(true);
          reached.add(node);
        }
      }
    }
    expect(drawn.map(({ name }) => name).filter((name) => !reached.has(name))).toEqual([]);
    for (const name of Object.keys(template.connections)) expect(byName.has(name)).toBe(true);
  });

  it('uses our nodes as they are: known types, known parameters, nothing required missing', () => {
    const used = drawn.filter(({ type }) => type.startsWith('n8n-nodes-nightshift.'));
    expect(used.length).toBeGreaterThan(0);
    for (const node of used) expectToFit(node, descriptionOf(ours, 'n8n-nodes-nightshift.', node));
  });

  // Where the embedded n8n is not installed there is nothing to compare with.
  (existsSync(BASE_TYPES) ? it : it.skip)("uses n8n's own nodes as the embedded n8n has them", () => {
    const base: INodeTypeDescription[] = JSON.parse(readFileSync(BASE_TYPES, 'utf8'));
    for (const node of template.nodes.filter(({ type }) => type.startsWith('n8n-nodes-base.'))) {
      expectToFit(node, descriptionOf(base, 'n8n-nodes-base.', node));
    }
  });

  it('has no Code node, no sub-workflow that waits, and every webhook under a fixed id', () => {
    for (const { type, webhookId, name } of drawn) {
      expect(type).not.toMatch(/\.(code|executeWorkflow|executeCommand|function)$/);
      const needsWebhookId = /\.(webhook|agentExecute|verify)$/.test(type);
      expect([name, webhookId !== undefined]).toEqual([name, needsWebhookId]);
    }
  });
});

it('finds a parameter that a node does not have, and one that is missing', () => {
  const node = templates.flatMap(([, { nodes }]) => nodes).find(({ type }) => type.endsWith('.research')) as INode;
  const description = descriptionOf(ours, 'n8n-nodes-nightshift.', node);
  expect(() => expectToFit({ ...node, parameters: { ...node.parameters, quesiton: 'x' } }, description)).toThrow();
  expect(() => expectToFit({ ...node, parameters: { question: '' } }, description)).toThrow();
  expect(() => descriptionOf(ours, 'n8n-nodes-nightshift.', { ...node, typeVersion: 9 })).toThrow('in version 9');
});

describe('plan-to-execution', () => {
  const template = templates.find(([file]) => file.startsWith('plan-to-execution'))?.[1] as Template;
  const targets = (name: string) =>
    (template.connections[name]?.['main'] ?? []).map((output) => (output ?? []).map(({ node }) => node));

  it('is the loop of the design, with both doors and both ends', () => {
    expect(targets('Parse Plan')).toEqual([['Respond With Receipt'], ['Respond With Problems']]);
    expect(targets('Wave Scheduler')).toEqual([['Agent Execute'], ['Learn at the End']]);
    expect(['Agent Execute', 'Verify', 'Learn', 'Notify'].map(targets)).toEqual([
      [['Verify']],
      [['Learn']],
      [['Notify']],
      [['Wave Scheduler']],
    ]);
    expect(targets('Restart Loop')).toEqual([['Loop Entry']]);
    expect(targets('Loop Entry')).toEqual([['Respond With Entry'], ['Respond With Refusal']]);
    expect(targets('Respond With Entry')).toEqual([['Wave Scheduler']]);
    expect(targets('Respond With Refusal')).toEqual([]);
  });

  it('takes no hand-off without a signature, and reads the raw body', () => {
    const node = (name: string) => template.nodes.find((each) => each.name === name) as INode;
    expect(node('Parse Plan').parameters['requireSignature']).toBeUndefined();
    expect(node('Hand-off').parameters).toMatchObject({
      httpMethod: 'POST',
      path: 'nightshift/handoff',
      options: { rawBody: true },
    });
    expect(node('Restart Loop').parameters).toMatchObject({ httpMethod: 'POST', path: 'nightshift/loop' });
  });
});

function isTrigger({ type }: INode): boolean {
  return /trigger$|\.webhook$/i.test(type);
}

function boxOf({ type, position: [x, y], parameters }: INode): { x: number; y: number; width: number; height: number } {
  if (type !== STICKY) return { x, y, ...BOX };
  return { x, y, width: Number(parameters['width']), height: Number(parameters['height']) };
}

function overlap(a: ReturnType<typeof boxOf>, b: ReturnType<typeof boxOf>): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function descriptionOf(
  descriptions: readonly INodeTypeDescription[],
  prefix: string,
  node: INode,
): INodeTypeDescription {
  const found = descriptions.find(
    ({ name, version }) => `${prefix}${name}` === node.type && [version].flat().includes(node.typeVersion),
  );
  if (found === undefined) throw new Error(`${node.name}: no type ${node.type} in version ${node.typeVersion}`);
  return found;
}

/** n8n drops parameters that it does not know or would not show; nothing of ours may be dropped. */
function expectToFit(node: INode, description: INodeTypeDescription): void {
  const kept = NodeHelpers.getNodeParameters(description.properties, node.parameters, true, false, node, description);
  expect([node.name, kept]).toMatchObject([node.name, node.parameters as INodeParameters]);
  const complete = { ...node, parameters: kept ?? {} };
  expect([node.name, NodeHelpers.getNodeParametersIssues(description.properties, complete, description)]).toEqual([
    node.name,
    null,
  ]);
}
