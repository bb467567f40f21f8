import { detects, formatTable } from './format-table';

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

formatTable('spec-kit-execution', [
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
