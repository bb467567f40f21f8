import type { Dir } from 'node:fs';
import { type FileHandle, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { OutputTail } from '../../core/agent/output-tail';
import { parseToolCall, type ToolCall, type WorkspaceAction } from '../../core/agent/parse-tool-call';
import { truncateMiddle } from '../../core/agent/truncate-middle';
import type { AgentJob } from '../../ports/agent';
import type { ProcessEnd } from '../../ports/sandbox';
import { createInside, findInside, openInside, refusalOf, ToolRefusal } from './open-inside';

/** What a model is told of one of its tool calls. */
export interface ToolAnswer {
  readonly callId: string;
  readonly content: string;
  readonly isError: boolean;
}

/** What the tools still may use; read at each call. */
export interface ToolBudget {
  remainingMs(): number;
  remainingOutputBytes(): number;
}

/** Characters of one answer that a model gets to see. */
const ANSWER_CHARS = 30_000;
/** Largest file that is read or edited as a whole. */
const FILE_BYTES = 8 * 1024 * 1024;
const LISTED_FILES = 2000;
const SEARCH_TIMEOUT_MS = 30_000;
const PROCESSES = 512;
const WRITTEN_FILE_BYTES = 1024 * 1024 * 1024;
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * Carries out the tool calls of a model in one workspace, one at a time. A call that cannot be done is an answer,
 * never an exception; only errors of the machine are thrown.
 */
export class WorkspaceTools {
  constructor(
    private readonly job: AgentJob,
    private readonly budget: ToolBudget,
  ) {}

  /** @throws {NightshiftError} what the sandbox throws. */
  async run(call: ToolCall, signal: AbortSignal): Promise<ToolAnswer> {
    const parsed = parseToolCall(call);
    if (parsed.type === 'refused') return { callId: call.id, content: parsed.reason, isError: true };
    try {
      const { content, isError } = await this.act(parsed.action, signal);
      return { callId: call.id, content: truncateMiddle(content, ANSWER_CHARS), isError };
    } catch (error) {
      if (!(error instanceof ToolRefusal)) throw error;
      return { callId: call.id, content: error.message, isError: true };
    }
  }

  private async act(
    action: WorkspaceAction,
    signal: AbortSignal,
  ): Promise<{ readonly content: string; readonly isError: boolean }> {
    const dir = this.job.workspace.dir;
    switch (action.type) {
      case 'read_file':
        return { content: numbered(await readText(dir, action.path), action.offset, action.limit), isError: false };
      case 'write_file':
        await writeText(dir, action.path, action.content);
        return { content: `wrote ${Buffer.byteLength(action.content)} bytes to ${action.path}`, isError: false };
      case 'edit_file': {
        const { text, count } = replaced(await readText(dir, action.path), action);
        await writeText(dir, action.path, text);
        return {
          content: `replaced ${count === 1 ? 'one place' : `${count} places`} in ${action.path}`,
          isError: false,
        };
      }
      case 'list_files':
        return { content: await this.list(action.path), isError: false };
      case 'search_files':
        return this.search(action.pattern, action.path, signal);
      case 'run_command':
        return this.command(['/bin/sh', '-c', action.command], action.timeoutMs, signal);
    }
  }

  private async list(path: string): Promise<string> {
    const top = await findInside(this.job.workspace.dir, path);
    const files: string[] = [];
    const open: string[] = [top.relative];
    for (let folder = open.shift(); folder !== undefined && files.length < LISTED_FILES; folder = open.shift()) {
      for await (const entry of await folderOf(join(top.root, folder), path)) {
        if (SKIPPED_FOLDERS.has(entry.name)) continue;
        const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) open.push(name);
        else files.push(entry.isSymbolicLink() ? `${name} (link)` : name);
        if (files.length >= LISTED_FILES || open.length >= LISTED_FILES) break;
      }
    }
    if (files.length === 0) return 'no files';
    const more = files.length >= LISTED_FILES ? `\n[only ${LISTED_FILES} of the files; list a folder for more]` : '';
    return files.sort().join('\n') + more;
  }

  /** The model's expression is matched by grep in the sandbox: it could hold up this process for ever. */
  private async search(pattern: string, path: string, signal: AbortSignal) {
    const { relative } = await findInside(this.job.workspace.dir, path);
    const argv = [
      'grep',
      '-rnIE',
      '--exclude-dir=.git',
      '--exclude-dir=node_modules',
      '-m',
      '200',
      '-e',
      pattern,
      '--',
    ];
    const end = await this.command(
      [...argv, relative === '' ? '.' : `./${relative}`],
      SEARCH_TIMEOUT_MS,
      signal,
      false,
    );
    if (end.exitCode === 1) return { content: 'no line matches', isError: false };
    return { content: end.exitCode === 0 ? end.output : end.content, isError: end.exitCode > 1 };
  }

  private async command(argv: readonly string[], timeoutMs: number, signal: AbortSignal, isLogged = true) {
    const output = new OutputTail(ANSWER_CHARS);
    const { workspace, sandbox, limits, env } = this.job;
    const end = await sandbox.run(
      {
        argv,
        workspace: workspace.dir,
        home: workspace.home,
        readOnly: workspace.readOnly,
        shared: workspace.shared,
        env,
        limits: {
          timeMs: Math.max(1, Math.min(timeoutMs, this.budget.remainingMs())),
          outputBytes: Math.max(1, this.budget.remainingOutputBytes()),
          memoryBytes: limits.memoryBytes,
          processes: PROCESSES,
          fileBytes: WRITTEN_FILE_BYTES,
        },
        onOutput: (chunk) => {
          output.push(chunk);
          if (isLogged) this.job.onOutput(chunk);
        },
      },
      signal,
    );
    const text = output.text();
    return {
      content: `${endingOf(end, timeoutMs)}\n${text}`.trimEnd(),
      output: text.trimEnd(),
      isError: end.reason !== 'exited' || end.exitCode !== 0,
      exitCode: end.exitCode,
    };
  }
}

