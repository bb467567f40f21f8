import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import { verifies } from '../../support/verifies';
import { context } from './plans';

/** The titles of the tasks, and the files that were passed over, with the format that they are known to have and their boxes. */
const readOf = (files: Readonly<Record<string, string>>): readonly string[] => {
  const documents = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { reading, notes } = examinePlan({ documents }, context());
  const left = notes
    .filter(({ code }) => code === 'NOTE_FILE_LEFT_OUT')
    .map(({ file, message }) => `-${file}${/ \((?:[a-z-]+, )?\d+ box(?:es)?\)/.exec(message)?.[0] ?? ''}`);
  return [...(reading.type === 'plan' ? reading.plan.tasks.map(({ title }) => title) : ['refused']), ...left];
};

describe('of a folder without a format of its own, the file that is most likely the plan is read', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'not the notes that sort before it',
      { 'notes.md': '- [ ] milk\n- [ ] bread\n- [ ] eggs\n', 'plan.md': '- [ ] a\n- [ ] b\n' },
      ['a', 'b', '-notes.md (3 boxes)'],
    ],
    [
      'not a changelog without work',
      { 'CHANGELOG.md': '# Changes\n- x\n', 'IMPLEMENTATION.md': '## Phase 1: x\n- [ ] a\n' },
      ['a', '-CHANGELOG.md'],
    ],
    [
      'not how to install it',
      { 'README.md': '## Steps\n1. install\n2. run\n3. stop\n', 'work.md': '## Steps\n1. one\n2. two\n' },
      ['one', 'two', '-README.md'],
    ],
    [
      'the one with boxes, where no name helps',
      { 'a.md': 'prose\n', 'b.md': '- [ ] x\n', 'c.md': '- [ ] y\n- [ ] z\n' },
      ['y', 'z', '-a.md', '-b.md (1 box)'],
    ],
    [
      'notes too, where they hold the only work',
      { 'about.md': 'prose\n', 'notes.md': '# Trip\n- [ ] pack\n' },
      ['pack', '-about.md'],
    ],
    [
      'the one nearer to the top, of two that are surely plans',
      { 'PLAN.md': '- [ ] a\n- [ ] b\n', 'sub/tasks.yaml': 'tasks:\n- id: x\n  name: X\n  status: open\n' },
      ['a', 'b', '-sub/tasks.yaml'],
    ],
    [
      'a plan by name before a list in the format of another tool among the notes',
      { 'notes.md': '- [ ] T001 sample\n', 'plan.md': '- [ ] a\n' },
      ['a', '-notes.md (spec-kit, 1 box)'],
    ],
  ])(`%s${verifies('R-2')}`, (_, files, expected) => expect(readOf(files)).toEqual(expected));
});
