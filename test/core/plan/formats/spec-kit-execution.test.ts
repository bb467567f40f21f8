import { detects, formatTable, read, seen } from './format-table';

const TEXT = `feature: Kettle
phases:
  - id: setup
    batches:
      - id: b1
        parallel: true
        tasks: [T001, T002]
        gate:
          command: make check
      - id: b2
        tasks:
          - id: T003
            description: Boil
            files: [src/boil.c]
          - id: T004
            description: Pour
  - id: more
    depends_on: [b1]
    batches:
      - id: b3
        tasks: [T005]
        gate:
          type: manual
`;

detects('spec-kit-execution', [
  ['by its phases and batches', TEXT, true],
  ['by its name', { text: TEXT, fileName: 'specs/001-k/tasks.execution.yaml' }, true],
  ['not phases alone', 'phases:\n  - id: a\n    tasks: [T001]\n', false],
]);

/** Four phases of one task: the second says it of itself, the third of its batch, the fourth of its task. */
const said = (field: string): string =>
  `phases:
  - id: a
    batches:
      - {id: b1, tasks: [T001]}
  - id: b
    ${field}
    batches:
      - {id: b2, tasks: [T002]}
  - id: c
    batches:
      - {id: b3, tasks: [T003], ${field}}
  - id: d
    batches:
      - {id: b4, tasks: [{id: T004, title: x, ${field}}]}
`;

describe('a phase, a batch or a task that asks for a person', () => {
  it.each([
    'approval: required',
    'autonomous: false',
    'checkpoint: human-verify',
    'gate: manual',
    'gate: {type: manual}',
    'gate: {command: make ship, type: human_approval}',
    'human_gate: true',
    'manual: true',
    'requires_approval: true',
    'requires_human_review: true',
    'status: blocked',
    'blocked: true',
    'type: manual',
    'owner: human',
  ])('says so by %s', (field) => {
    const gates = seen(read(said(field)), ['gates']).gates!.map((gate) => gate.slice(0, 4));
    expect(gates).toEqual(['T002', 'T003', 'T004']);
  });
  it.each([
    'autonomous: true',
    'gate: none',
    'gate: {command: make test}',
    'approval: none',
    'blocked: false',
    'owner: Bob',
  ])('does not by %s', (field) => expect(seen(read(said(field)), ['gates'])).toEqual({ gates: [] }));
  it('is not run when it is cancelled', () => {
    const { reading } = read(said('status: cancelled'));
    expect(reading.type === 'plan' && reading.plan.tasks.map(({ status }) => status)).toEqual([
      'pending',
      'skipped',
      'skipped',
      'skipped',
    ]);
  });
});

formatTable('spec-kit-execution', [
  [
    'reads tasks of a phase that stand in no batch, before its batches',
    'phases:\n  - id: a\n    tasks: [T001, T002]\n    batches:\n      - {id: x, tasks: [T003]}\n  - id: b\n    depends_on: [a]\n    batches:\n      - {id: y, steps: [T004]}\n',
    { shape: ['T001', 'T002<~T001', 'T003<~T002', 'T004<T001,T002,T003'] },
  ],
  [
    'reads batches: what waits on one waits on each of its tasks; a gate is checked after the last',
    TEXT,
    {
      ids: ['T001', 'T002', 'T003', 'T004', 'T005'],
      edges: [
        ['T001', 'T005'],
        ['T002', 'T005'],
      ],
      shape: ['T001', 'T002', 'T003<~T001,~T002', 'T004<~T003', 'T005<T001,T002'],
      waves_or_phases: 2,
      verification_count: 2,
      gates: ['T005 The gate says: manual'],
    },
  ],
  [
    'keeps an unknown batch as missing',
    TEXT.replace('[b1]', '[b9]'),
    { missing_dep_ids: ['b9'], edges: [['b9', 'T005']] },
  ],
]);

formatTable('spec-kit-execution', [
  [
    'reads tasks of a phase without batches, and the steps of a batch',
    'phases:\n- id: a\n  tasks: [T001, T002]\n- id: b\n  depends_on: [a]\n  batches:\n  - id: b1\n    tasks: [T003]\n  - {id: b2, steps: [T004]}\n',
    { ids: ['T001', 'T002', 'T003', 'T004'], shape: ['T001', 'T002<~T001', 'T003<T001,T002', 'T004<T001,T002,~T003'] },
  ],
]);
