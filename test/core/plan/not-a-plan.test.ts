import { brief, problemsOf } from './plans';

it.each<[string, string, string | undefined]>([
  ["VS Code's build tasks", '{ "version": "2.0.0", "tasks": [{ "label": "build" }] }', '.vscode/tasks.json'],
  [
    "VS Code's build tasks with comments, pasted",
    '// builds\n{ "version": "2.0.0", "tasks": [{ "label": "b" }] }',
    undefined,
  ],
  [
    'jobs that run again and again',
    '{"tasks":[{"id":"a","schedule":"0 * * * *","lastRun":"x","status":"completed"}]}',
    'tasks.json',
  ],
  ['the same, pasted', '{"tasks":[{"id":"a","enabled":true,"lastRun":null,"status":"completed"}]}', undefined],
  ["a timer's list", 'tasks:\n- name: Work\n  duration: 25\n- name: Rest\n  duration: 5\n', 'tasks.yaml'],
  ["beads' events", '{"id":"e","issue_id":"a","kind":"created"}\n', '.beads/events.jsonl'],
  ['a plan of the domain', '# Business plan\n\n1. Sell\n', '.planning/phases/01-a/BUSINESS_PLAN.md'],
  ['a table parted by commas', 'id,title,depends\n1,Dig,\n2,Plant,1\n', 'plan.csv'],
  ['the same, pasted', 'id,title,depends\n1,Dig,\n2,Plant,1\n', undefined],
  ['TOML', '[[task]]\nid = "a"\ntitle = "Dig"\n', 'plan.toml'],
  ['a workflow of a build server', 'name: Night\njobs:\n  lint:\n    run: npm run lint\n', 'night.yaml'],
])('%s is not a plan (T50)', (_, text, fileName) => {
  expect(brief(problemsOf(text, fileName))).toEqual(['1:1 PLAN_NOT_A_PLAN']);
});

it('says what to write instead of a table parted by commas', () => {
  expect(problemsOf('id,title\n1,Dig\n', 'plan.csv')).toMatchObject([
    { hint: 'Write the rows as a table in markdown, or as a list in JSON or YAML' },
  ]);
});
