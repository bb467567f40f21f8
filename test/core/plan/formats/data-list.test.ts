import { detects, formatTable } from './format-table';

const json = JSON.stringify;

detects('data-list', [
  [
    'a bare list of counted steps',
    json([
      { step: 1, action: 'Build' },
      { step: 2, action: 'Ship' },
    ]),
    true,
  ],
  [
    'a bare list in YAML',
    { text: '- step: 1\n  action: Build\n- step: 2\n  action: Ship\n', fileName: 'plan.yaml' },
    true,
  ],
  ['a bare list without titles', json([{ do: 'Build' }, { do: 'Ship' }]), true],
  [
    'by names of fields',
    json({ tasks: [{ task_id: 'a', title: 'A', depends_on: [], acceptance_criteria: [] }] }),
    true,
  ],
  ['YAML with statuses', 'tasks:\n  - id: 0\n    title: A\n    status: finished\n', true],
  ['YAML below other keys, pasted', 'project: kettle\nversion: 1\n\ntasks:\n  - id: 0\n    name: A\n', true],
  ['YAML without ids', 'tasks:\n- description: Do a\n- description: Do b\n', true],
  ['phases that hold tasks', json({ phases: [{ name: 'P', tasks: [{ id: 'a', title: 'A' }] }] }), true],
  [
    'milestones of tasks that stand elsewhere',
    json({ milestones: [{ id: 'M1', title: 'a', task_ids: ['T1'] }] }),
    true,
  ],
  ['not markdown that begins with tasks:', 'tasks:\n- [ ] a\n- [ ] b\n', false],
  ["not nightshift's own list", 'tasks:\n- title: A\n- title: B\n', false],
  ["not nightshift's own list with a slip", 'tasks:\n- title: A\n- title: B\n  priority: high\n- title: C\n', false],
  ['not the settings of something', json({ name: 'x', version: '1', scripts: { a: 'b' } }), false],
]);

