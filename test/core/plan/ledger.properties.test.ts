import { PLAN_FORMATS } from '../../../runtime/core/plan/formats/registry';
import { verifies } from '../../support/verifies';
import { lostLines } from './accounted';
import { composed } from './fuzz/compose';
import { FIXTURES } from './fuzz/fixtures';
import { Random } from './fuzz/random';

/** Documents for each way to read them. */
const DOCUMENTS = 60;

const NAMES = [...new Set(FIXTURES.map(({ fileName }) => fileName))].filter((name) => name.endsWith('.md'));
const FORMATS = [...new Set(PLAN_FORMATS.filter(({ unit }) => unit === 'document').map(({ name }) => name))];

/** Of documents whose lines are known to be work, those that ended nowhere. */
function lost(how: { readonly fileName?: string; readonly format?: string }): readonly string[] {
  return Array.from({ length: DOCUMENTS }, (_, seed) => {
    const { text, countable } = composed(new Random(seed));
    return lostLines({ text, ...how }, countable).map((line) => `seed ${seed}, line ${line}`);
  }).flat();
}

describe(`of any mixture of lines that may be work, each ends as a task, a part, a criterion or a note${verifies('R-2')}`, () => {
  it('pasted', () => expect(lost({})).toEqual([]));
  it.each(NAMES)('in a file %s', (fileName) => expect(lost({ fileName })).toEqual([]));
  it.each(FORMATS)('read as %s', (format) => expect(lost({ format, fileName: 'plan.md' })).toEqual([]));
});
