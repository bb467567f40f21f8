import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { N8N_OWNER_EMAIL } from '../../runtime/main/embedded-n8n-env';
import type { Nightshift } from './nightshift';

const IMAGES = resolve(__dirname, '../../docs/images');
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** What a slow machine needs for the first page. */
const PATIENCE_MS = 60_000;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of this machine, or `undefined`. */
export function findBrowser(): string | undefined {
  return BROWSERS.find((path) => existsSync(path));
}

/** The editor of a real n8n in a real browser with a profile of its own, logged in as the owner. */
export class Editor {
  /** What the page's own scripts threw. */
  readonly errors: string[] = [];
  /** What the page asked for and did not get: an icon, a node type. Schemas of outputs are optional in n8n. */
  readonly missing: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
    private readonly profile: string,
  ) {
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('response', (response) => {
      const isExpected = /\/rest\/login$|\/schemas\//.test(response.url());
      if (response.status() >= 400 && !isExpected) this.missing.push(`${response.status()} ${response.url()}`);
    });
  }

  static async open(browser: string, { n8nUrl, settings }: Nightshift): Promise<Editor> {
    const profile = mkdtempSync(join(tmpdir(), 'ns-browser-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: browser,
      headless: true,
      viewport: { width: 1_500, height: 850 },
      args: FLAGS,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const editor = new Editor(context, await context.newPage(), n8nUrl, profile);
    await editor.page.goto(`${n8nUrl}/signin`);
    await editor.page.fill('input[autocomplete=email]', N8N_OWNER_EMAIL);
    await editor.page.fill('input[type=password]', settings.secrets.n8nOwnerPassword);
    await editor.page.keyboard.press('Enter');
    await editor.page.waitForURL(/\/home/);
    return editor;
  }

  /** Opens a workflow, unless it is open, and waits until as many nodes as it has are drawn and every icon is there. */
  async openWorkflow(id: string, nodes: number): Promise<void> {
    const address = `${this.url}/workflow/${id}`;
    if (this.page.url() !== address) {
      await this.page.goto(address);
      // n8n's advice on what else could be set up; in a picture it would lie over the nodes.
      await this.page.addStyleTag({
        content: '[role=dialog]:has([data-test-id=suggested-actions-close]) { display: none }',
      });
    }
    await this.page.waitForFunction(`document.querySelectorAll('.vue-flow__node').length === ${nodes}`);
    await this.page.waitForFunction('[...document.images].every((image) => image.complete)');
  }

  node(name: string): Locator {
    return this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
  }

  /** Widths in pixels of the pictures in a node's box; 0 for one that did not come. */
  async iconWidths(name: string): Promise<readonly number[]> {
    const selector = `[data-test-id=canvas-node][data-node-name="${name}"] img`;
    const script = `[...document.querySelectorAll(${JSON.stringify(selector)})].map((icon) => icon.naturalWidth)`;
    return (await this.page.evaluate(script)) as readonly number[];
  }

  /** Opens a node's panel as a person does. */
  async openNode(name: string): Promise<Locator> {
    await this.node(name).dblclick();
    const panel = this.page.locator('[data-test-id=ndv]');
    await panel.locator('[data-test-id=node-parameters]').waitFor();
    return panel;
  }

  async closeNode(): Promise<void> {
    await this.page.locator('[data-test-id=ndv-close-button]').click();
    await this.page.locator('[data-test-id=ndv]').waitFor({ state: 'detached' });
  }

  /** Waits until no message floats over the page. */
  async settled(): Promise<void> {
    const toasts = this.page.locator('.el-notification');
    for (const close of await toasts.locator('.el-notification__closeBtn').all()) await close.click();
    await toasts.first().waitFor({ state: 'detached' });
  }

  /** Keeps a picture for the documentation, unless there is one already; `NIGHTSHIFT_SCREENSHOTS=1` takes all anew. */
  async picture(name: string): Promise<Buffer> {
    const taken = await this.page.screenshot();
    const path = join(IMAGES, `${name}.png`);
    if (process.env['NIGHTSHIFT_SCREENSHOTS'] === '1' || !existsSync(path)) {
      mkdirSync(IMAGES, { recursive: true });
      writeFileSync(path, taken);
    }
    return taken;
  }

  async close(): Promise<void> {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
