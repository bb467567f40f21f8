import { resolve } from 'node:path';
import { readTemplates } from '../../runtime/main/read-templates';
import { bubblewrapSkipReason } from '../support/bubblewrap-skip-reason';
import { Editor, findBrowser } from '../support/editor';
import { createWorkflow } from '../support/n8n-workflow';
import { Nightshift, STARTS } from '../support/nightshift';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const STICKY = 'n8n-nodes-base.stickyNote';
const OURS = 'n8n-nodes-nightshift.';

const browser = findBrowser();
const templates = readTemplates(resolve(__dirname, '../../workflows'));
const templateOf = (name: string) => {
  const found = templates.find((template) => template.name === name);
  if (found === undefined) throw new Error(`no template ${name}`);
  return found.workflow;
};

/** Templates whose pictures the documentation shows, and their names there. */
const PICTURES: Readonly<Record<string, string>> = {
  'plan-to-execution': 'loop',
  'research-question': 'research-question',
  'scheduled-research': 'scheduled-research',
};

/** A plan as people write it; pinned, so that nothing but the node runs. */
const PLAN = `# Release 2.0

- [ ] Lint the code [P]
- [ ] Run the unit tests [P]
- [ ] Write the changelog [P]
- [ ] Build the package (depends: 1, 2)
- [ ] Publish the release candidate (depends: 3, 4)
`;

const title =
  browser === undefined ? 'the editor (skipped: no Chromium in /usr/bin: apt-get install chromium)' : 'the editor';

(browser === undefined ? describe.skip : describe)(title, () => {
  let nightshift: Nightshift;
  let editor: Editor;

  beforeAll(async () => {
    nightshift = await Nightshift.shared('steady');
    editor = await Editor.open(browser ?? '', nightshift);
  }, STARTS + MINUTE);
  afterAll(async () => {
    await editor?.close();
    await nightshift?.close();
  }, MINUTE);

  afterEach(() => {
    expect(editor.errors.splice(0)).toEqual([]);
    expect(editor.missing.splice(0)).toEqual([]);
  });

  it.each(templates.map(({ name, workflow }): [string, string] => [name, workflow.id]))(
    `draws every node of %s with its own icon, and every note${verifies('R-84')}`,
    async (name, id) => {
      const { nodes } = templateOf(name);
      await editor.openWorkflow(id, nodes.length);
      for (const node of nodes.filter(({ type }) => type !== STICKY)) {
        const drawn = editor.node(String(node['name']));
        await drawn.waitFor();
        // A type that is not installed has no icon: a question mark stands in its place.
        expect([node['name'], await drawn.locator('text="?"').count()]).toEqual([node['name'], 0]);
        if (!String(node['type']).startsWith(OURS)) continue;
        const widths = await editor.iconWidths(String(node['name']));
        expect([node['name'], widths.length, widths.every((width) => width > 0)]).toEqual([node['name'], 1, true]);
      }
      const picture = PICTURES[name];
      if (picture !== undefined) await editor.picture(picture);
    },
    MINUTE,
  );

  it.each([
    ['plan-to-execution', 'Parse Plan', ['operation', 'source', 'requireSignature']],
    ['plan-to-execution', 'Wave Scheduler', ['operation', 'executionId', 'generation']],
    ['plan-to-execution', 'Agent Execute', ['operation', 'executionId', 'generation']],
    ['plan-to-execution', 'Verify', ['operation', 'executionId', 'generation']],
    ['plan-to-execution', 'Learn', ['operation', 'executionId', 'final']],
    ['plan-to-execution', 'Notify', ['operation', 'executionId', 'final']],
    ['research-question', 'Research', ['question']],
  ])(
    'opens, in %s, the node %s with its parameters',
    async (name, node, parameters) => {
      const { id, nodes } = templateOf(name);
      await editor.openWorkflow(id, nodes.length);
      const panel = await editor.openNode(node);
      for (const parameter of parameters) {
        await panel.locator(`[data-test-id=parameter-input-${parameter}]`).first().waitFor();
      }
      expect(await panel.locator('[data-test-id=node-title-container]').textContent()).toContain(node);
      await editor.picture(`node-${node.toLowerCase().replaceAll(' ', '-')}`);
      await editor.closeNode();
    },
    MINUTE,
  );

  it(
    'runs Parse Plan on a pinned plan, and shows tasks, waves and critical path',
    async () => {
      const n8n = await nightshift.n8n();
      const id = await createWorkflow(n8n, {
        name: 'Preview of a release plan',
        nodes: [
          { name: 'Plan', type: 'base.manualTrigger' },
          { name: 'Parse Plan', type: 'parsePlan', parameters: { text: '={{ $json.text }}', fileName: 'PLAN.md' } },
        ],
        pinData: { Plan: [{ json: { text: PLAN } }] },
      });
      await editor.openWorkflow(id, 2);
      const panel = await editor.openNode('Parse Plan');
      await panel.locator('[data-test-id=node-execute-button]').first().click();
      const output = panel.locator('[data-test-id=output-panel]');
      await output.locator('[data-test-id=node-run-status-success]').waitFor();
      await output.locator('[data-test-id=radio-button-json]').click();
      await output.getByText('5 tasks in 3 waves', { exact: false }).first().waitFor();
      const shown = (await output.textContent()) ?? '';
      for (const part of ['criticalPath', 'Wave 1', 'Wave 3', 'Build the package']) expect(shown).toContain(part);
      await editor.settled();
      await editor.picture('parse-plan');
      await editor.closeNode();
    },
    2 * MINUTE,
  );

  (bubblewrapSkipReason() === undefined ? it : it.skip)(
    'runs the check of the nodes from the button, and each of the seven comes through',
    async () => {
      const { id, nodes } = templateOf('template-check');
      await editor.openWorkflow(id, nodes.length);
      await editor.page.locator('[data-test-id=execute-workflow-button]').click();
      for (const { name } of nodes.filter(({ type }) => type !== STICKY)) {
        await editor.node(String(name)).locator('[data-test-id=canvas-node-status-success]').first().waitFor();
      }
      await editor.settled();
      await editor.picture('template-check');
    },
    2 * MINUTE,
  );
});
