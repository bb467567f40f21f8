import { existsSync } from 'node:fs';
import { access, constants, open, readFile, realpath, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

/** How to start the Claude Code CLI, and what of this machine it needs for it. */
export interface ClaudeCodeProgram {
  readonly argv: readonly string[];
  /** Files and folders of its own, links resolved: nothing else of its installation has to be seen. */
  readonly readOnly: readonly string[];
}

const PACKAGE = 'claude-code';

/**
 * Finds the CLI by name on `folders`, or at the path that `command` is. The native binary is preferred to the script
 * that starts it, also when npm was told not to run the script that puts it in place.
 *
 * @returns undefined when there is none.
 */
export async function findClaudeCode(command: string, searchPath: string): Promise<ClaudeCodeProgram | undefined> {
  const found = await firstExecutable(command, searchPath);
  if (found === undefined) return undefined;
  const program = await realpath(found);
  if (await isNative(program)) return { argv: [program], readOnly: [program] };
  const home = await packageFolder(program);
  const native = await nativeBeside(home);
  if (native !== undefined) return { argv: [native], readOnly: [native] };
  const node = await realpath(process.execPath);
  return { argv: [node, program], readOnly: [node, home] };
}

async function firstExecutable(command: string, searchPath: string): Promise<string | undefined> {
  const hasFolder = command.includes('/');
  const candidates = hasFolder ? [command] : searchPath.split(delimiter).map((folder) => join(folder, command));
  for (const candidate of candidates) {
    if (isAbsolute(candidate) && (await isExecutable(candidate))) return candidate;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    // Not there, or not ours to run: both mean that it is not the program.
    return false;
  }
}

/** ELF, or Mach-O in either byte order. */
async function isNative(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return ['7f454c46', 'cffaedfe', 'cafebabe'].includes(buffer.toString('hex'));
  } finally {
    await handle.close();
  }
}

/** The folder of the nearest `package.json` above, else the program's own. */
async function packageFolder(program: string): Promise<string> {
  for (let folder = dirname(program); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  return dirname(program);
}

/** npm puts the platform's binary beside the package or below it. */
async function nativeBeside(home: string): Promise<string | undefined> {
  const manifest = join(home, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { optionalDependencies = {} } = JSON.parse(await readFile(manifest, 'utf8')) as {
    readonly optionalDependencies?: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(optionalDependencies)) {
    const [, platform] = name.split(`/${PACKAGE}-`);
    if (platform === undefined || platform.replace(/-musl$/, '') !== `${process.platform}-${process.arch}`) continue;
    if (platform.endsWith('-musl') !== isMusl()) continue;
    for (const file of [join(home, '..', '..', name, 'claude'), join(home, 'node_modules', name, 'claude')]) {
      if (await isExecutable(file)) return realpath(file);
    }
  }
  return undefined;
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const { header } = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}
