import { Client } from 'pg';
import { openTestDatabase } from '../../support/postgres';
import { quantile } from '../figures';
import { Engine } from './engine';
import { measureFloors } from './floors';
import { chain, independent, layered } from './plans';

async function main(args: readonly string[]): Promise<void> {
  const has = (w: string) => args.includes(w) || !args.some((a) => /^e\d/.test(a));
  const runs = Number(args[args.indexOf('--runs') + 1] || 3);
  const n4 = Number(process.env.N4 ?? 100000);
  const server = await openTestDatabase({
    isSocket: true,
    settings: "shared_buffers = '128MB'\njit = off\nmax_wal_size='1GB'\n" + (process.env.PGEXTRA ?? ''),
  });
  const owner = new Client({ connectionString: server.superUrl });
  await owner.connect();
  if (process.env.STAT) await owner.query('create extension if not exists pg_stat_statements');
  try {
    console.log(await measureFloors(server.superUrl, true));
    for (let r = 0; r < runs; r++) {
      if (has('e2')) {
        const size = 500;
        let endAt = 0;
        const lat: number[] = [];
        const e = new Engine({
          url: server.appUrl,
          slots: 1,
          onStart: (t) => {
            if (t > 0) lat.push(performance.now() - endAt);
          },
          onEnd: () => {
            endAt = performance.now();
          },
        });
        await e.register();
        const id = await e.submit(chain(size));
        await e.run(id);
        await e.close();
        console.log('E2', { n: lat.length, p50: quantile(lat, 0.5), p99: quantile(lat, 0.99) });
      }
      if (has('e3')) {
        const e = new Engine({ url: server.appUrl, slots: 100_000 });
        await e.register();
        const ids = [];
        for (let i = 0; i < 20; i++) ids.push(await e.submit(independent(1000)));
        await owner.query('checkpoint');
        const b = performance.now();
        const c0 = process.cpuUsage();
        await Promise.all(ids.map((id) => e.run(id)));
        const s = (performance.now() - b) / 1000;
        const c = process.cpuUsage(c0);
        console.log('E3 node cpu us/task', (c.user + c.system) / 20000, Math.round(20000 / s), 'tasks/s', {
          us: (s / 20000) * 1e6,
        });
        await e.close();
      }
      if (has('e4')) {
        const e = new Engine({ url: server.appUrl, slots: 1000 });
        await e.register();
        const plan = layered(n4);
        const b0 = performance.now();
        const id = await e.submit(plan);
        const b = performance.now();
        await owner.query('checkpoint');
        const b1 = performance.now();
        const c0 = process.cpuUsage();
        await e.run(id);
        const s = (performance.now() - b1) / 1000;
        const c = process.cpuUsage(c0);
        console.log('E4 node cpu us/task', (c.user + c.system) / n4, n4, 'submit', (b - b0) / 1000, 'run', s, {
          us: (s / n4) * 1e6,
          started: e.started,
          rssMB: process.memoryUsage().rss / 1e6,
        });
        await e.close();
      }
      await owner.query(
        'truncate nightshift.executions, nightshift.execution_tasks, nightshift.attempts, nightshift.execution_events, nightshift.outbox, nightshift.deliveries, nightshift.leases, nightshift.loops, nightshift.plans, nightshift.conversations cascade',
      );
    }
    if (process.env.STAT) console.table((await owner.query(process.env.STAT)).rows);
  } finally {
    await owner.end();
    await server.close();
  }
}
main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
