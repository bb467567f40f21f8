import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const ONE_TRY = { retry: { maxAttempts: 1, backoffMultiplier: 2 } };
let nightshift: Nightshift;

beforeAll(async () => {
  nightshift = await Nightshift.shared('steady');
}, STARTS);
afterAll(() => nightshift.close(), MINUTE);

it(
  `does not take an ignored file for proof, and says that it is not part of the result${verifies('R-30')}`,
  async () => {
    const repo = await nightshift.addRepository('ignored');
    const text = planText(['a'], {
      a: {
        command: "echo '*.tmp' > .gitignore; echo yes > proof.tmp; git config alias.proof '!true'",
        files: ['.gitignore'],
        verification: [
          { criterion: 'The proof is there', command: 'test -f proof.tmp' },
          { criterion: 'git says so', command: 'git proof' },
        ],
      },
    });
    const { executionId } = await nightshift.handOff(text, { repo, ...ONE_TRY });
    expect(await nightshift.over(executionId)).toBe('failed');
    const [task] = await nightshift.gateway.tasks(executionId);
    expect(task?.lastFailure).toContain('`test -f proof.tmp` ended with exit code 1');
    expect(task?.lastFailure).toContain('`git proof` ended with exit code 1');
    expect(task?.lastFailure).toContain('because .gitignore names it, and so not there: proof.tmp.');
    expect((await nightshift.gateway.fsck(executionId)).violations).toEqual([]);
  },
  2 * MINUTE,
);

it(
  `checks what is committed: a generator that changes nothing proves that what it made is up to date${verifies('R-30')}`,
  async () => {
    const repo = await nightshift.addRepository('generated');
    const text = planText(['a'], {
      a: {
        command: 'echo made > made.txt',
        files: ['made.txt'],
        verification: [
          { criterion: 'Made again, it is the same', command: 'echo made > made.txt && git diff --exit-code' },
          { criterion: 'It is the only change', command: 'test "$(git diff --name-only HEAD~1)" = made.txt' },
        ],
      },
    });
    const { executionId } = await nightshift.handOff(text, { repo, ...ONE_TRY });
    expect(await nightshift.over(executionId)).toBe('succeeded');
    const { result } = await nightshift.until('the result is delivered', async () => {
      const report = await nightshift.gateway.report(executionId);
      return report.result && { result: report.result };
    });
    expect(git(repo, 'show', `${result.branch}:made.txt`)).toBe('made\n');
  },
  2 * MINUTE,
);

it(
  'lets tasks read what the project shares, and keeps it out of the result',
  async () => {
    const repo = await nightshift.addRepository('sharing');
    mkdirSync(join(repo, 'node_modules/greeting'), { recursive: true });
    writeFileSync(join(repo, 'node_modules/greeting/index.js'), "module.exports = 'hello';\n");
    writeFileSync(join(repo, '.gitignore'), 'node_modules/\n');
    git(repo, 'add', '--all');
    git(repo, 'commit', '--quiet', '--message=Ignore');
    expect(await nightshift.gateway.addProject({ dir: repo })).toMatchObject({
      shares: [],
      unshared: ['node_modules'],
    });
    expect(await nightshift.gateway.addProject({ dir: repo, shares: ['node_modules'] })).toMatchObject({
      shares: ['node_modules'],
      unshared: [],
    });
    const say = `node -e "console.log(require('greeting'))"`;
    const text = planText(['a'], {
      a: {
        command: `${say} > said.txt`,
        files: ['said.txt'],
        verification: [
          { criterion: 'It says the same again', command: `test "$(${say})" = "$(cat said.txt)"` },
          { criterion: 'Nobody writes there', command: '! touch node_modules/greeting/index.js' },
        ],
      },
    });
    const { executionId } = await nightshift.handOff(text, { repo, ...ONE_TRY });
    expect(await nightshift.over(executionId)).toBe('succeeded');
    const { result } = await nightshift.until('the result is delivered', async () => {
      const report = await nightshift.gateway.report(executionId);
      return report.result && { result: report.result };
    });
    expect(git(repo, 'diff', '--name-only', 'main', result.branch).trim()).toBe('said.txt');
    expect(git(repo, 'show', `${result.branch}:said.txt`)).toBe('hello\n');
  },
  2 * MINUTE,
);
