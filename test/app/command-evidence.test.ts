import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileAttemptLogs } from '../../runtime/adapters/system/file-attempt-logs';
import { sha256 } from '../../runtime/core/execution/hash-event';
import { AppWorld, ScriptedAgent } from '../support/app-world';
import { smallPlan } from '../support/small-plan';

describe('the evidence of a command without criteria', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ns-evidence-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const evidenceOf = async (output: string) => {
    const world = new AppWorld({
      attemptLogs: new FileAttemptLogs(folder, () => ({ push: (text) => text, end: () => '' })),
      script: (job) => {
        for (let at = 0; at < output.length; at += 1_000) job.onOutput(Buffer.from(output.slice(at, at + 1_000)));
        return ScriptedAgent.done;
      },
    });
    await world.addWorker('w1');
    const id = await world.submit(smallPlan(['a'], { a: { verification: [] } }), { advance: 'direct' });
    await world.loop(id);
    const { status, tasks } = await world.state(id);
    expect(status).toBe('succeeded');
    return { evidence: tasks.at(0)?.attempt?.evidence[0], world };
  };

  it('has the digest of the whole output, of which the end is kept', async () => {
    const output = Array.from({ length: 5_000 }, (_, no) => `line ${no}\n`).join('');
    const { evidence, world } = await evidenceOf(output);
    expect(evidence).toMatchObject({ criterionId: 'command', exitCode: 0, outputDigest: sha256(output) });
    const kept = Buffer.from((await world.stores.artifacts.get(evidence?.keptDigest ?? '')) ?? []).toString();
    expect(kept.length).toBeGreaterThan(10_000);
    expect(output.endsWith(kept)).toBe(true);
  });

  it('is kept whole where it is short', async () => {
    const { evidence } = await evidenceOf('done\n');
    expect(evidence?.outputDigest).toBe(sha256('done\n'));
    expect(evidence).not.toHaveProperty('keptDigest');
  });
});
