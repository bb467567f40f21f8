import { detects, formatTable } from './format-table';

const feature = (description: string, more: object = {}) => ({
  category: 'ui',
  description,
  steps: ['Open', 'Look'],
  passes: false,
  ...more,
});

detects('feature-list', [
  ['the list alone', JSON.stringify([feature('a'), feature('b')]), true],
  [
    'the list under features',
    JSON.stringify({ features: [{ id: 1, name: 'a', status: 'done', acceptance: ['x'] }] }),
    true,
  ],
  ['by its name', { text: JSON.stringify([feature('a')]), fileName: 'feature_list.json' }, true],
  ['in YAML', { text: 'features:\n- id: 1\n  name: a\n  passes: true\n', fileName: 'features.yaml' }, true],
  ["not nightshift's own list", '[{"title":"a"}]', false],
  ['not features of something else', '{"features":[{"type":"Feature","geometry":{}}]}', false],
]);

formatTable('feature-list', [
  [
    'gives features without ids their position, and reads steps as criteria',
    JSON.stringify([feature('Shows a list', { passes: true }), feature('Shows more')]),
    { ids: ['1', '2'], done_ids: ['1'], verification_count: 4, shape: ['1', '2<~1'], n_subtasks: 0 },
  ],
  [
    'keeps ids out of order',
    JSON.stringify({
      features: [
        { id: 10, name: 'a', status: 'done', acceptance: ['x', 'y'] },
        { id: 9, name: 'b', status: 'todo' },
      ],
    }),
    { ids: ['10', '9'], done_ids: ['10'], verification_count: 2 },
  ],
  [
    'is UTF-16 that was read wrongly before and lost its quotes (T2, T4): shown and refused',
    {
      text: '{\r\n"features": [\r\n{ "id": "F1",\r\n"title": "\u93c2\u677f\uff1f,\r\n"status": "done",\r\n"notes": "\u6f5e?  \r\n},\r\n{ "id": "F2", "title": "b", "status": "todo" }\r\n]\r\n}',
      encoding: 'UTF-16LE',
      fileName: 'feature_list.json',
    },
    { ids: ['F1', 'F2'], done_ids: ['F1'], problems: ['4 PLAN_SYNTAX'] },
  ],
]);
