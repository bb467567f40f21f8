import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitRepositories } from '../../runtime/adapters/git/git-repositories';
import { BubblewrapSandbox } from '../../runtime/adapters/sandbox/bubblewrap-sandbox';
import { type CriteriaRun, runCriteria } from '../../runtime/app/run-criteria';
import { asExecutionId, asTaskId } from '../../runtime/core/ids';
import { agentTask } from '../contracts/agent.contract';
import { bubblewrapSkipReason } from '../support/bubblewrap-skip-reason';

const skipped = bubblewrapSkipReason();

(skipped === undefined ? describe : describe.skip)(
  `criteria in the real sandbox${skipped === undefined ? '' : ` (skipped: ${skipped})`}`,
  () => {
    let root: string;
    let repositories: GitRepositories;
    let run: CriteriaRun;
    beforeEach(async () => {
      root = realpathSync(mkdtempSync(join(tmpdir(), 'ns-criteria-')));
      repositories = new GitRepositories({ home: root });
      const key = {
        execution: asExecutionId('0199f2a4-7c31-7e0a-9d55-3b1f00c0ffee'),
        epoch: 1,
        task: asTaskId('task-001'),
        token: 1,
      };
      const workspace = await repositories.openScratch(key);
      const log = {
        write: () => undefined,
        tail: () => ({ text: '', offset: 0 }),
        close: async () => ({ digest: '', bytes: 0 }),
      };
      run = {
        task: agentTask(),
        workspace,
        sandbox: new BubblewrapSandbox(),
        env: {},
        log,
        timeMs: 60_000,
      };
    });
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    let timeMs = 60_000;
    beforeEach(() => {
      timeMs = 60_000;
    });

    const evidenceOf = (...commands: readonly string[]) => {
      const verification = commands.map((command, index) => ({
        ...agentTask().verification[0],
        id: `c${index}`,
        criterion: 'It works',
        test: 'auto' as const,
        command,
      }));
      const deps = {
        clock: { steady: () => performance.now() },
        repositories,
        redact: (text: string) => text,
        limits: { memoryBytes: 2 * 1024 ** 3, outputBytes: 1_000_000 },
      };
      const task = agentTask({ verification: verification as never });
      return runCriteria(deps, { ...run, task, timeMs }, new AbortController().signal);
    };

    it('gives all criteria together the time that the task has, and says which one used it up', async () => {
      timeMs = 1_000;
      const [slow, late] = await evidenceOf('echo begun; sleep 60', 'true');
      expect(slow).toMatchObject({ exitCode: 124, outputTail: 'begun\n\n[stopped: timed-out]\n' });
      expect(late?.exitCode).toBe(124);
    });

    it('fails a test that fails, although the agent set a shell in its HOME that passes all', async () => {
      const { dir, home } = run.workspace;
      writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'x', scripts: { test: 'exit 3' } }));
      writeFileSync(join(home, '.npmrc'), 'script-shell=/bin/true\n');
      const npm = 'npm test';
      // It is a forgery that works where it is read.
      const forged = await run.sandbox.run(
        {
          argv: ['/bin/sh', '-c', npm],
          workspace: dir,
          home,
          readOnly: [],
          shared: [],
          env: {},
          limits: { timeMs: 30_000, outputBytes: 1e6, memoryBytes: 2 * 1024 ** 3, processes: 512, fileBytes: 1e8 },
          onOutput: () => undefined,
        },
        new AbortController().signal,
      );
      expect(forged).toMatchObject({ exitCode: 0 });
      expect(await evidenceOf(npm)).toMatchObject([{ command: npm, exitCode: 3 }]);
    });

    it('gives every criterion an empty HOME of its own, with nothing of the one before it', async () => {
      writeFileSync(join(run.workspace.home, 'of-the-agent'), 'x');
      const evidence = await evidenceOf(
        'ls -A "$HOME"; echo forged > "$HOME/.npmrc"; ls -A "$HOME"',
        `ls -A "$HOME"; ls ${run.workspace.home}`,
      );
      expect(evidence.map(({ outputTail }) => outputTail)).toEqual([
        '.npmrc\n',
        expect.stringContaining('No such file'),
      ]);
      expect(evidence[1]?.outputTail).not.toMatch(/^\.npmrc/m);
      expect(existsSync(join(run.workspace.home, 'of-the-agent'))).toBe(true);
    });
  },
);
