import { HashedTextEmbedder } from '../../../runtime/adapters/local-embeddings/hashed-text-embedder';
import { stemOf } from '../../../runtime/adapters/local-embeddings/stem-of';
import { embedderContract } from '../../contracts/embedder.contract';
import { verifies } from '../../support/verifies';

embedderContract('local', async () => ({ embedder: new HashedTextEmbedder(), close: async () => undefined }));

/** Three ways to name each task. */
const TRIPLES = [
  ['Write unit tests for the parser', 'Add parser unit tests', 'Test the parser with unit tests'],
  ['Fix login timeout bug', 'Repair the timeout on login', 'Login times out: fix it'],
  ['Update the README', 'README needs an update', 'Refresh README with new instructions'],
  ['Add dark mode to settings page', 'Settings page: support a dark theme', 'Implement dark mode in the settings'],
  [
    'Migrate database schema to v2',
    'Schema migration of the database',
    'Write the migration for the new database schema',
  ],
  ['Set up CI pipeline', 'Configure continuous integration pipeline', 'Create the pipeline for CI builds'],
  ['Refactor authentication module', 'Clean up the authentication code', 'Authentication refactoring'],
  ['Deploy to staging', 'Staging deployment', 'Roll out the release to the staging environment'],
  ['Add rate limiting to API', 'API rate limiter', 'Limit the request rate of the API'],
  ['Cache search results', 'Search result caching', 'Add a cache for search'],
  ['Upgrade dependencies', 'Bump outdated dependencies', 'Dependency upgrades'],
  ['Lint the code base', 'Run the linter and fix lint warnings', 'Fix eslint warnings across the code'],
  ['Document the HTTP API', 'Write API documentation for HTTP endpoints', 'HTTP API docs'],
  ['Add pagination to user list', 'Paginate the list of users', 'User list needs pagination'],
  ['Handle uploads of large files', 'Support large file upload', 'Large uploads should be streamed'],
  ['Send e-mail notifications', 'Notify users by e-mail', 'E-mail notification on new comments'],
  ['Improve query performance', 'Optimise slow database queries', 'Make queries faster with an index'],
  ['Add end-to-end tests for checkout', 'Checkout e2e tests', 'End to end testing of the checkout flow'],
  ['Implement password reset', 'Let users reset their password', 'Password reset by link'],
  ['Export report as CSV', 'CSV export of reports', 'Download the report in CSV format'],
  ['Package the release tarball', 'Build the release package', 'Make a tarball for release'],
  ['Write changelog entry', 'Add entry to the changelog', 'Changelog for the new version'],
  ['Validate form input', 'Input validation on forms', 'Check the inputs of the form'],
  ['Encrypt secrets at rest', 'Encryption of stored secrets', 'Store secrets encrypted'],
  ['Log structured JSON', 'Structured logging in JSON', 'Switch logs to JSON structure'],
  ['Remove dead code', 'Delete unused code', 'Dead code removal'],
  ['Parse YAML configuration', 'YAML config parser', 'Read the configuration from YAML'],
  ['Add health check endpoint', 'Health endpoint for checks', 'Implement endpoint that reports health'],
  ['Create Docker image', 'Dockerfile and image build', 'Build the Docker image'],
  ['Monitor memory usage', 'Memory monitoring', 'Track how much memory is used'],
];

describe('HashedTextEmbedder', () => {
  it(`finds the other names of a task${verifies('R-63')}`, async () => {
    const titles = TRIPLES.flatMap((triple, task) => triple.map((title) => ({ title, task })));
    const vectors = await new HashedTextEmbedder().embed(titles.map(({ title }) => title));
    let first = 0;
    let firstTwo = 0;
    for (const [index, { task }] of titles.entries()) {
      const ranked = titles
        .map((other, at) => ({
          ...other,
          at,
          similarity: vectors[index]!.reduce((sum, value, i) => sum + value * vectors[at]![i]!, 0),
        }))
        .filter(({ at }) => at !== index)
        .sort((a, b) => b.similarity - a.similarity);
      if (ranked[0]!.task === task) first++;
      firstTwo += ranked.slice(0, 2).filter((other) => other.task === task).length;
    }
    expect(first / titles.length).toBeGreaterThanOrEqual(0.85);
    expect(firstTwo / 2 / titles.length).toBeGreaterThanOrEqual(0.8);
  });

  it('gives the same vector on every machine', async () => {
    const [vector] = await new HashedTextEmbedder().embed(['Write unit tests']);
    const strongest = [...vector!.entries()].sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 3);
    expect(strongest.map(([place, value]) => `${place} ${value.toFixed(3)}`)).toMatchInlineSnapshot(`
[
  "125 0.568",
  "1 0.472",
  "423 0.472",
]
`);
  });
});

describe('stemOf', () => {
  it.each([
    ['tests', 'test'],
    ['testing', 'test'],
    ['tested', 'test'],
    ['running', 'run'],
    ['caching', 'cach'],
    ['cache', 'cach'],
    ['dependencies', 'dependency'],
    ['deployment', 'deploy'],
    ['api', 'api'],
    ['v2', 'v2'],
  ])('the stem of %s is %s', (word, stem) => expect(stemOf(word)).toBe(stem));
});
