import { ShownText } from '../../../runtime/core/plan/shown-text';
import type { Line } from '../../../runtime/core/plan/text/lines';
import { noteCodes, planOf } from './plans';

const draft = {
  title: 'Plan',
  source: 'INLINE' as const,
  where: { line: 1, column: 1 },
  tasks: [
    {
      originalId: '1',
      aliases: [],
      title: 'Install the whole toolchain',
      description: 'Boil the water in the old kettle first',
      where: { line: 1, column: 1 },
      dependencies: [],
      follows: [],
      criteria: [],
      files: [],
      status: 'pending' as const,
      subtasks: [],
    },
  ],
};
const shows = (content: string): boolean =>
  new ShownText(draft).has({ no: 9, column: 1, kind: 'item', content } as unknown as Line);

describe('what a reader of the tasks sees', () => {
  it.each<[string, string, boolean]>([
    ['a line of a task', '**Install** the whole toolchain!', true],
    ['several words inside a line', 'in the old kettle', true],
    ['not a word that a line holds', 'Install', false],
    ['not a part of a word', 'tool', false],
    ['not the end of one word and the beginning of the next', 'holetoolch', false],
  ])('is %s', (_, content, expected) => expect(shows(content)).toBe(expected));

  it('does not call parts done of which an optional one is open', () => {
    const text = '# Implementation Plan\n- [ ] 1. One\n- [x] 1.1 Part\n- [ ]* 1.2 Tests\n  - _Requirements: 1_\n';
    const messages = planOf(text).notes.map(({ message }) => message);
    expect(messages).toContainEqual(expect.stringContaining('All parts that are not optional of "One" are done'));
  });

  it('does not say that a field is not read that asks for a person', () => {
    const list = { feature: 'K', phases: [{ id: 'p', subtasks: [{ id: 'a', description: 'A', needs_human: true }] }] };
    const plan = planOf(JSON.stringify(list), 'implementation_plan.json');
    expect(plan.tasks[0]!.humanGate).toBe('needs_human: true');
    expect(noteCodes(plan)).not.toContain('NOTE_FIELDS_LEFT_OUT');
  });
});
