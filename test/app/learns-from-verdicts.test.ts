import { HashedTextEmbedder } from '../../runtime/adapters/local-embeddings/hashed-text-embedder';
import { MemoryPatternStore } from '../../runtime/adapters/memory/memory-pattern-store';
import { answerTask } from '../../runtime/app/answer-question';
import { learnAttempt } from '../../runtime/app/learn-attempt';
import { recall, recommend } from '../../runtime/app/recommend';
import type { ExecutionId } from '../../runtime/core/ids';
import type { OutgoingMessage } from '../../runtime/ports/outbox';
import type { MergeResult } from '../../runtime/ports/repositories';
import { AppWorld, HOST } from '../support/app-world';
import { manual, smallPlan, type TaskExtras } from '../support/small-plan';
import { verifies } from '../support/verifies';

const DECLARED = { title: 'Write a note about the moon', files: ['moon.txt'] };
const ASKED: TaskExtras = { ...DECLARED, verification: [manual('m1')] };

/** What agents change, attempt by attempt; the last goes on. */
interface Night {
  readonly changes: readonly (readonly string[])[];
  readonly merges?: readonly MergeResult[];
  readonly answers?: readonly ('pass' | 'fail')[];
}

/** One task with a repository, whose agents say each time that they are done. */
class LearningWorld {
  readonly patterns = new MemoryPatternStore();
  readonly embedder = new HashedTextEmbedder();
  readonly told: OutgoingMessage[] = [];
  private constructor(
    readonly world: AppWorld,
    readonly id: ExecutionId,
  ) {}

  static async after(extras: TaskExtras, night: Night, options: object = {}): Promise<LearningWorld> {
    const workspace = { dir: '/workspace', home: '/home', cleanHome: '/clean-home', readOnly: [], shared: [] };
    let [attempts, merges] = [0, 0];
    const world = new AppWorld({
      agentName: 'claude-code',
      repositories: {
        fetchBase: async () => ({ base: 'base', leftOut: [] }),
        setTip: async () => undefined,
        openWorkspace: async () => workspace,
        importTree: async () => ({
          tree: 'tree',
          changedFiles: night.changes[Math.min(attempts++, night.changes.length - 1)]!,
          ignored: [],
        }),
        absentFiles: async () => ['moon.txt'],
        openResult: async () => undefined,
        merge: async () => night.merges?.[merges++] ?? { type: 'merged', commit: 'merged' },
      },
    });
    await world.addWorker('w1');
    const { id: projectId } = await world.stores.projects.add({ dir: '/project', host: HOST, name: 'project' });
    const { command: _, ...task } = smallPlan(['a'], { a: extras }).tasks[0]!;
    const given = { agent: 'claude-code', advance: 'direct', projectId, homeHost: HOST, ...options } as const;
    const learning = new LearningWorld(world, await world.submit({ ...smallPlan(['a']), tasks: [task] }, given));
    const answers = [...(night.answers ?? [])];
    for (let turns = 0; turns < 20 && (await world.state(learning.id)).endedAt === undefined; turns++) {
      await world.loop(learning.id);
      await world.pass(10_000);
      const { question } = (await world.state(learning.id)).tasks.at(0)!;
      if (question === undefined) continue;
      await learning.learn();
      const result = answers.shift() ?? 'fail';
      const answer = { criterionId: question.criteria[0]!, result, actor: 'person:me', note: 'not enough' };
      await answerTask(world.deps, { executionId: learning.id, taskId: 'a', ...answer });
    }
    await learning.learn();
    return learning;
  }

  /** Everything that is due is learned, as a gateway that dies after each does it: twice. */
  async learn(): Promise<void> {
    const deps = { ...this.deps, ...this.world.deps, attempts: this.world.stores.attempts };
    const attemptLogs = { open: () => undefined as never, read: async () => undefined };
    for (const message of await this.world.stores.outbox.take('learn', 100, 1)) {
      for (let times = 0; times < 2; times++) await learnAttempt({ ...deps, attemptLogs }, message);
      await this.world.stores.outbox.delivered(message.id);
    }
  }

  /** `true` for a success, else what was wrong. */
  async learned(): Promise<readonly (true | string)[]> {
    const found = await recommend(this.deps, { text: DECLARED.title, limit: 20 });
    return found
      .toSorted((one, other) => (one.timestamp < other.timestamp ? -1 : 1))
      .map(({ isSuccess, errors }) => isSuccess || errors.join('; '));
  }

  /** The block of the next prompt. */
  async recalled(): Promise<readonly string[]> {
    return recall({ ...this.deps, log: this.world.deps.log }, await this.world.state(this.id), 0);
  }

  private get deps() {
    return { embedder: this.embedder, patterns: this.patterns, secrets: [] };
  }
}

describe(`what is learned of an attempt follows its verdict, whatever its agent says${verifies('R-60', 'R-63')}`, () => {
  it('where nothing was changed', async () => {
    const learning = await LearningWorld.after(DECLARED, { changes: [[]] });
    const idle = expect.stringMatching(
      /^Nothing was changed, but the task declares moon\.txt\. Not there: moon\.txt\./,
    );
    expect(await learning.learned()).toEqual([idle, idle, idle]);
    const recalled = await learning.recalled();
    expect(recalled).toHaveLength(3);
    for (const line of recalled) expect(line).toMatch(/"Write a note about the moon" failed \(Nothing was changed/);
  });

  it('where files were changed that the task does not declare', async () => {
    const learning = await LearningWorld.after(
      DECLARED,
      { changes: [['moon.txt', 'sun.txt'], ['moon.txt']], answers: ['pass'] },
      { undeclaredWrites: 'fail' },
    );
    expect(await learning.learned()).toEqual([expect.stringContaining('does not declare: sun.txt'), true]);
  });

  it('where a person rejected it, once they have said so', async () => {
    const learning = await LearningWorld.after(ASKED, { changes: [['moon.txt']], answers: ['fail', 'pass'] });
    expect(await learning.learned()).toEqual(['A person rejected "m1 is fine": not enough', true]);
  });

  it('where what it left could not be merged', async () => {
    const learning = await LearningWorld.after(ASKED, {
      changes: [['moon.txt']],
      answers: ['pass', 'pass'],
      merges: [{ type: 'conflict', files: ['moon.txt'] }],
    });
    expect(await learning.learned()).toEqual([
      expect.stringMatching(/^The result could not be merged: moon\.txt/),
      true,
    ]);
  });
});
