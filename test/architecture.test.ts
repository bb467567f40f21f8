import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** The arrows of docs/architecture.md: who may import whom, and which packages. `*` is any package. */
interface Layer {
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

const LAYERS: Readonly<Record<string, Layer>> = {
  'runtime/core': { folders: ['runtime/core'], packages: ['yaml', 'node:crypto'] },
  'runtime/ports': { folders: ['runtime/ports', 'runtime/core'], packages: [] },
  'runtime/app': { folders: ['runtime/app', 'runtime/ports', 'runtime/core'], packages: [] },
  'runtime/adapters': { folders: ['runtime/ports', 'runtime/core'], packages: ['*'] },
  'runtime/mcp': { folders: ['runtime/mcp', 'runtime/app', 'runtime/ports', 'runtime/core'], packages: ['*'] },
  'runtime/gateway': {
    folders: ['runtime/gateway', 'runtime/mcp', 'runtime/app', 'runtime/ports', 'runtime/core', 'runtime/config'],
    packages: ['*'],
  },
  'runtime/cli': {
    folders: ['runtime/cli', 'runtime/mcp', 'runtime/app', 'runtime/ports', 'runtime/core', 'runtime/config'],
    packages: ['*'],
  },
  'runtime/config': { folders: ['runtime/config', 'runtime/core'], packages: ['*'] },
  'runtime/main': { folders: ['runtime'], packages: ['*'] },
  'runtime/index.ts': { folders: ['runtime/main', 'runtime/app', 'runtime/core'], packages: [] },
  nodes: { folders: ['nodes', 'runtime/index.ts'], packages: ['n8n-workflow'] },
  credentials: { folders: ['credentials'], packages: ['n8n-workflow'] },
};

/** Adapters that share code of another folder: the same tools for models, the same errors of one SDK. */
const SHARED_ADAPTERS: Readonly<Record<string, readonly string[]>> = {
  'runtime/adapters/anthropic': ['runtime/adapters/agent-tools'],
  'runtime/adapters/openai': ['runtime/adapters/agent-tools'],
  'runtime/adapters/openai-embeddings': ['runtime/adapters/openai-errors'],
  'runtime/adapters/perplexity': ['runtime/adapters/openai-errors'],
};

interface Import {
  readonly from: string;
  /** A file inside the tree, or a package. */
  readonly to: string;
  readonly isPackage: boolean;
}

const ROOT = join(__dirname, '..');

describe('the arrows', () => {
  const imports = importsOf(ROOT);

  it('are followed by every import', () => expect(wrongArrows(imports)).toEqual([]));

  it('lead from no plan format to another', () => expect(wrongFormats(imports)).toEqual([]));

  it('make no cycle', () => expect(cycles(imports)).toEqual([]));

  it('were looked for in the whole tree', () => {
    const seen = new Set(imports.map(({ from }) => layerOf(from)));
    for (const layer of [
      'runtime/core',
      'runtime/ports',
      'runtime/app',
      'runtime/adapters',
      'runtime/index.ts',
      'nodes',
      'credentials',
    ]) {
      expect(seen).toContain(layer);
    }
  });
});

describe('this test', () => {
  it.each([
    ['core asks an adapter', 'runtime/core/a.ts', "import { x } from '../adapters/pg/x';", 'runtime/adapters/pg/x.ts'],
    ['core reads the environment’s files', 'runtime/core/a.ts', "import { readFileSync } from 'node:fs';", ''],
    ['ports ask app, by type only', 'runtime/ports/a.ts', "import type { X } from '../app/x';", 'runtime/app/x.ts'],
    ['app asks an adapter', 'runtime/app/a.ts', "export { x } from '../adapters/pg/x';", 'runtime/adapters/pg/x.ts'],
    ['app asks a package', 'runtime/app/a.ts', "const pg = require('pg');", ''],
    [
      'one adapter asks another',
      'runtime/adapters/git/a.ts',
      "import { x } from '../pg/x';",
      'runtime/adapters/pg/x.ts',
    ],
    [
      'an adapter reads configuration',
      'runtime/adapters/git/a.ts',
      "import { x } from '../../config/x';",
      'runtime/config/x.ts',
    ],
    ['MCP tools know who answers', 'runtime/mcp/a.ts', "import { x } from '../gateway/x';", 'runtime/gateway/x.ts'],
    ['the gateway wires', 'runtime/gateway/a.ts', "await import('../main/compose');", 'runtime/main/compose.ts'],
    [
      'a node reaches past the façade',
      'nodes/A/A.node.ts',
      "import { x } from '../../runtime/core/x';",
      'runtime/core/x.ts',
    ],
    ['a node takes a package', 'nodes/A/A.node.ts', "import pg from 'pg';", ''],
    ['the runtime knows the nodes', 'runtime/main/a.ts', "import { x } from '../../nodes/x';", 'nodes/x.ts'],
    ['something imports a test', 'runtime/core/a.ts', "import { x } from '../../test/x';", 'test/x.ts'],
  ])('finds that %s', (_, from, code, target) => {
    expect(
      wrongArrows(planted({ [from]: code, ...(target === '' ? {} : { [target]: 'export const x = 1;' }) })),
    ).toHaveLength(1);
  });

  it('finds that one plan format knows another', () => {
    const tree = {
      'runtime/core/plan/formats/kiro.ts': "import { a } from './gsd/a';\nimport { b } from './kiro/b';",
      'runtime/core/plan/formats/kiro/b.ts': "import type { F } from '../plan-format';\nimport { g } from '../gsd';",
      'runtime/core/plan/formats/gsd.ts': '',
      'runtime/core/plan/formats/gsd/a.ts': '',
      'runtime/core/plan/formats/plan-format.ts': '',
      'runtime/core/plan/formats/registry.ts': "import { g } from './gsd';",
    };
    expect([...wrongFormats(planted(tree))].sort()).toEqual([
      'runtime/core/plan/formats/kiro.ts → runtime/core/plan/formats/gsd/a.ts',
      'runtime/core/plan/formats/kiro/b.ts → runtime/core/plan/formats/gsd.ts',
    ]);
  });

  it('lets what is allowed pass', () => {
    const tree = {
      'runtime/core/a.ts': "import { createHash } from 'node:crypto';\nimport { b } from './b';",
      'runtime/core/b.ts': '',
      'runtime/adapters/openai/a.ts':
        "import pg from 'openai';\nimport { b } from '../agent-tools/b';\nimport { c } from '../../core/b';",
      'runtime/adapters/agent-tools/b.ts': '',
      'nodes/A/A.node.ts': "import type { I } from 'n8n-workflow';\nimport { open } from '../../runtime/index';",
      'runtime/index.ts': "export { a } from './core/a';",
    };
    expect(wrongArrows(planted(tree))).toEqual([]);
  });

  it('finds a cycle of three, also of types', () => {
    const tree = {
      'runtime/core/a.ts': "import { b } from './b';",
      'runtime/core/b.ts': "export * from './sub/c';",
      'runtime/core/sub/c.ts': "import type { A } from '../a';",
    };
    expect(cycles(planted(tree))).toEqual([
      'runtime/core/a.ts > runtime/core/b.ts > runtime/core/sub/c.ts > runtime/core/a.ts',
    ]);
  });
});

function wrongArrows(imports: readonly Import[]): string[] {
  return imports.filter((each) => !isAllowed(each)).map(({ from, to }) => `${from} → ${to}`);
}

function isAllowed({ from, to, isPackage }: Import): boolean {
  const layer = LAYERS[layerOf(from)];
  if (layer === undefined) return false;
  if (isPackage) return layer.packages.includes('*') || layer.packages.includes(to);
  const isInside = (folder: string) => to === folder || to.startsWith(`${folder}/`);
  if (layer.folders.some(isInside)) return true;
  const vendor = /^runtime\/adapters\/[^/]+/.exec(from)?.[0];
  return vendor !== undefined && [vendor, ...(SHARED_ADAPTERS[vendor] ?? [])].some(isInside);
}

/** A format may import its own parts, and nothing of another format: what two need belongs to `text` or `drafting`. */
function wrongFormats(imports: readonly Import[]): string[] {
  const formatOf = (file: string) => /^runtime\/core\/plan\/formats\/([\w-]+)/.exec(file)?.[1];
  return imports
    .filter(({ from, to }) => {
      const [own, other] = [formatOf(from), formatOf(to)];
      return own !== undefined && own !== 'registry' && other !== undefined && other !== own && other !== 'plan-format';
    })
    .map(({ from, to }) => `${from} → ${to}`);
}

function layerOf(file: string): string {
  return Object.keys(LAYERS).find((layer) => file === layer || file.startsWith(`${layer}/`)) ?? '';
}

/** Each cycle once, from its first file in the alphabet. */
function cycles(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to, isPackage } of imports) if (!isPackage) targets.set(from, [...(targets.get(from) ?? []), to]);
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      const cycle = path.slice(start);
      const first = cycle.indexOf([...cycle].sort()[0] as string);
      const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
      found.add([...turned, turned[0]].join(' > '));
      return;
    }
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return [...found];
}

function importsOf(root: string): Import[] {
  const files = ['runtime', 'nodes', 'credentials'].flatMap((folder) => walk(root, folder));
  const known = new Set(files);
  return files.flatMap((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
    return importedFiles.map(({ fileName }) => resolved(known, file, fileName));
  });
}

function resolved(known: ReadonlySet<string>, from: string, specifier: string): Import {
  if (!specifier.startsWith('.')) return { from, to: packageOf(specifier), isPackage: true };
  const bare = join(dirname(from), specifier);
  const to = [`${bare}.ts`, `${bare}/index.ts`].find((file) => known.has(file)) ?? bare;
  return { from, to, isPackage: false };
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function walk(root: string, folder: string): string[] {
  // A package of its own, with n8n in it.
  if (folder === 'runtime/embedded') return [];
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return walk(root, path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** The imports of a small tree, written to disk as the real one is. */
function planted(tree: Readonly<Record<string, string>>): Import[] {
  const root = mkdtempSync(join(tmpdir(), 'nightshift-arrows-'));
  for (const folder of ['runtime', 'nodes', 'credentials']) mkdirSync(join(root, folder));
  for (const [file, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const imports = importsOf(root);
  rmSync(root, { recursive: true });
  return imports;
}