formatTable('data-list', [
  [
    'takes the title from whatever text there is',
    json({
      steps: ['Build', { do: 'Ship it' }, { run: 'make x' }, { ship: 'Send it out' }, { subtasks: [{ title: 'Lid' }] }],
    }),
    { n_tasks: 5, problems: [] },
  ],
  [
    'refuses what says nothing of what is to be done, unless it is done',
    '{"steps":[{"name":"a","status":"open"},\n{"status":"open"},\n{"id":7,"mood":1},\n{"status":"done"},\n{"x":"a","y":"b"}]}',
    { problems: ['2 PLAN_MISSING_FIELD', '3 PLAN_MISSING_FIELD', '5 PLAN_MISSING_FIELD'] },
  ],
  [
    'reads durations as programs write them, and notes what is none',
    json({
      tasks: [
        { name: 'a', estimate: 'PT1H30M' },
        { name: 'b', estimate: 'soon' },
        { name: 'c', estimate: 'XL' },
      ],
    }),
    { n_tasks: 3, notes: ['1 NOTE_DOCUMENT_ORDER', '1 NOTE_NOT_UNDERSTOOD'] },
  ],
  [
    'one task that says what it waits on frees no other: one without the field follows the order',
    'tasks:\n- id: a\n  name: A\n  status: open\n- id: b\n  name: B\n- id: c\n  name: C\n  depends_on: [a]\n- id: d\n  name: D\n- id: e\n  name: E\n  depends_on: []\n- id: f\n  name: F\n',
    { shape: ['a', 'b<~a', 'c<a', 'd<~b,~c', 'e', 'f<~d,~e'], notes: ['2 NOTE_DOCUMENT_ORDER'] },
  ],
  [
    'an empty field in each task is an order as well',
    'tasks:\n- id: a\n  name: A\n  status: open\n  depends_on: []\n- id: b\n  name: B\n  depends_on: []\n',
    { shape: ['a', 'b<~a'] },
  ],
  [
    'reads a list whose keys are places, and words of features that pass',
    json({
      0: { id: 'A', title: 'a', status: 'passing', verification: ['x', 'y'], priority: 0 },
      1: { id: 'B', title: 'b', status: 'pass', priority: 1 },
      2: { id: 'C', title: 'c', status: 'ready_for_qa', priority: 2 },
    }),
    { ids: ['A', 'B', 'C'], done_ids: ['A', 'B'], verification_count: 2 },
  ],
  [
    'reads subtasks at the top',
    json({
      spec_id: 'x',
      subtasks: [
        { id: '1', title: 'a', status: 'completed' },
        { id: '2', title: 'b', status: 'pending' },
      ],
    }),
    { ids: ['1', '2'], done_ids: ['1'] },
  ],
  [
    'reads a generic list',
    json({
      tasks: [
        { task_id: 'a', title: 'A', milestone: 'M1', acceptance_criteria: ['x', 'y'], status: 'complete' },
        { task_id: 'b', title: 'B', milestone: 'M2', depends_on: ['a'] },
      ],
    }),
    { ids: ['a', 'b'], edges: [['a', 'b']], verification_count: 2, done_ids: ['a'], waves_or_phases: 2 },
  ],
  [
    'reads milestones in their phases',
    json({
      phases: [
        { id: 'P1', title: 'One', milestone_ids: ['M1'] },
        { id: 'P2', title: 'Two', milestone_ids: ['M2'] },
      ],
      milestones: [
        { id: 'M1', title: 'a', status: 'completed', task_ids: ['T1', 'T2'] },
        { id: 'M2', title: 'b', status: 'pending', task_ids: ['T3'] },
      ],
    }),
    {
      ids: ['M1', 'M2'],
      n_subtasks: 3,
      subtask_ids: ['T1', 'T2', 'T3'],
      waves_or_phases: 2,
      done_ids: ['M1'],
      edges: [],
    },
  ],
  [
    'starts at 0 in YAML (T25)',
    'tasks:\n- id: 0\n  name: a\n  status: finished\n  phase: P0\n- id: 1\n  name: b\n  status: claimed\n  dependencies: [0]\n  phase: P1\n',
    { ids: ['0', '1'], edges: [['0', '1']], done_ids: ['0'], waves_or_phases: 2 },
  ],
  [
    'keeps ids as they are written (T7)',
    'tasks:\n- id: 010\n  name: a\n  status: done\n- id: 2.10\n  name: b\n  status: done\n  dependencies: [010]\n',
    { ids: ['010', '2.10'], edges: [['010', '2.10']] },
  ],
  [
    'numbers what has no id, and takes the description for a title',
    'tasks:\n- description: Boil the water. Slowly.\n- description: >\n    Pour it\n',
    { ids: ['1', '2'], shape: ['1', '2<~1'] },
  ],
  [
    'takes an empty folded text as nothing',
    'tasks:\n- name: a\n  status: todo\n  description: >\n\n- name: b\n  status: todo\n',
    { n_tasks: 2, problems: [] },
  ],
  [
    'reads what people call a command and a dependency',
    'tasks:\n- id: a\n  name: A\n  run: make\n- id: b\n  name: B\n  needs: [a]\n  cmd: make test\n- id: c\n  name: C\n  after: b\n  command: make ship\n',
    {
      edges: [
        ['a', 'b'],
        ['b', 'c'],
      ],
      shape: ['a', 'b<a', 'c<b'],
    },
  ],
  [
    'reads phases of groups with a command between them',
    'phases:\n- id: p1\n  name: One\n  groups:\n  - id: b1\n    parallel: true\n    tasks: [T001, T002]\n    gate:\n      command: make test\n  - id: b2\n    depends_on: [b1]\n    tasks: [T003]\n',
    {
      ids: ['T001', 'T002', 'T003'],
      waves_or_phases: 1,
      verification_count: 1,
      shape: ['T001', 'T002', 'T003<T001,T002'],
      gates: [],
    },
  ],
  [
    'reads phases without tasks as the tasks',
    json({
      phases: [
        { id: 1, name: 'a', status: 'done' },
        { id: 2, name: 'b', depends_on: [1] },
      ],
    }),
    { ids: ['1', '2'], edges: [['1', '2']] },
  ],
  [
    'reads a map of tasks',
    json({ tasks: { a: { name: 'A', status: 'done' }, b: { name: 'B', deps: ['a'] } } }),
    { ids: ['a', 'b'], edges: [['a', 'b']] },
  ],
  [
    'reads a dependency list in one text',
    json({
      tasks: [
        { name: 'A', id: 'a' },
        { name: 'B', id: 'b', depends_on: 'none' },
        { name: 'C', id: 'c', depends_on: 'a, b' },
      ],
    }),
    {
      edges: [
        ['a', 'c'],
        ['b', 'c'],
      ],
    },
  ],
  [
    'asks a person where a field has a name close to those known',
    json({
      tasks: [
        { name: 'A', id: 'a', requires_human_review: true },
        { name: 'B', id: 'b', requiresHumanApproval: 'lead' },
        { name: 'C', id: 'c', approval_needed: 'yes' },
        { name: 'D', id: 'd', manualStep: 'press it' },
        { name: 'E', id: 'e', requires_signoff: true },
        { name: 'F', id: 'f', automated: false },
        { name: 'G', id: 'g', autonomus: false },
        { name: 'H', id: 'h', autonomous: 'flase' },
        { name: 'I', id: 'i', human_approval_required: true },
        { name: 'J', id: 'j', requires_confirmation: true },
        { name: 'K', id: 'k', assignee: 'human' },
      ],
    }),
    {
      gates: [
        'a requires_human_review: true',
        'b requiresHumanApproval: lead',
        'c approval_needed: yes',
        'd manualStep: press it',
        'e requires_signoff: true',
        'f automated: false',
        'g autonomus: false',
        'h autonomous: flase',
        'i human_approval_required: true',
        'j requires_confirmation: true',
        'k assignee: human',
      ],
    },
  ],
  [
    'asks nobody where such a field says no, or is about something else',
    json({
      tasks: [
        { name: 'A', id: 'a', requires_human_review: false },
        { name: 'B', id: 'b', human_readable: true },
        { name: 'C', id: 'c', no_human_review: true },
        { name: 'D', id: 'd', automated: true, autonomous: 'yes' },
        { name: 'E', id: 'e', manual_tests: ['look'], approval_status: 'approved' },
      ],
    }),
    { gates: [] },
  ],
  [
    'asks a person where the list or a task says so (T51)',
    json({
      autonomous: false,
      tasks: [
        { name: 'A', id: 'a' },
        { name: 'B', id: 'b', human: 'release manager' },
      ],
    }),
    { gates: ['a autonomous: false', 'b human: release manager'] },
  ],
  [
    'takes no yes, and no list of steps, for a command',
    json({
      tasks: [
        { name: 'A', id: 'a', run: 'always', status: 'todo' },
        { name: 'B', id: 'b', run: ['make'] },
      ],
    }),
    { n_tasks: 2 },
  ],
]);

