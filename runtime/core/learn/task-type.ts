/** What kind of work a task is; patterns are filtered by it. Source. */
export type TaskType =
  | 'test'
  | 'documentation'
  | 'fix'
  | 'refactoring'
  | 'deployment'
  | 'build'
  | 'quality'
  | 'research'
  | 'configuration'
  | 'data'
  | 'interface'
  | 'feature';

/**
 * The kind of a task by the words of its title, then its command, then its description; `feature` when none tells.
 * In the title the first telling word decides: "Fix the test runner" is a fix, "Test the fix" a test.
 */
export function taskTypeOf(task: {
  readonly title: string;
  readonly description: string;
  readonly command?: string;
}): TaskType {
  for (const text of [task.title, task.command ?? '', task.description.slice(0, 500)]) {
    for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
      const type = TYPE_OF.get(word);
      if (type !== undefined) return type;
    }
  }
  return 'feature';
}

const WORDS: { readonly [type in Exclude<TaskType, 'feature'>]: string } = {
  test: 'test tests testing spec specs coverage jest vitest pytest e2e benchmark verify regression',
  documentation:
    'doc docs document documentation documenting readme changelog guide tutorial comment comments jsdoc glossary',
  fix: 'fix fixes fixing bug bugfix repair resolve debug hotfix correct crash crashes',
  refactoring: 'refactor refactoring rename extract cleanup simplify split restructure deduplicate move',
  deployment: 'deploy deployment release publish rollout ship docker kubernetes helm terraform',
  build: 'build compile bundle package packaging webpack esbuild pack',
  quality: 'lint linting format formatting eslint biome prettier typecheck audit review security scan',
  research: 'research investigate explore compare evaluate spike analyse analyze survey',
  configuration:
    'configure configuration config setup install init initialise initialize scaffold bootstrap upgrade bump dependencies dependency settings',
  data: 'migrate migration migrations schema database sql seed import export dataset etl',
  interface: 'ui page button form css style layout component dashboard frontend screen',
};

const TYPE_OF: ReadonlyMap<string, TaskType> = new Map(
  Object.entries(WORDS).flatMap(([type, words]) => words.split(' ').map((word) => [word, type as TaskType] as const)),
);
