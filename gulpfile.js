/**
 * Builds `dist`, all that the package ships: bundles of the runtime, the nodes, the credentials and the processes,
 * and copies of what is read as files (icons, codex, SQL, templates, the example).
 *
 * `gulp build` (default) builds beside `dist` and takes its place at the end, so that a build that fails, or a process
 * that reads `dist` meanwhile, finds the last good one whole. `gulp watch` builds again at every change.
 */
const { existsSync } = require('node:fs');
const { mkdir, readFile, readdir, rename, rm, stat, writeFile } = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const gulp = require('gulp');

const ROOT = __dirname;
/** `NIGHTSHIFT_DIST` builds elsewhere; tests do, so that they never meet a `dist` of yesterday. */
const DIST = process.env.NIGHTSHIFT_DIST ?? path.join(ROOT, 'dist');
const NEXT = path.join(path.dirname(DIST), `.dist-${process.pid}`);

/** Native or optional peers of bundled packages: asked for in a `try`, or only by features that nightshift does not use. */
const OPTIONAL_PEERS = [
  'bufferutil',
  'bullmq-otel',
  'cpu-features',
  'msgpackr-extract',
  'pg-cloudflare',
  'pg-native',
  'redis',
  'utf-8-validate',
];

/** Files of processes and façade: output name in `dist` → entry. One that does not exist yet is skipped with a notice. */
const ENTRIES = {
  runtime: 'runtime/index.ts',
  cli: 'runtime/main/cli.ts',
  worker: 'runtime/main/worker.ts',
  gateway: 'runtime/main/gateway.ts',
  migrate: 'runtime/main/migrate.ts',
  // The thread in which plans are read; `ThreadPlanReader` looks for it beside the bundle that it is in.
  'plan-worker': 'runtime/adapters/system/plan-worker.ts',
};

/** Folders and files that are read at run time: from → folder in `dist`. */
const COPIES = [
  { from: 'nodes', globs: ['*/*.node.json', '*/*.svg'], to: 'nodes' },
  { from: 'credentials', globs: ['*.svg'], to: 'credentials' },
  { from: 'runtime/adapters/postgres/migrations', globs: ['**/*.sql'], to: 'sql' },
  { from: 'workflows', globs: ['*.json'], to: 'workflows' },
  { from: 'runtime/gateway/page', globs: ['**/*', '!**/*.ts', '!**/*.md'], to: 'page' },
  { from: 'runtime/claude-plugin', globs: ['**/*', '!**/*.ts'], to: 'claude-plugin', dot: true },
  { from: 'runtime/embedded/example', globs: ['**/*'], to: 'embedded/example', dot: true },
];

const common = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Packages that ship both: the CommonJS build, whose `require` calls survive bundling.
  mainFields: ['main', 'module'],
  conditions: ['node', 'require'],
  // n8n compares classes of n8n-workflow with instanceof: it must stay n8n's own copy.
  external: ['n8n-workflow', ...OPTIONAL_PEERS],
  // Modules that were ESM ask for their own URL; in CommonJS that is the bundle's file.
  define: { 'import.meta.url': '__nightshiftBundleUrl' },
  banner: { js: 'const __nightshiftBundleUrl = require("node:url").pathToFileURL(__filename).href;' },
  keepNames: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  logOverride: { 'require-resolve-not-external': 'silent', 'direct-eval': 'silent' },
};

/** Lets every node's bundle ask for the one `dist/runtime.js`, so that all nodes of a process share one runtime. */
const sharedRuntime = {
  name: 'shared-runtime',
  setup(build) {
    build.onResolve({ filter: /\/runtime\/index$/ }, () => ({ path: '../../runtime.js', external: true }));
  },
};

async function clean() {
  await rm(NEXT, { recursive: true, force: true });
  await mkdir(NEXT, { recursive: true });
}

async function swap() {
  const old = `${NEXT}.old`;
  await rename(DIST, old).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(NEXT, DIST);
  await rm(old, { recursive: true, force: true });
}

