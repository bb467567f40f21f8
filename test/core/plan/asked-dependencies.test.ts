import { formatTable } from './formats/format-table';

formatTable('checkbox', [
  [
    'what waits on a task and on a yes waits on both',
    '- [ ] Pot\n- [ ] Lid (depends on 1 and legal approval)\n- [ ] Tea (depends on: 1, sign-off by Ann)\n',
    { shape: ['1', '2<1', '3<1'], gates: ['2 It waits on "legal approval"', '3 It waits on "sign-off by Ann"'] },
  ],
  [
    'a task that is called so is a task',
    '- [ ] Pot\n- [ ] Legal approval\n- [ ] Tea (depends on: 1, Legal approval)\n',
    { shape: ['1', '2<~1', '3<1,2'], gates: ['2 The plan says "Legal approval"'] },
  ],
]);
formatTable('data-list', [
  [
    'a dependency that is nobody’s id and a yes is no missing task',
    'tasks:\n  - {id: a, title: Pot, status: todo}\n  - {id: b, title: Lid, status: todo, depends_on: [a, human-approval, c]}\n',
    {
      shape: ['a', 'b<a'],
      gates: ['b It waits on "human-approval"'],
      missing_dep_ids: ['c'],
    },
  ],
]);
formatTable('spec-kit', [
  [
    'beside the id of a task',
    '- [ ] T001 Pot\n- [ ] T002 Lid (depends on T001 and legal approval)\n',
    { shape: ['T001', 'T002<T001'], gates: ['T002 It waits on "legal approval"'] },
  ],
]);
formatTable('backlog', [
  [
    'in a frontmatter',
    { text: '---\nid: task-2\ntitle: Lid\nstatus: To Do\ndependencies: [legal-approval]\n---\n# Lid\n' },
    { gates: ['task-2 It waits on "legal-approval"'] },
  ],
]);
formatTable('gsd2', [
  [
    'tags of a slice ask',
    '# M001: K\n## Slices\n- [ ] **S01: A** `depends:[]` `autonomous:false`\n- [ ] **S02: B** `depends:[S01]` `gate:human`\n- [ ] **S03: C** `depends:[S02]` `needs:approval`\n- [ ] **S04: D** `risk:high` `depends:[S03]`\n',
    { gates: ['S01 autonomous:false', 'S02 gate:human', 'S03 needs:approval'] },
  ],
]);
formatTable('task-master', [
  [
    'metadata of a task and of a tag ask',
    '{"master":{"tasks":[{"id":1,"title":"A","status":"pending","dependencies":[],"metadata":{"autonomous":false}},{"id":2,"title":"B","status":"pending","dependencies":[1]}],"metadata":{"requires_approval":true}}}',
    { gates: ['1 autonomous: false', '2 requires_approval: true'] },
  ],
]);
