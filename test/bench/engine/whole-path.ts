import { openRedisServer } from '../../support/redis-server';
import { BenchHome } from '../bench-home';
import { quantile } from '../figures';
import { benchTask, chainOf, stepsOf } from '../path-steps';

/** From a dependency's end to its dependant's start on the whole path, ms. */
export interface WholePath {
  /** n8n decides, hints go through BullMQ. */
  readonly workflow: Waits;
  /** The worker decides. */
  readonly direct: Waits;
}

interface Waits {
  readonly p50: number;
  readonly p95: number;
}

/**
 * A chain on the whole path: a started nightshift with its n8n, hints through BullMQ and a Redis of their own, each task in a git
 * workspace and a sandbox, judged and merged.
 */
export async function wholePath(tasks: number): Promise<WholePath> {
  const redis = await openRedisServer();
  const bench = new BenchHome({ NIGHTSHIFT_REDIS_URL: redis.url });
  try {
    bench.makeProject();
    await bench.up();
    await bench.cli('project', 'add', bench.project);
    await bench.run({ title: 'Warm', tasks: [benchTask('warm')] }, []);
    const waits = async (advance: keyof WholePath): Promise<Waits> => {
      const { events } = await bench.run(chainOf(tasks), ['--advance', advance]);
      const all = stepsOf(events, tasks).map(({ endToStart }) => endToStart);
      return { p50: quantile(all, 0.5), p95: quantile(all, 0.95) };
    };
    return { workflow: await waits('workflow'), direct: await waits('direct') };
  } finally {
    await bench.down();
    await redis.close();
  }
}
