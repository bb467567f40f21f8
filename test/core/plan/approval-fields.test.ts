import { verifies } from '../../support/verifies';
import { planOf } from './plans';

/** A name of the field in each language, who gives the yes, and how it is denied. */
const LANGUAGES: readonly (readonly [name: string, who: string, denied: string])[] = [
  ['Approval', 'Kim', 'none'],
  ['Freigabe', 'Petra', 'keine'],
  ['Genehmigung', 'Vorstand', 'nicht nötig'],
  ['Approbation', 'Paul', 'aucune'],
  ['Aprobación', 'Juan', 'no necesaria'],
  ['Aprovação', 'Ana', 'nenhuma'],
  ['Approvazione', 'Luca', 'nessuna'],
  ['Согласование', 'Иван', 'не требуется'],
  ['审批', '张三', '无'],
  ['承認', '山田', '不要'],
  ['승인', '김', '없음'],
];

const asked = (text: string): readonly string[] =>
  planOf(text).tasks.flatMap(({ title, humanGate }) => (humanGate === undefined ? [] : [title]));

describe.each(LANGUAGES)(`a field for a yes, %s${verifies('R-32')}`, (name, who, denied) => {
  it('asks below a box', () =>
    expect(asked(`- [ ] Lid\n  ${name}: ${who}\n- [ ] Pot\n  ${name}: ${denied}\n`)).toEqual(['Lid']));
  it('asks behind a full-width colon', () =>
    expect(asked(`- [ ] Lid\n  ${name}：${who}\n- [ ] Pot\n`)).toEqual(['Lid']));
  it('asks as a column of a table', () =>
    expect(asked(`| Task | ${name} |\n|---|---|\n| Lid | ${who} |\n| Pot | ${denied} |\n| Tea | - |\n`)).toEqual([
      'Lid',
    ]));
  it('asks in JSON', () => {
    const tasks = [
      { id: 1, name: 'Lid', mood: 'x', [name.toLowerCase()]: who },
      { id: 2, name: 'Pot', mood: 'x', [name.toLowerCase()]: denied },
      { id: 3, name: 'Tea', mood: 'x', [name.toLowerCase()]: false },
    ];
    expect(asked(JSON.stringify({ tasks }))).toEqual(['Lid']);
  });
  it('asks below a heading', () =>
    expect(asked(`### Task 1: Lid\n**${name}:** ${who}\n### Task 2: Pot\n**${name}:** ${denied}\n`)).toEqual(['Lid']));
});

describe('a task of a list', () => {
  it.each<[string, object, boolean]>([
    ['gates of people', { gates: [{ type: 'human' }] }, true],
    ['gates in words', { gates: ['legal approval'] }, true],
    ['gates of machines', { gates: ['lint', 'tests', { type: 'ci' }] }, false],
    ['gate_type', { gate_type: 'human' }, true],
    ['pause', { pause: true }, true],
    ['no pause', { pause: false }, false],
    ['stop', { stop: true }, true],
    ['can_automate', { can_automate: false }, true],
    ['can_automate, yes', { can_automate: true }, false],
    ['by_hand', { by_hand: true }, true],
    ['a label', { labels: ['approval-required'] }, true],
    ['labels', { labels: ['backend', 'approval-flow', 'manual-docs'] }, false],
  ])('with %s', (_, fields, isAsked) =>
    expect(asked(JSON.stringify({ tasks: [{ id: 1, name: 'Lid', mood: 'x', ...fields }] }))).toEqual(
      isAsked ? ['Lid'] : [],
    ),
  );
});

describe('what a task of GSD says of itself', () => {
  const plan = (attributes: string, inner = ''): string =>
    `<tasks>\n<task type="auto" ${attributes}>\n<name>Lid</name>\n${inner}<action>x</action>\n</task>\n</tasks>\n`;
  it.each([
    'checkpoint="human-verify"',
    'mode="manual"',
    'approval="required"',
    'requires-approval="true"',
    'owner="human"',
    'status="blocked"',
    'kind="checkpoint"',
    'autonomous="true (except the release)"',
  ])('asks in an attribute: %s', (attributes) => expect(asked(plan(attributes))).toEqual(['Lid']));
  it.each([
    '<autonomous>false</autonomous>',
    '<gate>blocking</gate>',
    '<manual>true</manual>',
    '<type>manual</type>',
    '<requires-approval>yes</requires-approval>',
  ])('asks in an element: %s', (inner) => expect(asked(plan('', inner))).toEqual(['Lid']));
  it.each(['tdd="true"', 'gate="none"', 'autonomous="true"', 'approval="none"', 'owner="Ann"', 'priority="1"'])(
    'asks nobody with %s',
    (attributes) => expect(asked(plan(attributes, '<autonomous>true</autonomous><gate>auto</gate>'))).toEqual([]),
  );
});
