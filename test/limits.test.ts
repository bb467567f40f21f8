import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod/v4';
import { signWebhook } from '../runtime/cli/sign-webhook';
import { readVariables } from '../runtime/config/read-variables';
import { VARIABLES, type Variable } from '../runtime/config/variables';
import type { ErrorFacts, ProblemForm } from '../runtime/core/error-facts';
import { type ErrorForm, errorForm } from '../runtime/core/error-form';
import { isNightshiftError } from '../runtime/core/errors';
import { handoffBody, handoffOptions } from '../runtime/gateway/http/schemas/handoff';
import { parseOptions } from '../runtime/main/facade/parse-options';
import { readHandoff } from '../runtime/main/facade/read-handoff';
import { TOOLS } from '../runtime/mcp/tools/tools';
import { runWith } from './cli/scripted-cli';
import { LiveGateway, SECRET } from './gateway/live-gateway';
import { everyRoute } from './gateway/openapi';
import { httpClient, openGateway } from './mcp/mcp-clients';
import { expectErrorForm } from './support/error-form';
import { endlessTexts, limitsOf, type PassedLimitCase, withAt } from './support/schema-limits';
import { verifies } from './support/verifies';

/** Throws unless an error says of the field at `path` what is allowed and what came, as numbers and in words. */
function expectPassed(
  error: ErrorForm,
  path: string,
  { limit, value }: Pick<PassedLimitCase, 'limit' | 'value'>,
): void {
  expectErrorForm(error);
  const said: readonly ProblemForm[] = [error, ...((error as ErrorFacts).problems ?? [])];
  const about = said.find(({ where }) => where?.path === path);
  const size = typeof value === 'number' ? value : (value as string | readonly unknown[]).length;
  // What stands twice in the same words is one thing that is wrong.
  const { problems = [] } = error;
  if (new Set(problems.map(({ message }) => message)).size !== problems.length) throw new Error(JSON.stringify(error));
  expect({ path, ...about }).toMatchObject({ path, where: { path }, limit, seen: size });
}

/** The error of what throws one. */
function thrownBy(act: () => unknown): ErrorForm {
  try {
    act();
  } catch (error) {
    if (isNightshiftError(error)) return errorForm(error);
    throw error;
  }
  throw new Error('It was taken');
}

const pointer = (path: readonly string[]): string => `/${path.join('/')}`;
const BODY = handoffBody as unknown as z.ZodType;
const OPTIONS = handoffOptions as unknown as z.ZodType;
const inOptions = limitsOf(OPTIONS).map((each) => ({ ...each, path: ['options', ...each.path] }));
const handoffWith = ({ path, value }: PassedLimitCase): Record<string, unknown> =>
  path[0] === 'options'
    ? { plan: { text: '- [ ] a' }, options: withAt(OPTIONS, path.slice(1), value) }
    : { plan: { text: '- [ ] a' }, ...(withAt(BODY, path, value) as object) };

