import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { quantile } from '../figures';

export interface Floors {
  /** One insert and its commit, ms at the median. */
  readonly f1Ms: number;
  /** Rows a second of event rows through `unnest`, 3,000 a commit, without anything around them. */
  readonly f2RowsPerSecond: number;
}

/** What the disk and Postgres of this machine can do at all: measured beside the figures, in the same run. */
export async function measureFloors(ownerUrl: string, isQuick: boolean): Promise<Floors> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`create table if not exists public.floor_one (n int);
      create table if not exists public.floor_events (execution_id bigint not null, seq bigint not null, at timestamptz not null, actor text not null,
        type text not null, task_no int, token int, payload text not null, hash bytea not null, primary key (execution_id, seq))`);
    const times: number[] = [];
    for (let no = 0; no < (isQuick ? 300 : 1_500); no++) {
      const began = performance.now();
      await client.query({ name: 'one', text: 'insert into public.floor_one values ($1)', values: [no] });
      times.push(performance.now() - began);
    }
    await client.query('truncate public.floor_events');
    const [rows, commits] = [3_000, isQuick ? 10 : 40];
    const hash = createHash('sha256').update('x').digest('hex');
    const began = performance.now();
    for (let commit = 0; commit < commits; commit++) await client.query(bare(commit, rows, hash));
    const seconds = (performance.now() - began) / 1000;
    await client.query('truncate public.floor_events, public.floor_one');
    return { f1Ms: quantile(times, 0.5), f2RowsPerSecond: (rows * commits) / seconds };
  } finally {
    await client.end();
  }
}

function bare(commit: number, rows: number, hash: string) {
  const fill = <T>(of: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => of(row));
  return {
    name: 'bare',
    text: `insert into public.floor_events select u.x, u.s, u.at, u.a, u.t, u.n, u.k, u.p, decode(u.h, 'hex')
      from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[], $9::text[]) u(x, s, at, a, t, n, k, p, h)`,
    values: [
      fill(() => 1),
      fill((row) => commit * rows + row),
      fill(() => '2026-01-01T00:00:00.000Z'),
      fill(() => 'worker:bench'),
      fill(() => 'task-completed'),
      fill((row) => row),
      fill(() => 1),
      fill((row) => `{"task":${row},"token":1,"type":"task-completed"}`),
      fill(() => hash),
    ],
  };
}
