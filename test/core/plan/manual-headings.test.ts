import { verifies } from '../../support/verifies';
import { planOf } from './plans';

const asked = (text: string, fileName: string): readonly string[] =>
  planOf(text, fileName).tasks.flatMap(({ title, humanGate }) => (humanGate === undefined ? [] : [title]));

/** Plans of three groups with one task each, of which the second has this heading. */
const FORMATS: readonly (readonly [string, string, (heading: string) => string])[] = [
  ['checkbox', 'plan.md', (heading) => `# P\n## A\n- [ ] Pot\n## ${heading}\n- [ ] Lid\n## C\n- [ ] Tea\n`],
  [
    'openspec',
    'openspec/changes/k/tasks.md',
    (heading) => `## 1. A\n- [ ] 1.1 Pot\n## 2. ${heading}\n- [ ] 2.1 Lid\n## 3. C\n- [ ] 3.1 Tea\n`,
  ],
  [
    'spec-kit',
    'specs/001-k/tasks.md',
    (heading) => `# Tasks: K\n## A\n- [ ] T001 Pot\n## ${heading}\n- [ ] T002 Lid\n## C\n- [ ] T003 Tea\n`,
  ],
];

describe.each(FORMATS)(`a heading of %s over boxes${verifies('R-3')}`, (_, fileName, plan) => {
  it.each([
    'Manual deployment',
    'Manual QA',
    'Manual rollout to production',
    'Manuelle Umstellung',
    'Ручная проверка',
    'Déploiement manuel',
    'Manual verification',
    'Manual migration',
    'Manual deployment steps',
    'Phase 2: Manual Deployment',
    'Manuelles Deployment',
    'Migration manuelle',
    'Despliegue manual',
    'Migración manual',
    'Implantação manual',
    'Migrazione manuale',
    'Ручной деплой',
    '手動デプロイ',
    '手动部署',
    '수동 배포',
    'Approval',
    'Legal sign-off',
    'Freigabe',
    'Freigabe durch den Kunden',
    'Approbation',
    'Aprobación',
    'Aprovação',
    'Approvazione',
    'Согласование',
    '审批',
    '承認',
    '승인',
  ])('%j has what stands below it wait for a person', (heading) =>
    expect(asked(plan(heading), fileName)).toEqual(['Lid']),
  );

  it.each([
    ...['Manual mode', 'Manual installation page', 'User manual', 'Reference manual', 'The manual of the app'],
    ...[
      'Installation manual',
      'Operation manual',
      'Approval workflow',
      'Approval page',
      'Phase 2: Deployment',
      'Tests',
    ],
  ])('%j names no work by hand', (heading) => expect(asked(plan(heading), fileName)).toEqual([]));
});

it('a heading without a task below it holds up nothing', () =>
  expect(asked('# P\n## Manual deployment\nSee the wiki.\n## B\n- [ ] Pot\n', 'plan.md')).toEqual([]));
