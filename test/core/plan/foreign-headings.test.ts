import { verifies } from '../../support/verifies';
import { planOf } from './plans';

const WITHOUT_WORK = [
  'Откат',
  'План отката',
  'Retour arrière',
  'Plan de retour arrière',
  '범위 제외',
  '롤백 계획',
  'Rückfallplan',
  'Plan de reversión',
  'Plano de reversão',
  'Piano di ripristino',
  '回退方案',
  '切り戻し手順',
];
const CRITERIA = [
  'Criteri di accettazione',
  'Verifica',
  '완료 조건',
  '수용 기준',
  'Prüfung',
  'Vérification',
  'Критерии приёмки',
  'Условия готовности',
  'Validación',
  'Validação',
  'Convalida',
  '完成标准',
  '合格基準',
  'Acceptatiecriteria',
];

describe(`headings in other languages than English${verifies('R-1')}`, () => {
  it.each(WITHOUT_WORK)('boxes below %j are no tasks, and that is noted', (heading) => {
    const { tasks, notes } = planOf(`# P\n## A\n- [ ] Pot\n- [ ] Lid\n## ${heading}\n- [ ] Drop the table\n`);
    expect(tasks.map(({ title }) => title)).toEqual(['Pot', 'Lid']);
    expect(notes.map(({ line }) => line)).toContain(6);
  });

  it.each(CRITERIA)('boxes below %j say what must hold', (heading) => {
    const { tasks } = planOf(`# P\n## A\n- [ ] Pot\n- [ ] Lid\n## ${heading}\n- [ ] Tea is hot\n`);
    expect(tasks.map(({ title }) => title)).toEqual(['Pot', 'Lid']);
    expect(tasks[1]!.verification.map(({ criterion }) => criterion)).toEqual(['Tea is hot']);
  });

  it.each(CRITERIA)('items below %j say what must hold', (heading) => {
    const { tasks } = planOf(`# P\n## A\n- [ ] Pot\n- [ ] Lid\n## ${heading}\n- Tea is hot\n- No drop is lost\n`);
    expect(tasks[1]!.verification.map(({ criterion }) => criterion)).toEqual(['Tea is hot', 'No drop is lost']);
  });

  it.each(CRITERIA)('items below %j say what must hold in a plan of steps', (heading) => {
    const { tasks } = planOf(
      `# P\n\n## Steps\n\n1. Pour water into the pot\n2. Put the lid on\n\n## ${heading}\n\n- Tea is hot\n- No drop is lost\n`,
    );
    expect(tasks.map(({ title }) => title)).toEqual(['Pour water into the pot', 'Put the lid on']);
    expect(tasks.flatMap(({ verification }) => verification.map(({ criterion }) => criterion))).toEqual([
      'Tea is hot',
      'No drop is lost',
    ]);
  });

  it.each(['Prüfung der Eingaben', 'Verifica dei dati', 'Откат транзакций', '2. Prüfung'])('%j is work', (heading) =>
    expect(planOf(`# P\n## A\n- [ ] Pot\n## ${heading}\n- [ ] Lid\n`).tasks).toHaveLength(2),
  );
});
