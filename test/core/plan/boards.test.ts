import { verifies } from '../../support/verifies';
import { expectAccounted } from './accounted';
import { planOf } from './plans';

/** `Roof`, `Wall (in_progress)`, `Pay (asks)` for each task. */
const seen = (text: string): readonly string[] =>
  planOf(text).tasks.map(({ title, status, humanGate }) => {
    const said = [...(status === 'pending' ? [] : [status]), ...(humanGate === undefined ? [] : ['asks'])];
    return said.length === 0 ? title : `${title} (${said.join(', ')})`;
  });
const ALL = ['Roof', 'Tiles', 'Wall (in_progress)', 'Pay (asks)', 'Floor (completed)'];

/** What people call the columns of a board: open, in work, held up, done. */
const LANGUAGES: readonly (readonly [language: string, todo: string, doing: string, held: string, done: string])[] = [
  ['en', 'To do', 'In progress', 'Blocked', 'Done'],
  ['en, of others', 'Up next', 'WIP', 'On hold (2)', 'Shipped'],
  ['de', 'Zu erledigen', 'In Arbeit', 'Blockiert', 'Erledigt'],
  ['fr', 'À faire', 'En cours', 'Bloqué', 'Terminé'],
  ['es', 'Por hacer', 'En curso', 'Bloqueado', 'Hecho'],
  ['pt', 'A fazer', 'Em andamento', 'Aguardando', 'Concluído'],
  ['it', 'Da fare', 'In corso', 'In attesa', 'Fatto'],
  ['ru', 'К выполнению', 'В работе', 'Заблокировано', 'Готово'],
  ['zh', '未开始', '正在做', '受阻', '已完成'],
  ['ja', '未着手', '作業中', '保留中', '完了'],
  ['ko', '할 일', '진행 중', '보류', '완료'],
];

const FORMS: readonly (readonly [form: string, column: (name: string) => string])[] = [
  ['headings', (name) => `## ${name}\n`],
  ['numbered headings', (name) => `### 2. ${name}:\n`],
  ['labels in bold', (name) => `\n**${name}**\n\n`],
  ['labels with a colon', (name) => `\n${name}:\n`],
  ['labels in bold with a colon', (name) => `\n**${name}:**\n`],
];

describe(`a board loses nothing, and what is done stays done${verifies('R-2')}`, () => {
  describe.each(LANGUAGES)('in %s', (_, todo, doing, held, done) => {
    it.each(FORMS)('as %s', (_form, column) => {
      const text = `# House\n${column(todo)}- Roof\n- Tiles\n${column(doing)}- Wall\n${column(held)}- Pay\n${column(done)}- Floor\n`;
      expect(seen(text)).toEqual(ALL);
      expectAccounted(text);
    });

    it('as a table', () => {
      const text = `| ${todo} | ${doing} | ${held} | ${done} |\n|---|---|---|---|\n| Roof | Wall | Pay | Floor |\n| Tiles | | | - |\n`;
      expect(seen(text)).toEqual(ALL);
      expectAccounted(text);
    });

    it('with boxes', () => {
      const text = `# House\n## ${todo}\n- [ ] Roof\n- [ ] Tiles\n## ${doing}\n- [ ] Wall\n## ${held}\n- [ ] Pay\n## ${done}\n- [x] Floor\n`;
      expect(seen(text)).toEqual(ALL);
    });
  });

  it.each<[string, string, readonly string[]]>([
    ['numbered', '## Todo\n1. Roof\n2. Tiles\n## Done\n1. Floor\n', ['Roof', 'Tiles', 'Floor (completed)']],
    [
      'inside a heading that names tasks',
      '# P\n## Tasks\n### Todo\n1. Roof\n2. Tiles\n### Done\n1. Floor\n2. Wall\n',
      ['Roof', 'Tiles', 'Floor (completed)', 'Wall (completed)'],
    ],
    [
      'grouped',
      '## Todo\n### Front\n- Page\n### Back\n- API\n## Done\n### Front\n- Logo\n',
      ['Page', 'API', 'Logo (completed)'],
    ],
    [
      'whose cards are headings',
      '## Todo\n### Roof\nLay the tiles.\n### Wall\n## Done\n### Floor\nOf oak.\n',
      ['Roof', 'Wall', 'Floor (completed)'],
    ],
    [
      'of headings that are tasks',
      '## Done\n### Task 1: Floor\nOf oak.\n## Todo\n### Task 2: Roof\nTiles.\n',
      ['Floor (completed)', 'Roof'],
    ],
    [
      'inside another one',
      '## Now\n### Doing\n- Wall\n### Done\n- Floor\n## Next\n- Roof\n',
      ['Wall (in_progress)', 'Floor (completed)', 'Roof'],
    ],
    [
      'of items with lists inside',
      '- **Todo**\n  - Roof\n  - Tiles\n- **Done**\n  - Floor\n',
      ['Roof', 'Tiles', 'Floor (completed)'],
    ],
    [
      'that is folded away',
      '<details><summary>Done</summary>\n\n- Floor\n\n</details>\n\n<details>\n<summary>To do</summary>\n\n- Roof\n\n</details>\n',
      ['Floor (completed)', 'Roof'],
    ],
    [
      'of which only some columns have boxes',
      '## Todo\n- Roof\n## Doing\n- [ ] Wall\n## Done\n- Floor\n',
      ['Roof', 'Wall (in_progress)', 'Floor (completed)'],
    ],
  ])('%s', (_, text, expected) => {
    expect(seen(text)).toEqual(expected);
    expectAccounted(text);
  });

  it('keeps what stands in a column whose name says nothing, as open, and says so', () => {
    const text = '## Todo\n- Roof\n## Simmering\n- Wall\n## Done\n- Floor\n';
    expect(seen(text)).toEqual(['Roof', 'Wall', 'Floor (completed)']);
    expect(planOf(text).notes).toContainEqual({
      code: 'NOTE_NOT_UNDERSTOOD',
      line: 3,
      column: 4,
      message: 'What stands under "Simmering" counts as open, for the column says nothing of how far it is',
    });
  });

  it('takes no notes, risks and ideas for columns', () => {
    const text =
      '## Todo\n- Roof\n## Notes\n- the sky is blue\n## Risks\n- rain\n## Ideas\n- a pool\n## Done\n- Floor\n';
    expect(seen(text)).toEqual(['Roof', 'Floor (completed)']);
  });

  it('says which lists it does not read where only one column has a name that it knows', () => {
    const { notes } = planOf('## Backlog\n- Roof\n- Pool\n## Cooking\n- Wall\n## Served\n- Floor\n- Door\n');
    const left = notes.filter(({ code }) => code === 'NOTE_LEFT_OUT');
    expect(left.map(({ line, lines }) => lines ?? [line])).toEqual([[5], [7, 8]]);
  });

  it.each([
    ['one label alone', '- [ ] Roof\n\n**Done:**\n- it is dry\n'],
    ['labels of one state', '**Done:**\n- [ ] Roof\n\n**Finished:**\n- [ ] Wall\n'],
    ['labels of two forms', '**Todo**\n- [ ] Roof\n\nDone:\n- [ ] Wall\n'],
  ])('does not take %s for a board', (_, text) =>
    expect(planOf(text).tasks.every(({ status }) => status === 'pending')).toBe(true),
  );
});
