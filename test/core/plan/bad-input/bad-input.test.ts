import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOptions } from '../../../../runtime/main/facade/parse-options';
import { cpuMs } from '../../../support/cpu-ms';
import { verifies } from '../../../support/verifies';
import { expectAnswer } from '../answer-contract';
import { answerTo, type Case, inShort } from './answers';
import { bytesAndEncoding } from './bytes-and-encoding';
import { elsewhere } from './elsewhere';
import { fields } from './fields';
import { graph } from './graph';
import { injectionAndSecrets } from './injection-and-secrets';
import { json } from './json';
import { markdown } from './markdown';
import { pathsAndCommands } from './paths-and-commands';
import { sizeAndComplexity } from './size-and-complexity';
import { yaml } from './yaml';

const groups: Readonly<Record<string, readonly Case[]>> = {
  'bytes and encoding': bytesAndEncoding,
  'size and complexity': sizeAndComplexity,
  JSON: json,
  YAML: yaml,
  markdown,
  graph,
  fields,
  'paths, commands and checks': pathsAndCommands,
  'injection and secrets': injectionAndSecrets,
};
const all = Object.values(groups).flat();

describe.each(Object.entries(groups))('bad input: %s', (_, cases) => {
  it.each(cases.map((each) => [each.no, each.what, each.expected, each] as const))(
    `%i %s: %s${verifies('R-4')}`,
    (_no, _what, expected, each) => {
      const given = each.input();
      const limit = each.withinMs ?? limitMs(given.length);
      const [ms, reading] = timed(each, limit);
      expect(inShort(reading, expected)).toBe(expected);
      expectAnswer(typeof given === 'string' ? given : Buffer.from(given).toString('latin1'), reading);
      expect(ms).toBeLessThan(limit);
      if (reading.type === 'plan') each.plan?.(reading.plan);
      each.answer?.(reading);
    },
  );
});

/** 1 s for each MiB; the hard stop is at 5 s. */
function limitMs(length: number): number {
  return Math.min(5_000, 1_000 * (1 + length / (1024 * 1024)));
}

/** The fastest of up to five readings: others have their turn on this machine too. */
function timed(each: Case, limit: number) {
  let best = Number.POSITIVE_INFINITY;
  let reading: ReturnType<typeof answerTo> | undefined;
  for (let run = 0; run === 0 || (best >= limit && run < 5); run++) {
    const ms = cpuMs(() => {
      reading = answerTo(each);
    });
    best = Math.min(best, ms);
  }
  return [best, reading!] as const;
}

describe('the suite of bad inputs', () => {
  it('has all 190 cases, here or where they can be met', () => {
    const numbers = new Set([...all.map(({ no }) => no), ...elsewhere.flatMap((each) => each.numbers)]);
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 190 }, (_, no) => no + 1));
  });

  it.each(elsewhere.map((each) => [each.numbers.join(', '), each.why, each] as const))(
    'case %s stands elsewhere: %s',
    (_, _why, { proof }) => {
      if (proof === undefined) return;
      const file = join(__dirname, '../../..', proof[0]);
      expect(existsSync(file) && readFileSync(file, 'utf8').includes(proof[1])).toBe(true);
    },
  );

  it.each([
    ...[0, -1, 1e9, 1.5, 'many', null].map((maxParallel) => [111, { maxParallel }] as const),
    ...[0, 101, 1.5].map((maxAttempts) => [128, { retry: { maxAttempts } }] as const),
    ...[0, -1, Number.NaN].map((backoffMultiplier) => [129, { retry: { backoffMultiplier } }] as const),
    [136, { costCapUsd: -1 }] as const,
    [136, { costCapUsd: Number.POSITIVE_INFINITY }] as const,
  ])('%i the options of a hand-off: %j is refused, and named', (_, options) => {
    const [name = ''] = Object.keys(options);
    expect(() => parseOptions(options, {} as Parameters<typeof parseOptions>[1])).toThrow(new RegExp(name));
  });

  it.each([
    [{ priority: 'urgent' }, 'Wrong options: priority must be low, normal or high, not "urgent"'],
    [{ maxparallel: 2 }, 'Wrong options: there is no option maxparallel; maxParallel may be meant'],
    [
      { retry: { maxAttempts: 0, tries: 1 }, channels: ['fax'] },
      'Wrong options: retry.maxAttempts must be a whole number from 1 to 100, not 0; there is no option retry.tries; channels must be a list of voice, push, discord, not ["fax"]',
    ],
    ['all', 'Wrong options: options must be an object'],
  ])('says of the options %j in words what is allowed', (options, message) => {
    expect(() => parseOptions(options, {} as Parameters<typeof parseOptions>[1])).toThrow(message);
  });
});
