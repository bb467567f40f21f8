import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const { headOf } = require('./patch-head.cjs') as {
  headOf(patch: string): { readonly listed?: string; readonly foundBy: readonly string[] };
};
const PATCHES = readdirSync(__dirname).filter((name) => name.endsWith('.patch'));
const HEADS = PATCHES.map((name) => ({ name, ...headOf(readFileSync(join(__dirname, name), 'utf8')) }));

/** Mistakes that other engines made, or that are easily made: each must be planted, and found. */
const LIST = [
  'no token check in completion',
  'lease on worker clock',
  'heartbeat without token',
  'event outside the transaction',
  'seq from a sequence',
  'ack before commit',
  'outbox insert after commit',
  'notify on attempt instead of event',
  'dependants promoted on `started`',
  'retry counter in memory',
  'sweep ignores `ready` without queue job',
  'cancel only flags',
  'ambiguous COMMIT treated as failure',
  'recovery list cached (DBOS #742)',
  'empty-string id accepted (DBOS #759)',
  'recovery swallows DB error and never retries (DBOS #716)',
  'two processes with the same worker id (DBOS #804)',
  'LISTEN not re-established (BullMQ #4729)',
  'worktree reused without reset',
  'dedup key never released (BullMQ #4311)',
];
const BY_SIMULATION = 15;

describe('the planted bugs', () => {
  it('are those of the list, each once, and some of our own', () =>
    expect(HEADS.flatMap(({ listed }) => listed ?? []).sort()).toEqual([...LIST].sort()));

  it('of the list are mostly such as the simulation finds', () => {
    const simulated = HEADS.filter(({ listed, foundBy }) => listed !== undefined && foundBy.includes('simulation'));
    expect(simulated.length).toBeGreaterThanOrEqual(BY_SIMULATION);
  });

  it.each(HEADS)('$name says what finds it, and that is there', ({ foundBy }) => {
    expect(foundBy.length).toBeGreaterThan(0);
    for (const way of foundBy) {
      if (way === 'simulation') continue;
      const [, file = '', title = ''] = /^(\S+)(?: -t "(.*)")?$/.exec(way) ?? [];
      expect(existsSync(join(ROOT, file))).toBe(true);
      // The names stand in the file itself, or in the contract that it runs.
      const texts = [
        file,
        ...readdirSync(join(ROOT, 'test/contracts'), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .map((name) => join('test/contracts', name)),
      ];
      expect(texts.some((name) => readFileSync(join(ROOT, name), 'utf8').includes(title))).toBe(true);
    }
  });

  it.each(PATCHES)('%s still fits the code that it breaks', (name) => {
    const inCopy = ['apply', '--check', '--unsafe-paths', `--directory=${ROOT}`, join(__dirname, name)];
    expect(() => execFileSync('git', inCopy, { cwd: '/', stdio: 'pipe' })).not.toThrow();
  });
});
