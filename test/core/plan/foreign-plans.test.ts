import { verifies } from '../../support/verifies';
import { planOf, shape } from './plans';

interface Words {
  readonly phase: string;
  readonly goal: string;
  readonly depends: string;
  readonly nothing: string;
  readonly criteria: string;
  readonly plans: string;
}

const words = (
  phase: string,
  goal: string,
  depends: string,
  nothing: string,
  criteria: string,
  plans: string,
): Words => ({ phase, goal, depends, nothing, criteria, plans });
const ROADMAPS: readonly (readonly [string, Words])[] = [
  ['de', words('Phase', 'Ziel', 'Hängt ab von', 'Nichts', 'Erfolgskriterien', 'Pläne')],
  ['fr', words('Phase', 'Objectif', 'Dépend de', 'Rien', 'Critères de réussite', 'Plans')],
  ['es', words('Fase', 'Objetivo', 'Depende de', 'Nada', 'Criterios de éxito', 'Planes')],
  ['pt', words('Fase', 'Objetivo', 'Depende de', 'Nenhuma', 'Critérios de sucesso', 'Planos')],
  ['it', words('Fase', 'Obiettivo', 'Dipende da', 'Niente', 'Criteri di successo', 'Piani')],
  ['ru', words('Фаза', 'Цель', 'Зависит от', 'Ничего', 'Критерии успеха', 'Планы')],
  ['zh', words('阶段', '目标', '依赖', '无', '成功标准', '计划')],
  ['ja', words('フェーズ', '目標', '依存', 'なし', '成功基準', 'プラン')],
  ['ko', words('단계', '목표', '의존성', '없음', '성공 기준', '계획')],
];

const roadmap = ({ phase, goal, depends, nothing, criteria, plans }: Words, colon: string): string =>
  ['', 'Roof', 'Wall']
    .map((name, no) =>
      name === ''
        ? '# R\n'
        : `### ${phase} ${no}${colon} ${name}\n**${goal}**${colon} dry\n**${depends}**${colon} ${no === 1 ? nothing : `${phase} 1`}\n` +
          `**${criteria}**${colon}\n  1. It is dry\n\n${plans}${colon}\n- [ ] 0${no}-01${colon} tiles\n`,
    )
    .join('\n');

describe(`roadmaps of GSD in other languages${verifies('R-1')}`, () => {
  describe.each(ROADMAPS)('%s', (_, said) => {
    it.each([
      ['a colon', ':'],
      ['a space before the colon', ' :'],
      ['a full-width colon', '：'],
    ])('with %s', (_colon, colon) => {
      const plan = planOf(roadmap(said, colon), 'ROADMAP.md');
      expect(plan.format).toBe('gsd-roadmap');
      expect(shape(plan)).toEqual(['Phase 1', 'Phase 2<Phase 1']);
      expect(
        plan.tasks.map(({ subtasks }) => subtasks.map(({ originalId, title }) => `${originalId} ${title}`)),
      ).toEqual([['01-01 tiles'], ['02-01 tiles']]);
      expect(plan.tasks.map(({ verification }) => verification.map(({ criterion }) => criterion))).toEqual([
        ['It is dry'],
        ['It is dry'],
      ]);
      expect(plan.notes).toEqual([]);
    });
  });
});

describe('what waits on nothing says so in other languages', () => {
  it.each([
    'depends on: no dependencies',
    'abhängig von: nichts',
    'abhängig von: keine Abhängigkeiten',
    'dépend de : rien',
    'dépend de : aucune',
    'dépend de : sans dépendance',
    'depende de: nada',
    'depende de: ninguna',
    'depende de: nenhuma',
    'dipende da: nessuno',
    'dipende da: niente',
    'зависит от: ничего',
    'зависит от: нет',
    '依赖：无',
    '依赖：没有',
    '依存：なし',
    '의존성: 없음',
  ])('%s', (field) => {
    const plan = planOf(`- [ ] Roof\n- [ ] Wall\n  ${field}\n`);
    expect(shape(plan)).toEqual(['1', '2']);
    expect(plan.notes).toEqual([]);
  });
});

