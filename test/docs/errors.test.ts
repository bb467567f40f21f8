import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CodesInSource, collectCodes } from './collect-codes';

const ROOT = join(__dirname, '../..');

/** Texts that look like codes and are something else. */
const OTHERS: readonly RegExp[] = [
  /^NIGHTSHIFT_/, // environment
  /^(XDG_(STATE|CONFIG|CACHE)_HOME|XDG_RUNTIME_DIR|CLAUDE_CONFIG_DIR)$/, // environment
  /^(ANTHROPIC|OPENAI|PERPLEXITY)_(API_KEY|BASE_URL)$/, // environment
  /^(FORCE_COLOR|NO_COLOR)$/, // environment
  /^(PG_VERSION|MERGE_HEAD|CHERRY_PICK_HEAD)$/, // files of Postgres and git
  /^ERR_WORKER_OUT_OF_MEMORY$/, // Node's name for a thread that reached its memory limit
  /^FST_ERR_/, // fastify's names for what it refuses
  /^UND_ERR_/, // names of Node's fetch
  /^EAI_AGAIN$/, // the system's name for a name server that does not answer
  /^(ACCESS_KEY|API_KEY|PRIVATE_KEY|SECRET_KEY)$/, // words that secrets are known by
  /^TASK_LIST$/, // R-3's source of a plan
];

/** Constructors whose code comes from elsewhere, and which codes that adds to those read from literals. */
const PASSED_ON: Readonly<Record<string, { readonly why: string; readonly adds: readonly string[] }>> = {
  'runtime/adapters/agent-tools/run-tool-loop.ts': { why: 'the same error again, with what it cost', adds: [] },
  'runtime/adapters/agent-tools/model-refusal.ts': {
    why: 'the service whose words are given',
    adds: ['UNAVAILABLE_ANTHROPIC', 'UNAVAILABLE_OPENAI'],
  },
  'runtime/adapters/openai-errors/service-error.ts': {
    why: 'the service whose words are given, with both codes as literals',
    adds: ['UNAVAILABLE_EMBEDDINGS', 'UNAVAILABLE_RESEARCH'],
  },
  'runtime/adapters/http/fetch-poster.ts': {
    why: 'the service that a caller names; all of them say `notify`',
    adds: ['UNAVAILABLE_NOTIFY'],
  },
  'runtime/main/launcher-error.ts': { why: 'what the launcher in the background said', adds: ['UNAVAILABLE_LAUNCHER'] },
  'runtime/cli/arrival-unknown.ts': { why: 'the same error again, that says that the plan may be in', adds: [] },
  'runtime/cli/name-options.ts': { why: 'the same refusal again, in words of options', adds: [] },
  'runtime/cli/check-run.ts': { why: 'what this machine lacks for the plan', adds: [] },
  'runtime/core/plan/plan-refusal.ts': { why: 'a problem of the plan', adds: [] },
  'runtime/cli/http-gateway-client.ts': { why: 'what the gateway answered', adds: [] },
  'runtime/cli/write-status.ts': { why: 'what is wrong with the file that is written to', adds: [] },
  'runtime/gateway/mcp/app-backend.ts': { why: 'what the app answered', adds: [] },
  'runtime/mcp/tools/handoff.ts': { why: 'the same error again, with the next step of a model', adds: [] },
  'runtime/main/cli/claude-plugin/claude-actions.ts': {
    why: 'the same error again, with the token that is left',
    adds: [],
  },
  'runtime/gateway/http/error-answer.ts': { why: 'the table above it, whose texts are read', adds: [] },
  'runtime/main/ready-part.ts': {
    why: 'the part that did not start',
    adds: ['UNAVAILABLE_GATEWAY', 'UNAVAILABLE_N8N', 'UNAVAILABLE_WORKER'],
  },
};

const isOther = (text: string): boolean => OTHERS.some((form) => form.test(text));

