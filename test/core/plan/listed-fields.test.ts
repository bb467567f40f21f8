import { verifies } from '../../support/verifies';
import { noteCodes, planOf, shape } from './plans';

describe('a field with a list below it', () => {
  it.each<[string, string, string[]]>([
    ['set in', '- [ ] a\n- [ ] x\n- [ ] b\n  depends on:\n    - a\n', ['1', '2<1', '3<1']],
    ['beside it', '- [ ] a\n- [ ] x\n- [ ] b\n  depends on:\n  - a\n', ['1', '2<1', '3<1']],
    ['below an item', '- [ ] a\n- [ ] x\n- [ ] b\n  - Depends on:\n    - a\n    - x\n', ['1', '2<1', '3<1,2']],
    ['numbered', '- [ ] a\n- [ ] x\n- [ ] b\n  Dependencies:\n  1. a\n', ['1', '2<1', '3<1']],
    ['behind an empty line', '- [ ] a\n- [ ] x\n- [ ] b\n  **Depends on:**\n\n  - a\n', ['1', '2<1', '3<1']],
    ['with titles', '### Task 1: A\n### Task 2: B\n### Task 3: C\n**Depends on:**\n- Task 1: A\n', ['1', '2<1', '3<1']],
    ['with words beside', '- [ ] a\n- [ ] x\n- [ ] b\n  Depends on:\n  - a\n  - an account\n', ['1', '2<1', '3<1']],
  ])(`waits on its items: %s${verifies('R-4')}`, (_, text, expected) => {
    expect(shape(planOf(text))).toEqual(expected);
  });

  it.each(['- Phase 1', '  Phase 1'])('waits on its phases in a roadmap: %s', (item) => {
    const text = `# Roadmap\n### Phase 1: A\n**Goal**: a\n### Phase 2: B\n**Goal**: b\n### Phase 3: C\n**Goal**: c\n**Depends on**:\n${item}\n`;
    expect(shape(planOf(text, '.planning/ROADMAP.md'))).toEqual(['Phase 1', 'Phase 2<Phase 1', 'Phase 3<Phase 1']);
  });

  it('names no task where the items are packages, and says so', () => {
    const plan = planOf('- [ ] a\n- [ ] b\n  Dependencies:\n  - React 18\n  - zod\n');
    expect(shape(plan)).toEqual(['1', '2<1']);
    expect(noteCodes(plan)).toContain('NOTE_NOT_UNDERSTOOD');
    expect(plan.tasks[1]!.description).toContain('React 18');
  });

  it('says that it is empty where nothing stands below it', () => {
    const plan = planOf('- [ ] a\n- [ ] b\n  depends on:\n- [ ] c\n');
    expect(shape(plan)).toEqual(['1', '2<1', '3<2']);
    expect(plan.notes.find(({ code }) => code === 'NOTE_NOT_UNDERSTOOD')!.line).toBe(3);
  });

  it('has files, criteria and who is asked in it', () => {
    const text =
      '- [ ] a\n- [ ] b\n  files:\n  - src/a.ts\n  - src/b.ts\n  verify:\n  - `npm test`\n  - looks nice\n  gate:\n  - Tina\n';
    const { files, verification, humanGate } = planOf(text).tasks[1]!;
    expect(files).toEqual(['src/a.ts', 'src/b.ts']);
    expect(verification.map(({ criterion }) => criterion)).toEqual(['npm test', 'looks nice']);
    expect(humanGate).toBe('Tina');
  });
});
