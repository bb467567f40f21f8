import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeOther, decodePlanBytes } from '../../runtime/core/plan/decode-plan-bytes';
import type { PlanInput } from '../../runtime/core/plan/plan';
import type { PlanFacts } from '../../runtime/core/plan/plan-facts';

/** What a careful reader found in a file or folder; `null` and absent are not scored. */
export type Truth = { readonly [Fact in keyof PlanFacts]?: PlanFacts[Fact] | null } & {
  /** Ids whose status the file itself contradicts. */
  readonly done_conflicts?: readonly string[];
  /** Of a folder: the wave of each plan. */
  readonly waves?: Readonly<Record<string, number>>;
};

export interface Case {
  /** As the corpus calls it. */
  readonly name: string;
  readonly family: string;
  readonly truth: Truth;
  /** Under the path that it had in its repository. */
  readonly input: PlanInput;
  /** Under the name that it has in the corpus, and without any; folders have none of these. */
  readonly renamed: readonly PlanInput[];
}

/** The folder of the corpus; undefined where there is none. */
export function corpusFolder(root: string, env: NodeJS.ProcessEnv): string | undefined {
  const folder = resolve(root, env['NIGHTSHIFT_CORPUS'] || '../shared/corpus');
  return existsSync(join(folder, 'truth.jsonl')) ? folder : undefined;
}

/** Every file and folder of the corpus. */
export function readCorpus(folder: string): readonly Case[] {
  const paths = new Map(lines(join(folder, 'manifest.jsonl')).map((entry) => [entry['file'], String(entry['path'])]));
  const files = lines(join(folder, 'truth.jsonl')).map((truth): Case => {
    const name = String(truth['file']);
    const text = textIn(join(folder, 'files', name));
    return {
      name,
      family: `${truth['family']}/${truth['sub']}`,
      truth: truth as Truth,
      input: { ...text, fileName: paths.get(name) ?? name },
      renamed: [{ ...text, fileName: `files/${name}` }, text],
    };
  });
  const bundles = existsSync(join(folder, 'bundles/truth.jsonl')) ? lines(join(folder, 'bundles/truth.jsonl')) : [];
  return [...files, ...bundles.map((truth) => bundleOf(folder, truth))];
}

function bundleOf(folder: string, truth: Readonly<Record<string, unknown>>): Case {
  const name = String(truth['bundle']);
  const at = join(folder, 'bundles', name);
  const documents = readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(at.length + 1))
    .sort()
    .map((file) => ({ path: `${truth['dir']}/${file}`, ...textIn(join(at, file)) }));
  return { name, family: `bundles/${truth['kind']}`, truth: truth as Truth, input: { documents }, renamed: [] };
}

/** As the command line reads it: what is not UTF-8 is marked. */
function textIn(path: string): { readonly text: string; readonly encoding?: string } {
  const bytes = readFileSync(path);
  const decoded = decodePlanBytes(bytes);
  if (decoded.type === 'text') return { text: decoded.text };
  return decodeOther(bytes) ?? { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}

function lines(path: string): readonly Readonly<Record<string, unknown>>[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