formatTable('data-list', [
  [
    'asks a person however the key is written (T51)',
    json({
      tasks: [
        { name: 'A', id: 'a', Autonomous: 'False' },
        { name: 'B', id: 'b', 'requires-approval': 'yes' },
        { name: 'C', id: 'c', gate: { type: 'blocking' } },
        { name: 'D', id: 'd', gate: { command: 'make' } },
        { name: 'E', id: 'e', autonomous: true, checkpoint: 'none', approval: 'auto' },
        { name: 'F', id: 'f', agent: 'human', executor: 'human' },
      ],
    }),
    {
      gates: ['a Autonomous: False', 'b requires-approval: yes', 'c gate: set', 'f agent: human'],
    },
  ],
  [
    'reads a list of agents that is not ours',
    'tasks:\n- id: a\n  title: A\n  agent: coder\n  status: pending\n- id: b\n  title: B\n  agent: tester\n  status: pending\n  depends_on: a\n',
    { edges: [['a', 'b']] },
  ],
  [
    'reads a todo list of an assistant',
    json([
      { content: 'Boil', status: 'completed', activeForm: 'Boiling', id: '1' },
      { content: 'Pour', status: 'in_progress', activeForm: 'Pouring', id: '2' },
    ]),
    { ids: ['1', '2'], done_ids: ['1'] },
  ],
  [
    'notes where two fields disagree about being done',
    json({ tasks: [{ id: 'a', name: 'A', status: 'pending', completed: true }] }),
    { done_ids: [], notes: ['1 NOTE_PARTS_DISAGREE'] },
  ],
]);

formatTable('data-list', [
  [
    'reads lists of tasks beside each other, by whatever names, and names the lists that hold none',
    {
      fileName: 'plan.yaml',
      text: 'project: x\nbackend:\n- {id: b1, title: API}\n- {id: b2, title: DB, depends_on: [b1]}\nfrontend:\n- title: Page\ngates:\n- before: b1\n',
    },
    { shape: ['b1', 'b2<b1', '3<~b2'], waves_or_phases: 2, notes: ['3 NOTE_DOCUMENT_ORDER', '8 NOTE_HUMAN_GATE'] },
  ],
  [
    'reads a second list beside the tasks, and says of risks that they are not read',
    json({
      tasks: [{ id: 1, name: 'A', status: 'todo' }],
      followups: [{ id: 2, name: 'B' }],
      risks: [{ id: 'r', name: 'rain' }],
    }),
    { shape: ['1', '2<~1'], notes: ['1 NOTE_DOCUMENT_ORDER', '1 NOTE_FIELDS_LEFT_OUT'] },
  ],
  [
    'reads every list of a phase, and tasks that stand beside the phases',
    'phases:\n- name: A\n  tasks: [{id: t1, title: x}]\n  bugs: [{id: b1, title: y}]\ntasks:\n- {id: z, title: last, depends_on: [b1]}\n',
    { shape: ['t1', 'b1<~t1', 'z<b1'] },
  ],
  [
    'reads several lists of sentences',
    json({ backend: ['Build the API', 'Add a login'], frontend: ['Build a page'] }),
    { shape: ['1', '2<~1', '3<~2'] },
  ],
  [
    'reads steps that are counted, with an action or a prompt, also inside of a plan',
    json({
      plan: {
        steps: [
          { step: 1, action: 'Dig', done: true },
          { step: 2, prompt: 'Fill it. Slowly.' },
          { step: 3, action: 'Ship', blockedBy: [2] },
        ],
      },
    }),
    { ids: ['1', '2', '3'], done_ids: ['1'], shape: ['1', '2<~1', '3<2'] },
  ],
  [
    'reads what tasks wait on under every name of such a field',
    json({
      tasks: [
        { id: 'a', name: 'A' },
        { id: 'b', name: 'B', waitsOn: 'a' },
        { id: 'c', name: 'C', prerequisites: ['b'] },
        { id: 'd', name: 'D', depends_on: [], blocked_by: 'c' },
      ],
    }),
    { shape: ['a', 'b<a', 'c<b', 'd<c'] },
  ],
]);
