import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ESLint as ESLintClass, Linter } from 'eslint';

const ROOT = join(__dirname, '../..');
const NODES = readdirSync(join(ROOT, 'nodes')).filter((name) => /^[A-Z][a-z]+[A-Za-z]*$/.test(name));

let ESLint: typeof ESLintClass;
let allRules: Linter.Config[];

beforeAll(async () => {
  ({ ESLint } = await import('eslint'));
  const { configs } = (await import('@n8n/eslint-plugin-community-nodes')) as unknown as {
    configs: { recommended: Linter.Config };
  };
  const { parser } = await import('typescript-eslint');
  allRules = [{ ...configs.recommended, files: ['**/*.ts'], languageOptions: { parser: parser as Linter.Parser } }];
}, 30_000);

describe("n8n's rules for community nodes", () => {
  it('find nothing in nodes, credentials and package.json', () => {
    // In a process of its own: under NODE_ENV=test the older rules take every file for a trigger node.
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/eslint/bin/eslint.js'), '--max-warnings', '0', 'nodes', 'credentials', 'package.json'],
      { cwd: ROOT, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' } },
    );
    expect([status, stdout]).toEqual([0, '']);
  }, 60_000);

  // Several rules look for the description inside the class; ours stands in a file of its own.
  it.each(NODES)('find nothing in %s with its description inside the class', async (name) => {
    const eslint = new ESLint({ cwd: ROOT, overrideConfigFile: true, overrideConfig: allRules });
    const results = await eslint.lintText(withDescriptionInside(name), {
      filePath: join(ROOT, `nodes/${name}/${name}.node.ts`),
    });
    expect(shown(results).filter((finding) => !isExempt(name, finding))).toEqual([]);
  });

  it('find a missing icon in a class with its description inside', async () => {
    const eslint = new ESLint({ cwd: ROOT, overrideConfigFile: true, overrideConfig: allRules });
    const text = withDescriptionInside('Research').replace(/\n {2}icon: .*\n/, '\n');
    const results = await eslint.lintText(text, { filePath: join(ROOT, 'nodes/Research/Research.node.ts') });
    expect(shown(results).some((finding) => finding.includes('icon-validation'))).toBe(true);
  });
});

function withDescriptionInside(name: string): string {
  const node = readFileSync(join(ROOT, `nodes/${name}/${name}.node.ts`), 'utf8');
  const description = readFileSync(join(ROOT, `nodes/${name}/description.ts`), 'utf8');
  const literal = /INodeTypeDescription = (\{[\s\S]*\n\});/.exec(description)?.[1];
  if (literal === undefined) throw new Error(`no description in nodes/${name}/description.ts`);
  const whole = node.replace(/description = \w+Description;/, () => `description: INodeTypeDescription = ${literal};`);
  if (whole === node) throw new Error(`no description in the class ${name}`);
  return whole;
}

/** Rules that do not fit a node, and why. */
const EXEMPT: Readonly<Record<string, readonly string[]>> = {
  // Their webhook only resumes an n8n execution: nothing to create or delete elsewhere. A tool may not suspend.
  AgentExecute: ['webhook-lifecycle-complete', 'node-usable-as-tool'],
  Verify: ['webhook-lifecycle-complete', 'node-usable-as-tool'],
  // Only a loop may schedule, never a model on its own account.
  WaveScheduler: ['node-usable-as-tool'],
};

function isExempt(name: string, finding: string): boolean {
  return (EXEMPT[name] ?? []).some((rule) => finding.includes(`/${rule}:`));
}

function shown(results: readonly ESLintClass.LintResult[]): string[] {
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, message }) => `${filePath.slice(ROOT.length + 1)}:${line} ${ruleId}: ${message}`),
  );
}
