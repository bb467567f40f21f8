import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { openTestDatabase } from '../../support/postgres';
import { openRedisServer, redisMissing } from '../../support/redis-server';
import { checkAll } from './check-all';
import { measureInTurn, type Size } from './in-turn';
import { runProcess } from './measures';
import { printFigures } from './table';

const USAGE = `npm run bench:engine -- [e1 e2 …] [options]
  e1 … e10      these figures only; path: a step with n8n, BullMQ, git and sandbox around it;
                million: 1,000,000 tasks, which takes minutes and some 6 GB of disk
  --quick       smaller, in about a minute
  --runs N      of those that are measured again and again
  --json FILE   writes the figures there, too`;

/** As the embedded Postgres has them. */
const SETTINGS = 'shared_buffers = 128MB\njit = off\n';

const FULL: Size = {
  isWhole: true,
  runs: 5,
  chain: 500,
  executions: 20,
  dag: 100_000,
  kills: 3,
  sandboxes: 100,
  many: 1_000_000,
  path: 20,
};
const QUICK: Size = {
  isWhole: false,
  runs: 2,
  chain: 200,
  executions: 5,
  dag: 5_000,
  kills: 1,
  sandboxes: 20,
  many: 50_000,
  path: 5,
};

/** All figures of the engine, peers and floors in turn on the same server. */
async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      runs: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const size = values.quick ? QUICK : FULL;
  const load = loadavg()[0]!;
  const server = await openTestDatabase({ isSocket: true, settings: SETTINGS });
  const owner = new Client({ connectionString: server.superUrl });
  await owner.connect();
  const redis = redisMissing() === undefined ? await openRedisServer({ isDurable: true }) : undefined;
  try {
    const bench = {
      place: { url: server.appUrl, owner, bundle: __filename },
      size: { ...size, runs: values.runs === undefined ? size.runs : Number(values.runs) },
      superUrl: server.superUrl,
      postgresPort: server.port,
      ...(redis ? { redisUrl: redis.url } : {}),
      note: (text: string) => console.error(text),
    };
    const figures = await measureInTurn(bench, positionals);
    printFigures(figures);
    console.log(
      `\nload of the machine: ${load.toFixed(1)} before, ${loadavg()[0]!.toFixed(1)} after; ratios are ours to the floor of the same run`,
    );
    if (!positionals.includes('million')) console.log('not measured: 1,000,000 tasks (E8; `million` does)');
    const { executions, violations } = await checkAll(server.appUrl);
    for (const { invariant, message } of violations.slice(0, 10)) console.log(`violation: ${invariant} ${message}`);
    console.log(`executions=${executions} violations=${violations.length}`);
    if (violations.length > 0) process.exitCode = 1;
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify({ load, size: bench.size, figures }, undefined, 2)}\n`);
  } finally {
    await redis?.close();
    await owner.end();
    await server.close();
  }
}

const args = process.argv.slice(2);
(args[0] === 'process' ? runProcess(args.slice(1)) : main(args)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