function endingOf(end: ProcessEnd, timeoutMs: number): string {
  switch (end.reason) {
    case 'exited':
      return `exit code ${end.exitCode}`;
    case 'timed-out':
      return `stopped after ${Math.round(Math.min(end.durationMs, timeoutMs) / 1000)} s`;
    case 'output-limit':
      return 'stopped: too much output';
    case 'aborted':
      return 'stopped';
  }
}

async function folderOf(absolute: string, path: string): Promise<Dir> {
  try {
    return await opendir(absolute);
  } catch (cause) {
    throw refusalOf(cause, path);
  }
}

async function readText(workspace: string, path: string): Promise<string> {
  const file = await openInside(workspace, path);
  try {
    const { size } = await file.stat();
    if (size > FILE_BYTES)
      throw new ToolRefusal(`${path} has ${size} bytes; use search_files or a command to see parts`);
    const bytes = await readAll(file, size);
    if (bytes.includes(0)) throw new ToolRefusal(`${path} is not a text file`);
    return bytes.toString('utf8');
  } finally {
    await file.close();
  }
}

/** At most `size` bytes: a file that grows while it is read is not followed. */
async function readAll(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await file.read(bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

async function writeText(workspace: string, path: string, content: string): Promise<void> {
  const file = await createInside(workspace, path);
  try {
    await file.writeFile(content);
  } catch (cause) {
    throw refusalOf(cause, path);
  } finally {
    await file.close();
  }
}

function numbered(text: string, offset: number, limit: number): string {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) return '(empty file)';
  const shown = lines.slice(offset - 1, offset - 1 + limit);
  if (shown.length === 0) throw new ToolRefusal(`the file has only ${lines.length} lines`);
  const more = lines.length - (offset - 1 + shown.length);
  const body = shown.map((line, index) => `${offset + index}\t${line}`).join('\n');
  return more > 0 ? `${body}\n[${more} more lines]` : body;
}

function replaced(
  text: string,
  edit: { readonly path: string; readonly oldText: string; readonly newText: string; readonly isReplacingAll: boolean },
): { readonly text: string; readonly count: number } {
  if (edit.oldText === '') throw new ToolRefusal('old_text is empty; use write_file to write a whole file');
  const parts = text.split(edit.oldText);
  const count = parts.length - 1;
  if (count === 0) throw new ToolRefusal(`old_text does not occur in ${edit.path}; read the file again`);
  if (count > 1 && !edit.isReplacingAll) {
    throw new ToolRefusal(
      `old_text occurs ${count} times in ${edit.path}; give more of what surrounds it, or replace_all`,
    );
  }
  return { text: parts.join(edit.newText), count };
}
