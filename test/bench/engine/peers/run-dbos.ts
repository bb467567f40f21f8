import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { PeerFigures } from './peer-figures';

const FOLDER = join(__dirname, 'engine/peers');

/** DBOS in a process of its own, on a database of its own of the same server. It is installed when first asked for. */
export async function benchDbos(
  superUrl: string,
  port: number,
  steps: number,
  workflows: number,
): Promise<PeerFigures> {
  if (!existsSync(join(FOLDER, 'node_modules'))) execFileSync('npm', ['ci'], { cwd: FOLDER, stdio: 'ignore' });
  const client = new Client({ connectionString: superUrl });
  await client.connect();
  await client.query('create database dbos');
  await client.end();
  const url = new URL(superUrl);
  const own = `postgres://${url.username}:${url.password}@127.0.0.1:${port}/dbos`;
  const argv = [join(FOLDER, 'dbos.cjs'), own, String(steps), String(workflows)];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: FOLDER, timeout: 120_000 });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as PeerFigures;
}
