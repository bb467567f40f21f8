import { forbidsAutonomy, saysAutonomous } from '../../../../runtime/core/plan/gates/autonomy';
import { verifies } from '../../../support/verifies';
import { planOf } from '../plans';

const YES = [
  'true',
  'yes',
  'On',
  '"true"',
  'true.',
  '`yes`',
  'auto',
  'automatic',
  'ja',
  'sí',
  'да',
  '是',
  'はい',
  'true # as agreed',
  'true  <!-- default -->',
  '✅',
];
const NOT = [
  ...[
    'true (except the release step)',
    'true, but ask before publishing',
    'yes after review',
    'true-ish',
    'true/false',
  ],
  ...['mostly', 'partially', 'autobahn', 'yes?', 'flase', '', 'no', 'false', 'nein', 'нет', 'true # but ask Bob first'],
  ...['true unless it fails', 'supervised', 'false # true later', 'required'],
];

/** Ways to write the value of a field `autonomous`. */
const PLACES: readonly (readonly [string, (value: string) => readonly [text: string, fileName?: string]])[] = [
  [
    'the frontmatter of GSD',
    (value) => [
      `---\nphase: 1\nplan: 1\nautonomous: ${JSON.stringify(value)}\n---\n<task type="auto"><name>A</name><action>x</action></task>\n`,
      '.planning/phases/01-a/01-01-PLAN.md',
    ],
  ],
  [
    'an attribute of GSD',
    (value) => [
      `<task type="auto" autonomous='${value}'><name>A</name><action>x</action></task>\n`,
      '.planning/phases/01-a/01-01-PLAN.md',
    ],
  ],
  [
    'an element of GSD',
    (value) => [
      `<task type="auto"><name>A</name><autonomous>${value}</autonomous><action>x</action></task>\n`,
      '.planning/phases/01-a/01-01-PLAN.md',
    ],
  ],
  ['JSON', (value) => [JSON.stringify({ tasks: [{ id: 1, name: 'A', autonomous: value, mood: 'x' }] })]],
  ['YAML', (value) => [`tasks:\n  - {id: 1, name: A, autonomous: ${JSON.stringify(value)}, mood: x}\n`]],
  ['a field of a box', (value) => [`- [ ] A\n  autonomous: ${value}\n`]],
];

describe('a field `autonomous`', () => {
  it.each(YES)('lets a task run that says %j', (value) => expect(saysAutonomous(value)).toBe(true));
  it.each(NOT)('does not where it says %j', (value) => expect(saysAutonomous(value)).toBe(false));

  it.each(PLACES)(`asks in %s for anything but a whole yes${verifies('R-32')}`, (_, plan) => {
    const asked = ['true (except the release step)', 'yes after review', 'mostly', 'false', 'true'].map(
      (value) => planOf(...plan(value)).tasks[0]!.humanGate !== undefined,
    );
    expect(asked).toEqual([true, true, true, true, false]);
  });

  it('asks in a column of a table', () => {
    const text = '| Task | Autonomous |\n|---|---|\n| A | yes |\n| B | yes, but ask |\n| C | partly |\n| D | |\n';
    expect(planOf(text).tasks.map(({ humanGate }) => humanGate !== undefined)).toEqual([false, true, true, false]);
  });
});

describe('other fields of that kind', () => {
  it.each<[string, string, boolean]>([
    ['automated', 'no', true],
    ['automated', 'true, except the last step', true],
    ['automated', 'npm test', false],
    ['automated', 'true', false],
    ['canautomate', 'false', true],
    ['aisafe', 'false', true],
    ['auto', 'auto', false],
    ['автономно', 'нет', true],
    ['mood', 'no', false],
  ])('%s: %s', (key, value, expected) => expect(forbidsAutonomy(key, value)).toBe(expected));
});

describe('what a plan says outside of its tasks', () => {
  it.each(['autonomous = "true (except the release)"', 'autonomous: yes, but ask first', '**autonomous:** mostly'])(
    'asks in a plan of GSD: %s',
    (line) => {
      const text = `${line}\n\n<task type="auto">\n<name>A</name>\n<action>x</action>\n</task>\n`;
      expect(planOf(text, '.planning/phases/01-a/01-01-PLAN.md').tasks[0]!.humanGate).toBeDefined();
    },
  );

  it('asks in a slice of GSD-2', () => {
    const slice = (no: number, tag: string) => `- [ ] **S0${no}: Part ${no}** \`risk:low\` \`depends:[]\` \`${tag}\`\n`;
    const tags = ['autonomous:false', 'autonomous:true (except x)', 'autonomous:partly', 'autonomous:true'];
    const text = `# M001: K\n\n## Slices\n${tags.map((tag, no) => slice(no + 1, tag)).join('')}`;
    const { tasks } = planOf(text, '.gsd/milestones/M001/M001-ROADMAP.md');
    expect(tasks.map(({ humanGate }) => humanGate !== undefined)).toEqual([true, true, true, false]);
  });
});
