import { verifies } from '../../support/verifies';
import { planOf, shape } from './plans';

const gated = (text: string): string[] =>
  planOf(text).tasks.flatMap(({ title, humanGate }) => (humanGate === undefined ? [] : [`${title}: ${humanGate}`]));

describe('a sentence that names the task that it is about', () => {
  it.each<[string, string, string[]]>([
    [
      'by number, above the tasks',
      '# P\nAsk me before step 3.\n\n- [ ] 1. a\n- [ ] 2. b\n- [ ] 3. c\n',
      ['c: Ask me before step 3.'],
    ],
    [
      'by number, below them',
      '# P\n- [ ] 1. a\n- [ ] 2. b\n- [ ] 3. c\n\nStep 3 needs my approval.\n',
      ['c: Step 3 needs my approval.'],
    ],
    [
      'by title',
      "# P\nPublish must not run without Tina's approval.\n## Tasks\n- [ ] Build\n- [ ] Publish\n",
      ["Publish: Publish must not run without Tina's approval."],
    ],
    [
      'by phase',
      '# P\nHuman approval required before Phase 2.\n## Phase 1: A\n- [ ] a1\n## Phase 2: B\n- [ ] b1\n- [ ] b2\n',
      ['b1: Human approval required before Phase 2.', 'b2: Human approval required before Phase 2.'],
    ],
  ])(`gates that task and no other: %s${verifies('R-7')}`, (_, text, expected) => {
    expect(gated(text)).toEqual(expected);
    expect(planOf(text).notes.filter(({ code }) => code === 'NOTE_HUMAN_GATE')).toHaveLength(1);
  });

  it('is asked where it stands when it names none of the plan', () => {
    expect(gated('# P\nAsk me before step 9.\n\n- [ ] 1. a\n- [ ] 2. b\n')).toEqual([
      'a: Ask me before step 9.',
      'b: Ask me before step 9.',
    ]);
  });

  it('stays with its task when it stands in one', () => {
    const text = '- [ ] 1. Build\n- [ ] 2. Deploy\n  The owner must approve it before task 2.\n';
    expect(gated(text)).toEqual(['Deploy: The plan says "The owner must approve it before task 2."']);
  });
});

describe('a line that says what blocks its task', () => {
  it('asks nobody when that is a task', () => {
    const text = '- [ ] a\n- [ ] x\n- [ ] b\n  - Blocked by: 1\n';
    expect(gated(text)).toEqual([]);
    expect(shape(planOf(text))).toEqual(['1', '2<1', '3<1']);
  });

  it.each(['- Blocked by: legal', '- Blocked by: 1\n  - Wait for approval from Tina'])(
    'asks when it is not: %s',
    (line) => {
      expect(gated(`- [ ] a\n- [ ] b\n  ${line}\n`)).toHaveLength(1);
    },
  );
});

describe('a field that says who must approve', () => {
  it.each(['not required', 'nobody', 'already given', 'optional', 'none', 'not needed'])('asks nobody: %s', (value) => {
    expect(gated(`- [ ] a\n  - approval: ${value}\n`)).toEqual([]);
  });

  it.each(['Tina', 'required', 'not given yet'])('asks: %s', (value) => {
    expect(gated(`- [ ] a\n  - approval: ${value}\n`)).toHaveLength(1);
  });
});