describe('docs/errors.md', () => {
  const source = collectCodes(ROOT, ['runtime', 'nodes'], isOther);
  const rows = documentedCodes(readFileSync(join(ROOT, 'docs/errors.md'), 'utf8'));
  const documented = rows.map(({ code }) => code);
  const said = new Set([...source.codes.keys(), ...Object.values(PASSED_ON).flatMap(({ adds }) => adds)]);

  it('has every code that the code can say', () => {
    const missing = [...said].filter((code) => !documented.includes(code));
    expect(missing.map((code) => `${code} (${source.codes.get(code)?.join(', ') ?? 'passed on'})`)).toEqual([]);
  });

  it('has no code that the code never says', () => {
    expect(documented.filter((code) => !said.has(code))).toEqual([]);
  });

  it('has each code once, with its cause and what to do', () => {
    expect(documented).toEqual([...new Set(documented)]);
    expect(rows.filter(({ cause, step }) => cause.length < 10 || step.length < 5)).toEqual([]);
  });

  it('knows every place where a code comes from somewhere else', () => {
    expect([...new Set(source.passedOn.map((place) => place.split(':')[0]))].sort()).toEqual(
      Object.keys(PASSED_ON).sort(),
    );
  });

  it('every error that somebody must act on says how', () => {
    // The graph is made of plans that were read: the reader refuses such plans before, with hints.
    expect(source.withoutHint.filter((place) => !place.startsWith('runtime/core/schedule/task-graph.ts'))).toEqual([]);
  });

  it('was compared with a whole tree', () => expect(source.codes.size).toBeGreaterThan(150));
});

describe('this test', () => {
  it.each<[string, string, readonly string[]]>([
    ['a code that is thrown', "throw new PlanError('PLAN_NEW', 'x');", ['PLAN_NEW']],
    ['a code of one word', "throw new RequestError('USAGE', 'x');", ['USAGE']],
    [
      'what a class puts before it',
      "new UnavailableError('moon', 'x'); new InvariantError('ODD', 'x');",
      ['BUG_ODD', 'UNAVAILABLE_MOON'],
    ],
    ['both ends of a choice', "new ConfigError(a ? 'DISK_GONE' : 'DISK_FULL', 'x');", ['DISK_FULL', 'DISK_GONE']],
    ['a code over several lines', "new NightshiftError(\n  'user',\n  'STOPPED_EARLY',\n  'x');", ['STOPPED_EARLY']],
    ['the code of a result', "const failed = { code: 'AGENT_NEW' };", ['AGENT_NEW']],
    ['a code of one word in a result', "const failed = { code: 'ENDED' };", ['ENDED']],
    ['a problem that a reader finds', "this.refuse(\n  'PLAN_ODD', where);", ['PLAN_ODD']],
    ['nothing in comments and settings', "// 'PLAN_GONE'\nconst home = env['NIGHTSHIFT_HOME'];", []],
  ])('sees %s', (_, text, expected) => {
    expect([...scan(text).codes.keys()]).toEqual(expected);
  });

  it('sees an error without a next step', () => {
    const text =
      "new ConfigError('A_B', 'x'); new ConfigError('C_D', 'x', { cause }); new PlanError('E_F', 'x', { hint: 'y' });";
    expect(scan(text).withoutHint).toEqual(["runtime/planted.ts: 'A_B'", "runtime/planted.ts: 'C_D'"]);
    expect(scan("new UnavailableError('moon', 'x');").withoutHint).toEqual([]);
  });

  it('sees a code that is no literal', () => {
    expect(scan('new ConfigError(code, "x");').passedOn).toEqual(['runtime/planted.ts: code']);
  });

  it('reads the rows of a table and nothing else', () => {
    const page =
      '| Code | Cause | What to do |\n|---|---|---|\n| `A_B` | It broke \\| twice | Mend it |\n\nSee `C_D`.\n';
    expect(documentedCodes(page)).toEqual([{ code: 'A_B', cause: 'It broke \\| twice', step: 'Mend it' }]);
  });
});

function scan(text: string): CodesInSource {
  const root = mkdtempSync(join(tmpdir(), 'nightshift-codes-'));
  try {
    const file = join(root, 'runtime/planted.ts');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return collectCodes(root, ['runtime'], isOther);
  } finally {
    rmSync(root, { recursive: true });
  }
}

interface Row {
  readonly code: string;
  readonly cause: string;
  readonly step: string;
}

function documentedCodes(page: string): readonly Row[] {
  return page.split('\n').flatMap((line) => {
    const [, code, cause, step] = /^\| `([A-Z][A-Z0-9_]+)` \| (.+) \| (.+) \|$/.exec(line) ?? [];
    return code === undefined || cause === undefined || step === undefined ? [] : [{ code, cause, step }];
  });
}