describe(`every limit that is passed is said as numbers, with its place${verifies('R-82')}`, () => {
  const routes = everyRoute();

  it('finds the limits of schemas', () => {
    expect(limitsOf(BODY).map(({ path }) => path.join('.'))).toEqual(
      expect.arrayContaining(['conversationId', 'project', 'plan.fileName', 'plan.file', 'format']),
    );
    expect(inOptions.map(({ path, limit }) => `${path.join('.')} ${limit}`)).toEqual(
      expect.arrayContaining(['options.maxParallel 1', 'options.maxParallel 256', 'options.retry.maxAttempts 100']),
    );
  });

  it('has a limit for every text of a request but a plan, which has that of the body', () => {
    const endless = routes.flatMap(({ body, query }) => [query, ...(body === undefined ? [] : [body])]);
    expect([...new Set(endless.flatMap((schema) => endlessTexts(schema as unknown as z.ZodType)))].sort()).toEqual([
      'plan.text',
      'text',
    ]);
    expect(endlessTexts(OPTIONS)).toEqual([]);
    for (const { input } of TOOLS)
      expect(endlessTexts(input as unknown as z.ZodType)).toEqual(input.shape['plan'] ? ['plan'] : []);
  });

  it('at the gateway', async () => {
    const gateway = await LiveGateway.open();
    let count = 0;
    for (const { method, url, query, body, bodyType } of routes) {
      const at = url.replace(/:(\w+)/g, (_, name: string) =>
        name === 'digest' ? 'a'.repeat(64) : name === 'id' ? '01890a5d-ac96-774b-bcce-b302099a8057' : 'task-001',
      );
      const key = { 'idempotency-key': 'key' };
      for (const { path, limit, value } of limitsOf(query as unknown as z.ZodType)) {
        const given = Array.isArray(value) ? value.join(',') : String(value);
        const answer = await gateway.ask(method, `${at}?${path[0]}=${given}`);
        expectPassed(JSON.parse(answer.body).error, path[0]!, {
          limit,
          value: Number.isNaN(Number(value)) ? value : Number(given),
        });
        count += 1;
      }
      // The page of a link answers with a page.
      if (body === undefined || bodyType !== undefined) continue;
      const isHandoff = url.endsWith('/handoff') || url.endsWith('/preview');
      const schema = body as unknown as z.ZodType;
      for (const each of [...limitsOf(schema), ...(isHandoff ? inOptions : [])]) {
        const sent = isHandoff ? handoffWith(each) : withAt(schema, each.path, each.value);
        const answer = await gateway.ask(method, at, sent, key);
        expect([url, answer.statusCode]).toEqual([url, 400]);
        expectPassed(JSON.parse(answer.body).error, pointer(each.path), each);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(80);
    await gateway.close();
  }, 60_000);

  it('at the signed webhook', () => {
    const nowMs = Date.parse('2026-01-01T00:00:00Z');
    for (const each of limitsOf(BODY)) {
      const body = Buffer.from(JSON.stringify(handoffWith(each)));
      const headers = signWebhook(SECRET, 'key', nowMs, body);
      const submission = { source: 'webhook', body, headers, requireSignature: true, options: {} };
      const error = thrownBy(() =>
        readHandoff(submission as unknown as Parameters<typeof readHandoff>[0], {
          signingSecrets: [SECRET],
          nowMs,
          maxBytes: 1_048_576,
        }),
      );
      expectPassed(error, pointer(each.path), each);
    }
    for (const each of inOptions) {
      const { options } = handoffWith(each);
      expectPassed(
        thrownBy(() => parseOptions(options as object, {} as never)),
        pointer(each.path),
        each,
      );
    }
  });

  it('over MCP', async () => {
    const gateway = await openGateway();
    const client = await httpClient(gateway.url, 'modern');
    let count = 0;
    for (const { name, input } of TOOLS) {
      const schema = input as unknown as z.ZodType;
      for (const each of limitsOf(schema)) {
        const args = withAt(schema, each.path, each.value) as Record<string, unknown>;
        const { isError, _meta } = await client.callTool({ name, arguments: args });
        expect([name, isError]).toEqual([name, true]);
        expectPassed(_meta?.['nightshift/error'] as ErrorForm, pointer(each.path), each);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(20);
    await client.close();
    await gateway.close();
  }, 60_000);

  const COMMANDS = [
    [['handoff', 'PLAN.md', '--max-parallel'], 1, 256],
    [['handoff', 'PLAN.md', '--cost-cap'], 0.0001, 100_000],
    [['handoff', 'PLAN.md', '--timeout'], 1, 86_400],
    [['plan', 'PLAN.md', '--workers'], 1, 1_000],
    [['list', '--limit'], 1, 9_999],
    [['replay', 'last', '--to'], 1, 9_999_999],
  ] as const;

  it.each(COMMANDS)('on the command line: %j', async (words, least, most) => {
    for (const [limit, seen] of [
      [least, 0],
      [most, most + 1],
    ] as const) {
      const { code, err } = await runWith({}, [...words, String(seen), '--json']);
      expect(code).toBe(2);
      expectPassed(JSON.parse(err).error, words.at(-1)!, { limit, value: seen });
    }
  });

  it('knows every number that the command line takes', () => {
    const folder = join(__dirname, '../runtime/cli/commands');
    const uses = readdirSync(folder).flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/numberOption\('/g),
    ]);
    expect(uses).toHaveLength(COMMANDS.length);
  });

  it('in the settings', () => {
    let count = 0;
    for (const [name, { schema, isSecret }] of Object.entries<Variable>(VARIABLES)) {
      if (isSecret || schema._zod.def.type !== 'number') continue;
      for (const each of limitsOf(schema)) {
        const error = thrownBy(() => readVariables({ [name]: String(each.value) }, tmpdir()));
        expect(error.code).toBe('CONFIG_INVALID');
        expectPassed(error, name, each);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(40);
  });
});
