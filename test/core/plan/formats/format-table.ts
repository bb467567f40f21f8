import { examinePlan, type PlanExamination } from '../../../../runtime/core/plan/examine-plan';
import type { PlanInput } from '../../../../runtime/core/plan/plan';
import type { PlanFacts } from '../../../../runtime/core/plan/plan-facts';
import { unaccounted } from '../accounted';
import { context } from '../plans';

/** What a row of a format's table expects; only what it names is compared. */
export type Expected = Partial<PlanFacts> & {
  /** `b<a,~c`: task b waits on a, and by the order of the document on c. */
  readonly shape?: readonly string[];
  /** `12 NOTE_LEFT_OUT`; but for what is kept or repeated, which is counted in every row. */
  readonly notes?: readonly string[];
  /** `12 PLAN_CYCLE`. */
  readonly problems?: readonly string[];
  /** `T001 What the person is asked`. */
  readonly gates?: readonly string[];
};

/** A name, the text or files, and what is expected. */
export type Row = readonly [string, string | PlanInput, Expected];

export const read = (input: string | PlanInput): PlanExamination =>
  examinePlan(typeof input === 'string' ? { text: input } : input, context());

/**
 * The table of a format: each row is a sentence, a small document, and what is to be found in it. Every row must be
 * read as this format, and no line of it may be dropped silently.
 */
export function formatTable(format: string, rows: readonly Row[]): void {
  describe(`format ${format}`, () => {
    it.each(rows)('%s', (_, input, expected) => {
      const examination = read(input);
      expect(examination.format).toBe(format);
      expect(seen(examination, Object.keys(expected))).toEqual(expected);
      expect(unaccounted(typeof input === 'string' ? { text: input } : input)).toEqual([]);
    });
  });
}

/** Names that the format is sure of, or not. */
export function detects(format: string, rows: readonly (readonly [string, string | PlanInput, boolean])[]): void {
  describe(`${format} is known`, () => {
    it.each(rows)('%s', (_, input, isIt) => expect(read(input).format === format).toBe(isIt));
  });
}

export function seen(examination: PlanExamination, keys: readonly string[]): Partial<Expected> {
  const { reading, notes } = examination;
  const tasks = reading.type === 'plan' ? reading.plan.tasks : [];
  const names = new Map(tasks.map(({ id, originalId }) => [id, originalId]));
  const all: Expected = {
    ...examination.facts(),
    shape: tasks.map(({ originalId, dependencies, impliedDependencies = [] }) => {
      const on = dependencies.map((id) => `${impliedDependencies.includes(id) ? '~' : ''}${names.get(id)}`).join(',');
      return on === '' ? originalId : `${originalId}<${on}`;
    }),
    notes: notes
      .filter(({ code }) => code !== 'NOTE_KEPT' && code !== 'NOTE_REPEATED')
      .map(({ line, code }) => `${line} ${code}`),
    problems: reading.type === 'plan' ? [] : reading.problems.map(({ line, code }) => `${line} ${code}`),
    gates: tasks.flatMap(({ originalId, humanGate }) =>
      humanGate === undefined ? [] : [`${originalId} ${humanGate}`],
    ),
  };
  return Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)));
}