async function bundle() {
  const processes = Object.entries(ENTRIES).filter(([, entry]) => present(entry));
  const nodes = (await folders('nodes'))
    .map((name) => ({ in: `nodes/${name}/${name}.node.ts`, out: `nodes/${name}/${name}.node` }))
    .filter((entry) => present(entry.in));
  const credentials = (await files('credentials', '.credentials.ts')).map((file) => ({
    in: `credentials/${file}`,
    out: `credentials/${file.slice(0, -3)}`,
  }));
  const builds = processes.map(([out, entry]) =>
    esbuild.build({
      ...common,
      entryPoints: [{ in: entry, out }],
      outdir: NEXT,
      ...(out === 'cli' ? { banner: { js: `#!/usr/bin/env node\n${common.banner.js}` } } : {}),
    }),
  );
  const faces = [...nodes, ...credentials];
  if (faces.length > 0)
    builds.push(esbuild.build({ ...common, entryPoints: faces, outdir: NEXT, plugins: [sharedRuntime] }));
  const results = await Promise.all(builds);
  await writeFile(path.join(NEXT, 'licences.txt'), await licences(results.map((result) => result.metafile)));
}

function present(entry) {
  const exists = existsSync(path.join(ROOT, entry));
  if (!exists) console.warn(`skipped: ${entry} does not exist`);
  return exists;
}

async function folders(parent) {
  const entries = await readdir(path.join(ROOT, parent), { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && entry.name !== 'shared').map((entry) => entry.name);
}

async function files(parent, ending) {
  return (await readdir(path.join(ROOT, parent)).catch(() => [])).filter((name) => name.endsWith(ending));
}

/** The notice that MIT, ISC, BSD and Apache ask for: each bundled package with its licence's own text. */
async function licences(metafiles) {
  const roots = new Set();
  for (const metafile of metafiles) {
    for (const input of Object.keys(metafile.inputs)) {
      const root = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (root !== undefined) roots.add(root);
    }
  }
  const notices = new Map();
  for (const root of roots) {
    const { name, version, license } = JSON.parse(await readFile(path.join(ROOT, root, 'package.json'), 'utf8'));
    const file = (await readdir(path.join(ROOT, root))).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text =
      file === undefined ? '(the package ships no licence file)' : await readFile(path.join(ROOT, root, file), 'utf8');
    notices.set(`${name} ${version}`, `${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  const sorted = [...notices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, notice]) => notice);
  return `Packages that are bundled into these files, and their licences.\n\n${sorted.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function copy() {
  return Promise.all(
    COPIES.filter(({ from }) => existsSync(path.join(ROOT, from))).map(
      ({ from, globs, to, dot }) =>
        new Promise((resolve, reject) => {
          gulp
            .src(globs, {
              cwd: path.join(ROOT, from),
              encoding: false,
              allowEmpty: true,
              nodir: true,
              dot: dot === true,
            })
            .on('error', reject)
            .pipe(gulp.dest(path.join(NEXT, to)))
            .on('error', reject)
            .on('finish', resolve)
            .resume();
        }),
    ),
  );
}

async function sizes() {
  const names = [...Object.keys(ENTRIES).map((name) => `${name}.js`)];
  const shown = await Promise.all(
    names.map(async (name) => {
      const file = await stat(path.join(DIST, name)).catch(() => undefined);
      return file === undefined ? undefined : `${name} ${(file.size / 1024).toFixed(0)} kB`;
    }),
  );
  console.log(`dist: ${shown.filter(Boolean).join(', ')}`);
}

/** Leaves nothing behind when a step fails. */
async function orDiscard(step) {
  try {
    await step();
  } catch (error) {
    await rm(NEXT, { recursive: true, force: true });
    throw error;
  }
}

async function bundleOrDiscard() {
  await orDiscard(bundle);
}
bundleOrDiscard.displayName = 'bundle';

async function copyOrDiscard() {
  await orDiscard(copy);
}
copyOrDiscard.displayName = 'copy';

const build = gulp.series(clean, bundleOrDiscard, copyOrDiscard, swap, sizes);

exports.default = build;
exports.build = build;
exports.watch = () =>
  gulp.watch(
    ['runtime/**/*', 'nodes/**/*', 'credentials/**/*', 'workflows/*.json', '!runtime/embedded/node_modules/**'],
    { cwd: ROOT },
    build,
  );
