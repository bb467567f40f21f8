import { access, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, relative, resolve, sep } from 'node:path';
import { SystemProjectFiles } from '../../adapters/system/system-project-files';
import type { CliDeps } from '../../cli/cli-deps';
import { fileReason } from '../../cli/file-reason';
import { folderToHandOver } from '../../cli/plan-to-hand-over';
import { isNightshiftError, RequestError } from '../../core/errors';
import type { CallersFolder } from '../../mcp/mcp-backend';

type Deps = Pick<CliDeps, 'workingFolder' | 'repositoryAt' | 'planLimits' | 'planSource' | 'plans'>;

/** A file, and the folder that it must lie in. */
interface Place {
  readonly folder: string;
  readonly file: string;
}

/**
 * Plans are read from the folder of the registered project that is named, from the working folder, from the repository that it
 * lies in, and from where Claude Code keeps those of its plan mode; from nowhere else, for who asks is a model, and what it was
 * told to read may not be a plan. A folder is one plan, as the command line hands it over.
 */
export function callersFolder(deps: Deps): CallersFolder {
  const { workingFolder, repositoryAt, planLimits } = deps;
  return {
    readPlan: async (path, project, format) => {
      const { folder, file } = await placeOf(deps, path, project);
      const whole = (await leadsInside(folder, file)) ? await folderToHandOver(deps, file, format) : undefined;
      if (whole !== undefined) return { text: whole.text, fileName: whole.fileName };
      const bytes = await new SystemProjectFiles().read(folder, relative(folder, file), planLimits().bytes);
      try {
        return {
          text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
          fileName: basename(file),
          ...(format === undefined ? {} : { format }),
        };
      } catch (cause) {
        throw new RequestError('PLAN_FILE_UNREADABLE', `${path} cannot be read: ${fileReason(cause)}`, {
          hint: 'Give the path of a plan as text in UTF-8: ROADMAP.md, tasks.json, tasks.yaml …',
          cause,
        });
      }
    },
    projectAt: async (path) => {
      const dir = resolve(workingFolder, path);
      return (await repositoryAt(dir)) ?? { dir, dirty: [] };
    },
  };
}

/** Where a path is meant: the first place where there is such a file, else the first that it may be in. */
async function placeOf(deps: Deps, path: string, project: string | undefined): Promise<Place> {
  const { workingFolder } = deps;
  const near = [
    ...(project === undefined ? [] : [place(project, path)]),
    place(workingFolder, path),
    { folder: resolve(homedir(), '.claude', 'plans'), file: resolve(workingFolder, path) },
  ].filter(isInside);
  for (const one of near) if (await isThere(one.file)) return one;
  const top = await topOf(deps);
  const far = top === undefined ? [] : [{ folder: top, file: resolve(workingFolder, path) }, place(top, path)];
  const allowed = far.filter(isInside);
  for (const one of allowed) if (await isThere(one.file)) return one;
  const first = near[0] ?? allowed[0];
  if (first !== undefined) return first;
  throw new RequestError('PLAN_FILE_OUTSIDE', `${path} is in neither the working folder nor its repository`, {
    hint: 'Copy the plan into the project, name the registered `project` that it lies in, or give its text as `plan`',
  });
}

const place = (folder: string, path: string): Place => ({ folder, file: resolve(folder, path) });

const isInside = ({ folder, file }: Place): boolean =>
  file.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);

/** Whether a path lies inside also where links lead, and not in git's own folder. */
async function leadsInside(folder: string, file: string): Promise<boolean> {
  const [root, target] = await Promise.all([folder, file].map((path) => realpath(path).catch(() => path)));
  return isInside({ folder: root!, file: target! }) && !target!.split(sep).includes('.git');
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** The top of the repository that the working folder lies in, also where nothing could run in it yet. */
async function topOf({ workingFolder, repositoryAt }: Deps): Promise<string | undefined> {
  try {
    return (await repositoryAt(workingFolder))?.dir;
  } catch (error) {
    if (isNightshiftError(error) && error.kind !== 'bug') return undefined;
    throw error;
  }
}
