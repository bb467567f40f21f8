import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claudeCodeCli } from './claude-code-cli';
import { type ModelScript, type ModelServer, type ModelStep, openModelServer } from './model-server';

const KEY = 'sk-ant-the-key-of-a-scripted-model';
/** A hand-off without a receipt is given up after a minute. */
const TURN_MS = 120_000;

export interface PrintedTurn {
  readonly exitCode: number | null;
  readonly sessionId: string;
  /** What the model said at last. */
  readonly text: string;
  /** Everything that Claude Code printed, as JSON lines. */
  readonly output: string;
  /** What tools answered the model, in order. */
  readonly toolResults: readonly { readonly text: string; readonly isError: boolean }[];
}

/** The real Claude Code of a user of its own, whose model is a script. */
export class ClaudeCode {
  private readonly scripts: ModelScript[];

  private constructor(
    /** The user's home. */
    readonly home: string,
    private readonly model: ModelServer,
    scripts: ModelScript[],
  ) {
    this.scripts = scripts;
  }

  /** `trusted`: folders that the user has said yes to. */
  static async open(trusted: readonly string[] = []): Promise<ClaudeCode> {
    const home = mkdtempSync(join(tmpdir(), 'ns-claude-'));
    const scripts: ModelScript[] = [];
    const model = await openModelServer(scripts, { key: KEY });
    const projects = Object.fromEntries(trusted.map((dir) => [dir, { hasTrustDialogAccepted: true }]));
    writeFileSync(
      join(home, '.claude.json'),
      JSON.stringify({
        hasCompletedOnboarding: true,
        customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
        projects,
      }),
    );
    mkdirSync(join(home, '.claude'));
    return new ClaudeCode(home, model, scripts);
  }

  /** What it and commands of its user need of the environment. */
  get env(): NodeJS.ProcessEnv {
    return {
      // `node` for hooks, and nothing of the tests' own.
      PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      HOME: this.home,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      ANTHROPIC_BASE_URL: this.model.url,
      ANTHROPIC_API_KEY: KEY,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
      CLAUDE_CODE_MAX_RETRIES: '1',
      IS_SANDBOX: '1',
    };
  }

  /** What the model answers, turn by turn, to a prompt that contains `when`. */
  say(when: string, ...steps: readonly ModelStep[]): void {
    this.scripts.unshift({ when, steps });
  }

  /** All that the model was told so far. */
  get told(): string {
    return this.model.requests.map(({ body }) => JSON.stringify(body['messages'])).join('\n');
  }

  /** Names of the tools that the model was offered last. */
  get offered(): readonly string[] {
    const tools = (this.model.requests.at(-1)?.body['tools'] ?? []) as readonly { readonly name?: string }[];
    return tools.map(({ name = '' }) => name);
  }

  /** `claude -p` in a new conversation; resolves once it has exited. */
  async print(prompt: string, cwd: string, ...args: readonly string[]): Promise<PrintedTurn> {
    const sessionId = randomUUID();
    const words = ['-p', prompt, '--session-id', sessionId, '--output-format', 'stream-json', '--verbose', ...args];
    const child = spawn(claudeCodeCli(), words, {
      cwd,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TURN_MS,
    });
    let output = '';
    child.stdout.on('data', (piece) => {
      output += String(piece);
    });
    child.stderr.on('data', (piece) => {
      output += String(piece);
    });
    const exitCode = await new Promise<number | null>((done) => child.once('close', done));
    const events = output.split('\n').flatMap(parsed);
    const result = events.findLast(({ type }) => type === 'result');
    return {
      exitCode,
      sessionId,
      text: typeof result?.['result'] === 'string' ? result['result'] : '',
      output,
      toolResults: events.flatMap(toolResultsOf),
    };
  }

  /** The terminal interface, in a terminal of its own. */
  async terminal(cwd: string): Promise<ClaudeTerminal> {
    const socket = join(this.home, 'tmux');
    const env = Object.entries(this.env).map(([name, value]) => `${name}=${value}`);
    const command = ['env', '-i', ...env, claudeCodeCli(), '--permission-mode', 'manual'];
    execFileSync('tmux', [
      '-S',
      socket,
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-s',
      'claude',
      '-x',
      '120',
      '-y',
      '50',
      '-c',
      cwd,
      ...command,
    ]);
    const terminal = new ClaudeTerminal(socket);
    await terminal.shows(/❯|>\s/);
    return terminal;
  }

  async close(): Promise<void> {
    await this.model.close();
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** A terminal with Claude Code in it. */
export class ClaudeTerminal {
  constructor(private readonly socket: string) {}

  /** Types a line as a person does, and presses Enter. */
  async type(line: string): Promise<void> {
    this.tmux('send-keys', '-t', 'claude', '-l', line);
    // The menu of commands opens while one types; Enter then takes what stands in the line.
    await this.shows(new RegExp(line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    this.tmux('send-keys', '-t', 'claude', 'Enter');
  }

  get screen(): string {
    return this.tmux('capture-pane', '-p', '-t', 'claude');
  }

  /** Resolves once the screen matches. */
  async shows(expected: RegExp, withinMs = TURN_MS): Promise<void> {
    for (const end = performance.now() + withinMs; !expected.test(this.screen); await sleep(50))
      if (performance.now() > end) throw new Error(`The terminal does not show ${expected}:\n${this.screen}`);
  }

  /** Closes the window, as a person who goes to bed. */
  close(): void {
    this.tmux('kill-server');
  }

  private tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-S', this.socket, ...args], { encoding: 'utf8' });
  }
}

function parsed(line: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === 'object' ? [value as Readonly<Record<string, unknown>>] : [];
  } catch {
    return []; // a line of standard error
  }
}

function toolResultsOf({ type, message }: Readonly<Record<string, unknown>>): PrintedTurn['toolResults'] {
  if (type !== 'user') return [];
  const { content } = message as { readonly content?: unknown };
  if (!Array.isArray(content)) return [];
  return content.flatMap((block: Readonly<Record<string, unknown>>) => {
    if (block['type'] !== 'tool_result') return [];
    const inner = block['content'];
    const text = Array.isArray(inner)
      ? inner.map((one: { readonly text?: string }) => one.text ?? '').join('\n')
      : String(inner);
    return [{ text, isError: block['is_error'] === true }];
  });
}
