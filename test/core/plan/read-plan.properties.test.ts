import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { PlanReading } from '../../../runtime/core/plan/plan';
import { previewPlan } from '../../../runtime/core/plan/preview-plan';
import { readPlan } from '../../../runtime/core/plan/read-plan';
import { verifies } from '../../support/verifies';
import { context } from './plans';

const page = readFileSync(join(__dirname, '../../../docs/plan-syntax.md'), 'utf8');
const fixtures = [...page.matchAll(/^```(?:yaml|json|markdown)\n(.*?)^```$/gms)].map(([, text = '']) => text);

/** Runs of each property; more on demand. */
const RUNS = Number(process.env['PLAN_PROPERTY_RUNS'] ?? 500);

/** What every answer keeps, whatever came in. */
function expectContract(text: string, reading: PlanReading): void {
  const lines = text.split(/\r\n|\r|\n|\u2028|\u2029/).length;
  if (reading.type === 'problems') {
    expect(reading.total).toBeGreaterThanOrEqual(reading.problems.length);
    expect(reading.problems.length).toBeGreaterThan(0);
    expect(reading.problems.length).toBeLessThanOrEqual(50);
    for (const problem of reading.problems) {
      expect(problem.code).toMatch(/^PLAN_[A-Z_]+$/);
      expect(problem.line).toBeGreaterThanOrEqual(1);
      expect(problem.line).toBeLessThanOrEqual(Math.max(1, lines));
      expect(problem.column).toBeGreaterThanOrEqual(1);
      expect(problem.message).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
    }
    return;
  }
  const { plan } = reading;
  expect(plan.tasks.length).toBeGreaterThan(0);
  expect(plan.tasks.map(({ id }) => id)).toEqual(plan.tasks.map((_, no) => `task-${String(no + 1).padStart(3, '0')}`));
  for (const task of plan.tasks) {
    expect(task.title).not.toBe('');
    for (const { test, command } of task.verification) expect(test === 'auto').toBe(command !== undefined);
    for (const path of task.files) expect(path).not.toMatch(/^\/|^~|(?:^|\/)\.\.(?:\/|$)|^\.git(?:\/|$)/i);
  }
  const preview = previewPlan(plan);
  expect(preview.waves.flat().length).toBe(plan.tasks.length);
}

const read = (text: string): void => expectContract(text, readPlan({ text }, context()));

describe('readPlan', () => {
  it.each(fixtures.map((text, no) => [no + 1, text] as const))(
    `answers by the contract when example %i is cut at any character${verifies('R-4')}`,
    (_, text) => {
      for (let length = 0; length <= text.length; length++) read(text.slice(0, length));
    },
  );

  it(`answers by the contract when examples are mutated${verifies('R-4')}`, () => {
    const pieces = [
      '\n',
      '- [ ] ',
      '`',
      '```',
      '(',
      ')',
      'depends: 1',
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      '|',
      '<!--',
      '-->',
      '---\n',
      '#',
      '\t',
      '  ',
      '\u202e',
      '\0',
      '*a',
      '&a ',
      '1e999',
      'Phase 1',
      '**',
      '../',
      '\r',
      'gate: x',
      '[P]',
      'tasks:',
      ',',
    ];
    const mutations = fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.nat(12),
        add: fc.constantFrom('', ...pieces),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), mutations, (text, changes) => {
        let changed = text;
        for (const { at, cut, add } of changes) {
          const offset = Math.floor(at * changed.length);
          changed = changed.slice(0, offset) + add + changed.slice(offset + cut);
        }
        read(changed);
      }),
      { numRuns: RUNS },
    );
  });

  it('answers by the contract for words thrown together', () => {
    const word = fc.constantFrom(
      '- [ ] ',
      '  - [x] ',
      '# ',
      '### Phase 1: ',
      '**Goal**: ',
      '**Depends on**: ',
      'Phase ',
      '1',
      '2',
      ', ',
      '\n',
      '\n\n',
      '`npm test`',
      'run: ',
      '(',
      ')',
      'a',
      '|',
      '```\n',
      '<!--',
      '-->',
      'tasks:\n',
      '- id: ',
      '{"tasks":[',
      '{"title":"',
      '"',
      '}',
      ']',
      'Success Criteria',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => read(words.join(''))),
      { numRuns: RUNS },
    );
  });

  it('answers by the contract for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), read), { numRuns: RUNS });
  });

  it(`gives the same plan whatever ends the lines${verifies('R-2')}`, () => {
    for (const text of fixtures) {
      const lf = readPlan({ text }, context());
      expect(readPlan({ text: text.replaceAll('\n', '\r\n') }, context())).toEqual(lf);
      expect(readPlan({ text: `\ufeff${text}` }, context())).toEqual(lf);
    }
  });

  // The slowest of these takes about 0.5 s; a quadratic reader needs minutes for each, and runs into the time limit.
  it.each<[string, string]>([
    ['opening brackets', `- [ ] ${'('.repeat(2_000_000)}`],
    ['backticks', `- [ ] ${'`'.repeat(2_000_000)}`],
    ['runs of backticks', `- [ ] ${Array.from({ length: 1_800 }, (_, no) => '`'.repeat((no % 1_000) + 1)).join(' ')}`],
    ['spaces', `- [ ] a${' '.repeat(2_000_000)}b`],
    ['bullets', '- '.repeat(1_000_000)],
    ['headings', '#'.repeat(2_000_000)],
    ['carriage returns', `\n${'\r'.repeat(2_000_000)}x`],
    ['comments', `- [ ] a ${'<!---->'.repeat(280_000)}`],
    ['open comments', '<!--'.repeat(500_000)],
    ['digits and dots', `- [ ] ${'1.'.repeat(1_000_000)}`],
    ['ranges', `- [ ] a\n- [ ] b\n  depends: ${'1-99999,'.repeat(200_000)}`],
    ['dependencies', `- [ ] a\n- [ ] b (depends: ${'1,'.repeat(900_000)})`],
    ['words that ask for a person', `- [ ] ${'wait for a human '.repeat(100_000)}`],
    ['what looks like secrets', `- [ ] ${'eyJ'.repeat(600_000)}`],
    ['JSON brackets', '['.repeat(2_000_000)],
    ['YAML brackets', `tasks: ${'['.repeat(2_000_000)}`],
    ['YAML bullets', `tasks:\n${'- '.repeat(1_000_000)}`],
    ['YAML lines', `tasks:\n${'- {title: x}\n'.repeat(150_000)}`],
  ])(
    'reads 2 MB of %s in time',
    (_, text) => {
      read(text);
    },
    10_000,
  );

  it('refuses a text over the limit without reading it', () => {
    const reading = readPlan({ text: 'x'.repeat(2 * 1024 * 1024 + 1) }, context());
    expect(reading).toMatchObject({
      total: 1,
      problems: [{ code: 'PLAN_TOO_LARGE', limit: 2 * 1024 * 1024, seen: 2 * 1024 * 1024 + 1 }],
    });
  });

  it('counts bytes, not characters', () => {
    expect(readPlan({ text: '€'.repeat(800_000) }, context())).toMatchObject({
      problems: [{ code: 'PLAN_TOO_LARGE' }],
    });
  });
});