describe('a command that passes is a command in other languages', () => {
  it.each(['läuft', 'passe', 'réussit', 'pasa', 'passa', 'проходит', '通过', 'が通る', '통과'])(
    '`npm test` %s',
    (passes) => {
      const [task] = planOf(`- [ ] Roof\n## Verification\n- \`npm test\` ${passes}\n`).tasks;
      expect(task!.verification).toEqual([expect.objectContaining({ test: 'auto', command: 'npm test' })]);
    },
  );

  it('and one of which something else is said is none', () => {
    const [task] = planOf('- [ ] Dach\n## Prüfung\n- `npm test` läuftnicht\n- `npm test` zeigt 3 Fehler\n').tasks;
    expect(task!.verification.map(({ test }) => test)).toEqual(['manual', 'manual']);
  });
});

describe('tables of work', () => {
  it.each([
    ['de', 'Aufgabe', 'Stand', 'offen', 'erledigt'],
    ['fr', 'Tâche', 'Statut', 'à faire', 'terminé'],
    ['es', 'Tarea', 'Estado', 'pendiente', 'hecho'],
    ['pt', 'Tarefa', 'Estado', 'a fazer', 'concluído'],
    ['it', 'Attività', 'Stato', 'da fare', 'fatto'],
    ['ru', 'Задача', 'Статус', 'сделать', 'готово'],
    ['zh', '任务', '状态', '未开始', '已完成'],
    ['ja', 'タスク', '状態', '未着手', '完了'],
    ['ko', '작업', '상태', '할 일', '완료'],
  ])('%s', (_, task, status, open, done) => {
    const { tasks, notes } = planOf(`| ${task} | ${status} |\n|---|---|\n| Roof | ${open} |\n| Wall | ${done} |\n`);
    expect(tasks.map((each) => `${each.title} ${each.status}`)).toEqual(['Roof pending', 'Wall completed']);
    expect(notes.map(({ code }) => code)).not.toContain('NOTE_NOT_UNDERSTOOD');
  });
});

describe('a list right below a label of a box says what must hold', () => {
  it.each([
    'Acceptance criteria:',
    '**Akzeptanzkriterien:**',
    "Critères d'acceptation :",
    'Criterios de aceptación:',
    'Критерии готовности:',
    '验收标准：',
    '完了条件：',
  ])('%s', (label) => {
    const [task] = planOf(`- [ ] Roof\n  ${label}\n  - It is dry\n  - It holds\n- [ ] Wall\n`).tasks;
    expect(task!.verification.map(({ criterion }) => criterion)).toEqual(['It is dry', 'It holds']);
  });
});

describe('headings that say what must hold', () => {
  it.each([
    'Fertig wenn',
    'Fertig, wenn',
    'Abnahme',
    'Définition de terminé',
    'Terminé quand',
    'Contrôle',
    'Comprobación',
    'Definición de terminado',
    'Definição de pronto',
    'Definizione di fatto',
    'Определение готовности',
    'Приёмка',
    '完成条件',
    '驗收標準',
    '完了条件',
    '動作確認',
    '완료의 정의',
    '검수 기준',
    'معايير القبول',
  ])('%s', (heading) => {
    const { tasks } = planOf(`# P\n## A\n- [ ] Pot\n## ${heading}\n- [ ] Tea is hot\n`);
    expect(tasks.map(({ verification }) => verification.map(({ criterion }) => criterion))).toEqual([['Tea is hot']]);
  });

  it.each(['Test plan', 'Verification plan', 'Validation', 'Acceptance tests', 'Prüfung', 'Vérification'])(
    'but boxes of a document that is called %j are its work',
    (title) => {
      expect(planOf(`# ${title}\n- [ ] Log in\n- [ ] Log out\n`).tasks).toHaveLength(2);
      expect(planOf(`# ${title}\n## In\n- [ ] Log in\n## Out\n- [ ] Log out\n`).tasks).toHaveLength(2);
      const { tasks } = planOf(`# ${title}\n## Tasks\n- [ ] Log in\n## Seen\n- [ ] It is so\n`);
      expect(tasks.map(({ verification }) => verification.length)).toEqual([1]);
    },
  );
});
