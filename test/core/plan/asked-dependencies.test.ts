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
formatTable('task-master', [
  [
    'a subtask that waits on somebody holds up its task',
    '{"tasks":[{"id":1,"title":"A","status":"pending","dependencies":[],"subtasks":[{"id":1,"title":"a","status":"pending","blocked_by":"legal"}]},{"id":2,"title":"B","status":"pending","dependencies":[],"subtasks":[{"id":1,"title":"b","status":"pending","prerequisites":["Bob approves"]},{"id":2,"title":"c","status":"pending","dependencies":[1]}]}]}',
    {
      gates: ['1 A part of it waits on "legal"', '2 A part of it waits on "Bob approves"'],
      missing_dep_ids: [],
    },
  ],
]);
formatTable('auto-claude', [
  [
    'a phase that waits on somebody holds up its tasks, and a part the one that it is of',
    '{"feature":"K","phases":[{"id":"p1","name":"A","subtasks":[{"id":"s1","description":"Pot","status":"pending"}]},{"id":"p2","name":"B","depends_on":["p1"],"blocked_by":"legal","subtasks":[{"id":"s2","description":"Lid","status":"pending"}]},{"id":"p3","name":"C","depends_on":["p2"],"subtasks":[{"id":"s3","description":"Tea","status":"pending","subtasks":[{"id":"x","title":"Leaf","prerequisites":["Bob approves"]},{"id":"y","title":"Cup","depends_on":["x"]}]}]}]}',
    {
      gates: ['s2 It waits on "legal"', 's3 A part of it waits on "Bob approves"'],
      missing_dep_ids: [],
    },
  ],
]);
