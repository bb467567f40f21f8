import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialType, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { verifies } from '../support/verifies';
import { type BuiltPackage, buildPackage, type LoadedPackage, loadPackage } from './build-package';

const ROOT = join(__dirname, '../..');
const NAMES = ['agentExecute', 'learn', 'notify', 'parsePlan', 'research', 'verify', 'waveScheduler'];

/** Says at its end how the prototype of all objects of a process stands. */
const PROBE = `process.on('exit', () => {
  process.stderr.write('probe ' + JSON.stringify(['__proto__' in {}, Object.isExtensible(Object.prototype)]));
});`;
const CLOSES = /^import '[./]*(?:adapters\/system)?\/close-prototype';/;

let built: BuiltPackage;
let loaded: LoadedPackage;

beforeAll(() => {
  built = buildPackage();
  loaded = loadPackage(built.folder);
}, 60_000);

afterAll(() => rmSync(built.folder, { recursive: true, force: true }));

const descriptions = (): readonly INodeTypeDescription[] => loaded.nodes;

describe(`the package, as n8n loads it${verifies('R-88')}`, () => {
  it('gives all seven nodes and the credential under portable names', () => {
    expect(loaded.packageName).toBe('n8n-nodes-nightshift');
    expect(Object.keys(loaded.known.nodes).sort()).toEqual(NAMES);
    expect(Object.keys(loaded.known.credentials)).toEqual(['nightshiftRuntimeApi']);
  });

  it('registers every node folder in package.json', () => {
    const folders = readdirSync(join(__dirname, '../../nodes')).filter((name) => /^[A-Z][a-z]+[A-Za-z]*$/.test(name));
    expect([...built.manifest.n8n.nodes].sort()).toEqual(
      folders.sort().map((name) => `dist/nodes/${name}/${name}.node.js`),
    );
  });

  it('reads a large plan in a thread that it ships, and says so when that thread fails', () => {
    const script = `require(process.argv[1]).previewPlanText({ text: '- [ ] Boil\\n'.repeat(5) + 'words of it '.repeat(4_000) })
      .then(({ type }) => console.log(type), ({ code }) => console.log(code));`;
    const preview = () =>
      execFileSync(process.execPath, ['-e', script, join(built.folder, 'dist/runtime.js')], {
        encoding: 'utf8',
        env: { NODE_PATH: join(__dirname, '../../node_modules') },
      }).trim();
    expect(preview()).toBe('plan');
    const thread = join(built.folder, 'dist/plan-worker.js');
    const code = readFileSync(thread, 'utf8');
    writeFileSync(thread, "throw new Error('this one was asked');");
    expect(preview()).toBe('BUG_PLAN_READER');
    writeFileSync(thread, code);
  });

  it.each(NAMES)('finds icons for both themes, a codex and an optional credential for %s', (name) => {
    const description = descriptions().find((each) => each.name === name) as INodeTypeDescription;
    const { light, dark } = description.iconUrl as { light: string; dark: string };
    for (const icon of [light, dark])
      expect(existsSync(join(built.folder, icon.replace(/^icons\/[^/]+\//, '')))).toBe(true);
    expect(light).not.toBe(dark);
    expect(description.codex?.categories?.length).toBeGreaterThan(0);
    expect(description.credentials).toMatchObject([{ name: 'nightshiftRuntimeApi', required: false }]);
  });

  it('asks for no credential where none is used: a preview of a plan', () => {
    const shown = descriptions().map(({ name, credentials }) => [name, credentials?.[0]?.displayOptions]);
    expect(shown.filter(([, displayOptions]) => displayOptions !== undefined)).toEqual([
      ['parsePlan', { show: { operation: ['submit'] } }],
    ]);
  });

  it.each(NAMES)(
    'gives every parameter of %s a name, a description and a default that is one of its options',
    (name) => {
      const { properties } = descriptions().find((each) => each.name === name) as INodeTypeDescription;
      for (const property of flatten(properties)) {
        expect(property.displayName).not.toBe('');
        if (property.type === 'options') {
          const values = (property.options ?? []).map((option) => ('value' in option ? option.value : undefined));
          expect(values).toContain(property.default);
          expect(new Set(values).size).toBe(values.length);
        }
        if (property.name !== 'operation' && property.type !== 'collection' && property.type !== 'notice')
          expect(property.description ?? '').not.toBe('');
      }
    },
  );

  it('keeps the wake path of suspending nodes fixed: an expression there could never be resumed', () => {
    const suspending = descriptions().filter(({ webhooks }) => webhooks !== undefined);
    expect(suspending.map(({ name }) => name).sort()).toEqual(['agentExecute', 'verify']);
    for (const { webhooks, usableAsTool } of suspending) {
      expect(webhooks).toEqual([
        {
          name: 'default',
          httpMethod: 'POST',
          responseMode: 'onReceived',
          path: 'wake',
          isFullPath: true,
          restartWebhook: true,
        },
      ]);
      expect(usableAsTool).toBeUndefined();
    }
  });

  it('tests the credential at the gateway, and hides what is secret', () => {
    const [type] = loaded.credentials as [ICredentialType];
    expect(type.test).toEqual({ request: { baseURL: '={{$credentials.gatewayUrl}}', url: '/healthz' } });
    const hidden = type.properties.filter(({ typeOptions }) => typeOptions?.password === true).map(({ name }) => name);
    expect(hidden.sort()).toEqual(['databaseUrl', 'redisUrl', 'signingSecret']);
    expect(new URL(type.documentationUrl ?? '').protocol).toBe('https:');
  });

  it('shares one runtime between all nodes, and bundles no n8n-workflow', () => {
    expect(loaded.runtimes).toBe(1);
    for (const path of built.manifest.n8n.nodes) {
      const code = readFileSync(join(built.folder, path), 'utf8');
      expect(code).toContain('require("../../runtime.js")');
      expect(code).not.toContain('class NodeOperationError extends');
      expect(code.length).toBeLessThan(100_000);
    }
  });

  it('carries the licences of what it bundles', () => {
    const notice = readFileSync(join(built.folder, 'dist/licences.txt'), 'utf8');
    const bundled =
      readFileSync(join(built.folder, 'dist/runtime.js'), 'utf8').match(/node_modules\/(?:@[^/]+\/)?[^/\s]+/g) ?? [];
    for (const name of new Set(bundled.map((path) => path.replace('node_modules/', ''))))
      expect(notice).toContain(`${name} `);
  });
});

describe('the packed tarball', () => {
  it('holds dist, has no dependencies of its own, and loads from an n8n user folder', () => {
    const target = join(built.folder, 'user/.n8n/nodes/node_modules/n8n-nodes-nightshift');
    mkdirSync(target, { recursive: true });
    const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', built.folder], {
      cwd: built.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
    const strays = files
      .map(({ path }) => path)
      .filter((path) => !/^(dist\/|package\.json$|README\.md$|LICENSE$)/.test(path));
    expect(strays).toEqual([]);
    execFileSync('tar', ['-xzf', join(built.folder, filename), '-C', target, '--strip-components=1']);
    const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
    expect(manifest.dependencies ?? {}).toEqual({});

    expect(Object.keys(loadPackage(target).known.nodes).sort()).toEqual(NAMES);
  }, 60_000);
});

function flatten(properties: readonly INodeProperties[]): INodeProperties[] {
  return properties.flatMap((property) => [
    property,
    ...(property.options ?? []).flatMap((option) =>
      'values' in option ? flatten(option.values) : 'type' in option ? flatten([option]) : [],
    ),
  ]);
}

describe(`the prototype of all objects${verifies('S-53')}`, () => {
  /** How it stands at the end of a program that was asked for next to nothing. */
  const run = (program: string) => {
    const probe = join(built.folder, 'probe.cjs');
    writeFileSync(probe, PROBE);
    return spawnSync(process.execPath, ['--require', probe, join(built.folder, 'dist', program), '--version'], {
      encoding: 'utf8',
      cwd: built.folder,
      env: { NIGHTSHIFT_HOME: join(built.folder, 'home'), NODE_PATH: join(ROOT, 'node_modules') },
    }).stderr;
  };

  it.each(['cli.js', 'gateway.js', 'worker.js', 'migrate.js'])(
    'cannot be reached by its name or added to in %s, however it was started',
    (program) => expect(run(program)).toContain('probe [false,false]'),
  );

  it('is left as it is in the process of n8n, which is not ours', () => {
    expect(run('runtime.js')).toContain('probe [true,true]');
  });

  it('is closed first of all by each program and thread that the package builds, but for the one in n8n', () => {
    const [, entries = ''] = /const ENTRIES = \{([\s\S]*?)\n\};/.exec(readFileSync(join(ROOT, 'gulpfile.js'), 'utf8'))!;
    const programs = [...entries.matchAll(/: '(.*)',/g)].map(([, path]) => path!);
    expect(programs.length).toBeGreaterThan(5);
    const open = programs.filter((path) => !CLOSES.test(readFileSync(join(ROOT, path), 'utf8')));
    expect(open).toEqual(['runtime/index.ts']);
  });
});
