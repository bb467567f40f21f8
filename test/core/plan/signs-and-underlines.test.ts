import { verifies } from '../../support/verifies';
import { noteCodes, planOf, problemsOf } from './plans';

const states = (text: string): string[] => planOf(text).tasks.map(({ title, status }) => `${title} ${status}`);

describe('signs at the beginning of lines', () => {
  it.each<[string, string, string[]]>([
    ['- ⬜ x\n- ✅ y\n- ⏳ z\n', 'behind a bullet', ['x pending', 'y completed', 'z in_progress']],
    ['⬜ x\n🔲 y\n❌ z\n', 'alone', ['x pending', 'y pending', 'z pending']],
    ['1. 🔲 x\n2. ✅ y\n', 'behind a number', ['x pending', 'y completed']],
  ])(`are boxes where one of them is empty: %j, %s${verifies('R-2')}`, (text, _, expected) => {
    expect(states(text)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['done and open', '# Release\n- ✅ x\n- ❌ y\n- 🚧 z\n', ['x completed', 'y pending', 'z in_progress']],
    ['without bullets', '✅ x\n❌ y\n', ['x completed', 'y pending']],
  ])('are boxes where nothing else is one, and one is open: %s', (_, text, expected) => {
    expect(states(text)).toEqual(expected);
    expect(noteCodes(planOf(text))).toContain('NOTE_NEAR_BOX');
  });

  it.each([
    ['none is open', '- ✅ x\n- ✅ y\n'],
    ['they say what to do and what not', '- ✅ Hash passwords\n- ❌ Never log tokens\n'],
    ['most items have none', '- ✅ a\n- ❌ b\n- c\n- d\n- e\n- f\n- g\n'],
  ])('are decoration where %s', (_, text) => {
    expect(problemsOf(text).map(({ code }) => code)).toEqual(['PLAN_NO_TASKS']);
  });
});

describe('a line with a line of signs below it', () => {
  it(`is a heading${verifies('R-2')}`, () => {
    const plan = planOf('My plan\n=======\n\nTasks\n-----\n- [ ] a\n\nOut of scope\n------------\n- [ ] c\n');
    expect(plan.title).toBe('My plan');
    expect(plan.tasks.map(({ title }) => title)).toEqual(['a']);
    expect(plan.notes.map(({ code }) => code)).toContain('NOTE_LEFT_OUT');
  });

  it.each(['Some words about it.\n------\n', 'Some words\n---\n'])(
    'is none where it is a sentence or a rule: %j',
    (text) => {
      expect(planOf(`# P\n- [ ] a\n\n${text}- [ ] b\n`).tasks).toHaveLength(2);
    },
  );
});
