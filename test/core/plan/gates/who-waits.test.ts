import { readPlan } from '../../../../runtime/core/plan/read-plan';
import { verifies } from '../../../support/verifies';
import { context } from '../plans';
import type { Sample, SamplePlan } from './sample';
import { SEEN } from './seen-sample';
import { UNSEEN } from './unseen-sample';

const RECALL = 0.9;
const FALSE_ALARMS = 0.04;

interface Answer {
  /** Titles of the tasks before which a person is asked. */
  readonly asked: readonly string[];
  /** Also where a person judges what was done. */
  readonly isAnyoneAsked: boolean;
}

function answerTo({ text, fileName }: Pick<SamplePlan, 'text' | 'fileName'>): Answer {
  const reading = readPlan(fileName === undefined ? { text } : { text, fileName }, context());
  // Nobody is asked about a plan that is refused: it counts as not heard, and as wrong where nothing asks.
  if (reading.type === 'problems') return { asked: ['(refused)'], isAnyoneAsked: false };
  const asked = reading.plan.tasks.flatMap(({ title, humanGate }) => (humanGate === undefined ? [] : [title]));
  return {
    asked,
    isAnyoneAsked: asked.length > 0 || reading.plan.notes.some(({ code }) => code === 'NOTE_HUMAN_GATE'),
  };
}

const asTitle = (title: string): boolean =>
  answerTo({ text: `- [ ] 1. Write code\n- [ ] 2. ${title}\n- [ ] 3. Clean up\n` }).isAnyoneAsked;
const asLine = (line: string): boolean =>
  answerTo({ text: `- [ ] 1. Write code\n- [ ] 2. Ship\n  ${line}\n- [ ] 3. Clean up\n` }).isAnyoneAsked;

/** Brackets of a title may have become a field. */
const isOneOf = (titles: readonly string[], title: string): boolean => titles.some((each) => title.startsWith(each));

interface Score {
  readonly asking: number;
  readonly speaking: number;
  /** Ask, and were not heard. */
  readonly missed: readonly string[];
  /** Ask for nobody, and somebody is asked. */
  readonly alarms: readonly string[];
}

function scoreOf({ asking, speaking, plans }: Sample): Score {
  const answers = plans.map((plan) => ({ plan, ...answerTo(plan) }));
  const asks = answers.filter(({ plan }) => plan.asks.length > 0);
  return {
    asking: asking.titles.length + asking.lines.length + asks.length,
    speaking: speaking.titles.length + speaking.lines.length + answers.length,
    missed: [
      ...asking.titles.filter((title) => !asTitle(title)),
      ...asking.lines.filter((line) => !asLine(line)),
      ...asks
        .filter(({ plan, asked }) =>
          plan.asks.some(
            (title) =>
              !isOneOf(
                asked.map((each) => each.slice(0, title.length)),
                title,
              ),
          ),
        )
        .map(({ plan }) => plan.text),
    ],
    alarms: [
      ...speaking.titles.filter(asTitle),
      ...speaking.lines.filter(asLine),
      ...answers
        .filter(({ plan, asked }) => asked.some((title) => !isOneOf(plan.asks, title)))
        .map(({ plan }) => plan.text),
    ],
  };
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

describe.each([
  ['that may be looked at', SEEN, true],
  ['that is only scored', UNSEEN, false],
] as const)('who waits for a person, in the half of the sample %s', (name, sample, isShown) => {
  const score = scoreOf(sample);
  const { asking, speaking, missed, alarms } = score;
  // What is read wrongly of the other half is not to be looked at.
  const shown = isShown
    ? [...missed.map((text) => `not heard: ${text}`), ...alarms.map((text) => `in vain: ${text}`)]
    : [];

  it(`is told where somebody is asked for, and nowhere else${verifies('R-3')}`, () => {
    process.stdout.write(
      `Half ${name}: ${asking - missed.length} of ${asking} heard (${percent(asking - missed.length, asking)}), ${alarms.length} of ${speaking} in vain (${percent(alarms.length, speaking)})\n${shown.map((line) => `  ${line}\n`).join('')}`,
    );
    expect((asking - missed.length) / asking).toBeGreaterThanOrEqual(RECALL);
    expect(alarms.length / speaking).toBeLessThanOrEqual(FALSE_ALARMS);
  });
});
