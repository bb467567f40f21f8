import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import type { ExecutionTask, PlanInput } from '../../../runtime/core/plan/plan';
import { verifies } from '../../support/verifies';
import { context } from './plans';
import { TITLE_PLANS } from './title-plans';

const tasksOf = (input: PlanInput): readonly ExecutionTask[] => {
  const { reading } = examinePlan(input, context());
  if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
  return reading.plan.tasks;
};
/** All that is kept of a task, as one text. */
const kept = ({ title, description, subtasks, humanGate, verification }: ExecutionTask): string =>
  JSON.stringify([title, description, subtasks, humanGate, verification]);

/** What follows the title, and what of it must be kept. */
const HELD = [
  '(waiting on Stripe)',
  '(needs an API key)',
  '(needs Ann)',
  '(after lunch)',
  '(blocked by legal)',
  '(on hold)',
  '(ask Ann)',
  '(waiting for vendor quote)',
  '(wartet auf Angebot)',
  '(requires an API key)',
  '(pending a contract)',
  '(once Bob is back)',
  '(not yet)',
  '(braucht einen Schlüssel)',
  '(nécessite une clé)',
  '(requiere una clave)',
  '(precisa da Ana)',
  '(in attesa di Luca)',
  '(нужен ключ)',
  '（需要密钥）',
  '（鍵が必要）',
  '（키 필요）',
  '— needs Kim',
];
const FREE = [
  '(v2)',
  '(OAuth)',
  '(3 times)',
  '(after One)',
  '(needs One)',
  '(no dependencies)',
  '(see docs)',
  '(needs no login)',
  '(once per day)',
  '— fast',
];

describe.each(TITLE_PLANS)(`of a title in %s${verifies('R-7')}`, (_, plan) => {
  it.each(HELD)('%s has a person asked, and is kept', (words) => {
    const tasks = tasksOf(plan(`Pay ${words}`));
    const asked = tasks.filter(({ humanGate }) => humanGate !== undefined);
    expect(asked).toHaveLength(1);
    expect(tasks.map(kept).join('\n')).toContain(words.replace(/^(?:[(（]|— )|[)）]$/g, ''));
  });

  it.each(FREE)('%s asks nobody', (words) =>
    expect(tasksOf(plan(`Pay ${words}`)).flatMap(({ humanGate }) => humanGate ?? [])).toEqual([]),
  );
});

describe('words that hold up a task', () => {
  it.each<[string, string]>([
    ['is done', '- [ ] One\n- [x] Pay (waiting on Stripe)\n'],
    ['is not run', '- [ ] One\n- [ ] ~~Pay (waiting on Stripe)~~\n'],
    ['says that nobody is asked', '- [ ] One\n- [ ] Pay (waiting on Stripe)\n  gate: none\n'],
  ])('ask nobody before one that %s', (_, text) =>
    expect(tasksOf({ text }).flatMap(({ humanGate }) => humanGate ?? [])).toEqual([]),
  );

  it('stay in the title of one that is done', () =>
    expect(tasksOf({ text: '- [ ] One\n- [x] Pay (waiting on Stripe)\n' })[1]!.title).toBe('Pay (waiting on Stripe)'));

  it('hold up all tasks of a phase that is called so', () => {
    const text =
      '## Phase 1: A\n- [ ] One\n## Phase 2: B (needs an API key)\n- [ ] Two\n- [ ] Three\n## Phase 3: C\n- [ ] Four\n';
    expect(tasksOf({ text }).map(({ humanGate }) => humanGate !== undefined)).toEqual([false, true, true, false]);
  });

  it('are noted with their line', () => {
    const { notes } = examinePlan({ text: '1. One\n2. Pay (needs an API key)\n3. Last\n' }, context());
    expect(notes.filter(({ code }) => code === 'NOTE_HUMAN_GATE').map(({ line }) => line)).toEqual([2]);
  });
});
