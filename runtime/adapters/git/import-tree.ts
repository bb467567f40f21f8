import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { UnavailableError } from '../../core/errors';
import type { ImportedTree, ProjectFolder, Workspace } from '../../ports/repositories';
import { checkRoom } from './check-room';
import { copyIndex } from './copy-index';
import { findUntakeable } from './find-untakeable';
import type { GitFolders } from './git-folders';
import { leavingLinks } from './leaving-links';
import { indexOf } from './open-workspace';
import { refusedPaths, refusedStep } from './refused-workspace';
import { makeReadable } from './remove-folder';
import { removeMountPoint } from './remove-mount-point';
import { type GitCall, gitLine, gitList, runGit } from './run-git';

const LINK = '120000';
const REGULAR = ['100644', '100755'];
/** Paths that are named as changed; of more, only how many. */
const NAMED_CHANGES = 1_000;
/** Paths that are named as left out. */
const NAMED_IGNORED = 20;

/** How far an import may go. */
export interface ImportBounds {
  /** Milliseconds that one step may take. */
  readonly stepTimeMs: number;
  /** Of what the attempt made or changed. */
  readonly files: number;
  readonly bytes: number;
}

export const IMPORT_BOUNDS: ImportBounds = { stepTimeMs: 60_000, files: 50_000, bytes: 2 * 1024 ** 3 };

/**
 * Takes over what a workspace holds: hashes its files, byte for byte, into the project's repository. The workspace's
 * `.git` takes no part, wrecked or not; `.gitignore` files do. Every step is bounded in time, and how much is taken over in number and size:
 * what an agent left may be made to keep git busy for ever.
 *
 * @throws {RequestError} `WORKSPACE_REFUSED`; `details.paths` names what may not be taken over, `details.step` what took
 * too long, `details.excess` what is too much.
 * @throws {UnavailableError} `UNAVAILABLE_GIT` when `signal` aborts.
 */
export async function importTree(
  folders: GitFolders,
  project: ProjectFolder,
  workspace: Workspace,
  base: string,
  bounds: ImportBounds = IMPORT_BOUNDS,
  signal?: AbortSignal,
): Promise<ImportedTree> {
  if (!(await stat(workspace.dir).catch(() => undefined))?.isDirectory())
    throw refusedPaths('its folder is gone', [workspace.dir]);
  for (const { at } of workspace.shared) await removeMountPoint(at);
  const { stepTimeMs } = bounds;
  const index = `${indexOf(workspace, base)}.${randomUUID()}`;
  const git = (call: GitCall): GitCall => ({
    ...call,
    args: [`--git-dir=${folders.bare(project.id)}`, `--work-tree=${workspace.dir}`, ...call.args],
    cwd: workspace.dir,
    env: { GIT_INDEX_FILE: index },
    bounds: {
      timeMs: stepTimeMs,
      refuse: (step) => refusedStep(step, stepTimeMs),
      ...(signal === undefined ? {} : { signal }),
      ...call.bounds,
    },
  });
  try {
    const [untakeable] = await Promise.all([
      findUntakeable({
        dir: workspace.dir,
        timeMs: stepTimeMs,
        ...(signal === undefined ? {} : { signal }),
        ignored: (stdin) =>
          gitList(git({ args: ['check-ignore', '-z', '--stdin', '--no-index'], stdin, answers: [0, 1] })),
      }),
      copyIndex(indexOf(workspace, base), index).catch(() => runGit(git({ args: ['read-tree', base] }))),
    ]);
    if (untakeable.length > 0) throw refusedPaths('only files, folders and links can be taken over', untakeable);
    await checkRoom(workspace.dir, git, bounds, signal);
    await addAll(workspace, git);
    const [changes, tree, ignored] = await Promise.all([
      changesOf(git, base),
      gitLine(git({ args: ['write-tree'] })),
      gitList(
        git({
          args: [
            'ls-files',
            '--others',
            '--ignored',
            '--exclude-standard',
            '--directory',
            '--no-empty-directory',
            '-z',
          ],
        }),
      ),
    ]);
    const others = changes.filter(
      (change) => change.isPresent && change.mode !== LINK && !REGULAR.includes(change.mode),
    );
    if (others.length > 0)
      throw refusedPaths(
        'it holds other repositories',
        others.map((change) => change.path),
      );
    if (changes.some((change) => change.touchesLink)) {
      const leaving = await leavingLinks(git, base, stepTimeMs);
      if (leaving.length > 0) throw refusedPaths('links lead out of it', leaving);
    }
    const changedFiles = named(changes.map((change) => change.path).sort());
    return { tree, changedFiles, ignored: ignored.toSorted().slice(0, NAMED_IGNORED) };
  } catch (cause) {
    if (!signal?.aborted) throw cause;
    throw new UnavailableError('git', 'The import of the workspace was stopped', {
      hint: 'Nothing to do: another attempt does it, if the task is still wanted.',
      cause,
    });
  } finally {
    await Promise.all([rm(index, { force: true }), rm(`${index}.lock`, { force: true })]);
  }
}

async function addAll(workspace: Workspace, git: (call: GitCall) => GitCall): Promise<void> {
  const add = git({ args: ['add', '--all', '--', '.'], answers: [0, 1, 128] });
  let answer = await runGit(add);
  if (answer.code !== 0 && /Permission denied/.test(answer.stderr)) {
    await makeReadable(workspace.dir);
    answer = await runGit(add);
  }
  if (answer.code === 0) return;
  const said = answer.stderr.split('\n').filter((line) => /^(error|fatal):/.test(line));
  const paths = said.map((line) => /'([^']+)'|"([^"]+)"/.exec(line)).map((match) => match?.[1] ?? match?.[2] ?? '');
  const isAboutPaths =
    /invalid path|can only add regular files|does not have a commit|unable to index file|Permission denied/;
  if (isAboutPaths.test(answer.stderr))
    throw refusedPaths(
      said[0] ?? 'git cannot take it',
      [...new Set(paths)].filter((path) => path !== ''),
    );
  // Not about a path: the same call again says it as the error that it is.
  await runGit({ ...add, answers: [0] });
}

interface Change {
  readonly path: string;
  readonly mode: string;
  readonly isPresent: boolean;
  readonly touchesLink: boolean;
}

/** A raw line is `:<old mode> <new mode> <old id> <new id> <status>`, and its path the next part. */
async function changesOf(git: (call: GitCall) => GitCall, base: string): Promise<readonly Change[]> {
  const parts = await gitList(
    git({ args: ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--ignore-submodules=none', base] }),
  );
  const changes: Change[] = [];
  for (let position = 0; position + 1 < parts.length; position += 2) {
    const [old = '', mode = ''] = (parts[position] ?? '').slice(1).split(' ');
    changes.push({
      path: parts[position + 1] ?? '',
      mode,
      isPresent: mode !== '000000',
      touchesLink: mode === LINK || old === LINK,
    });
  }
  return changes;
}

function named(paths: readonly string[]): readonly string[] {
  const more = paths.length - NAMED_CHANGES;
  return more <= 0 ? paths : [...paths.slice(0, NAMED_CHANGES), `… and ${more.toLocaleString('en-US')} more`];
}
