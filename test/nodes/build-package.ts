import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ICredentialType, INodeTypeDescription } from 'n8n-workflow';

const ROOT = join(__dirname, '../..');

export interface BuiltPackage {
  /** The folder with package.json and dist. */
  readonly folder: string;
  readonly manifest: {
    readonly name: string;
    readonly n8n: { readonly nodes: string[]; readonly credentials: string[] };
  };
}

/** Builds the package as it is now into a folder of its own, as `npm pack` would ship it. */
export function buildPackage(): BuiltPackage {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-package-'));
  execFileSync(process.execPath, [join(ROOT, 'node_modules/gulp/bin/gulp.js'), '--silent', 'build'], {
    cwd: ROOT,
    env: { ...process.env, NIGHTSHIFT_DIST: join(folder, 'dist'), NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const page of ['README.md', 'LICENSE'])
    if (existsSync(join(ROOT, page))) copyFileSync(join(ROOT, page), join(folder, page));
  // npm would run them; the build is done.
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  delete manifest.scripts;
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  return { folder, manifest };
}

export interface LoadedPackage {
  readonly packageName: string;
  readonly known: { readonly nodes: Record<string, unknown>; readonly credentials: Record<string, unknown> };
  readonly nodes: readonly INodeTypeDescription[];
  readonly credentials: readonly ICredentialType[];
  readonly runtimes: number;
}

/**
 * What n8n knows after it loaded the package in `folder`, in a process of its own: n8n loads nodes into another
 * context and finds n8n-workflow by NODE_PATH, neither of which works inside jest.
 */
export function loadPackage(folder: string): LoadedPackage {
  const home = mkdtempSync(join(tmpdir(), 'nightshift-n8n-home-'));
  const printed = execFileSync(process.execPath, [join(__dirname, 'load-package.cjs'), folder], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env['PATH'],
      N8N_USER_FOLDER: home,
      NODE_PATH: join(ROOT, 'node_modules'),
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  rmSync(home, { recursive: true, force: true });
  return JSON.parse(printed);
}
