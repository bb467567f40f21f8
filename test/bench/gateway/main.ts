import { setTimeout as sleep } from 'node:timers/promises';
import { type Bar, missedBars } from '../bars';
import { ms, printTable, quantile } from '../figures';
import { GatewayProcess } from './gateway-process';
import { type Refusals, spreadOf, timeRefusals } from './time-refusals';

interface Load {
  readonly plans: number;
  /** Between the times at which two plans are sent, whatever became of the one before. */
  readonly everyMs: number;
  readonly tasks: number;
  readonly streams: number;
}

/** 60 plans a minute for 2 minutes, 200 tasks each, 50 readers of events. */
const WHOLE: Load = { plans: 120, everyMs: 1_000, tasks: 200, streams: 50 };
const SHORT: Load = { plans: 15, everyMs: 1_000, tasks: 200, streams: 20 };

/** Conversations that begin one after the other, once the plans are in. */
const SESSIONS = 40;

interface Sent {
  readonly executionId: string;
  /** From when it was due to be sent until there was a receipt, repeats included. */
  readonly acceptMs: number;
}

/** Hands plans over at a fixed rate and watches them: prints what it took, and ends with 1 when a bar is missed. */
async function main(load: Load): Promise<void> {
  const gateway = await GatewayProcess.start();
  try {
    const refusedTokens = await timeRefusals(gateway);
    const refusals = new Map<number, number>();
    const lives: number[] = [];
    const leave = new AbortController();
    const knocking = knock(gateway, lives, leave.signal);
    const sending = sendAll(gateway, load, refusals);
    const streamed = watchAll(
      gateway,
      sending.map((one) => one.then(({ executionId }) => executionId)).slice(0, load.streams),
      leave.signal,
    );
    const sent = await Promise.all(sending);
    const delays = await streamed;
    const { megabytes, connections } = await gateway.use();
    leave.abort();
    await knocking;
    const hooks: number[] = [];
    while (hooks.length < SESSIONS) hooks.push(await gateway.sessionStart());
    const accepts = sent.map(({ acceptMs }) => acceptMs);
    const lost = await lostOf(gateway, sent);
    print(load, { accepts, delays, lives, hooks });
    printRefusals(refusedTokens);
    const refused = [...refusals].map(([status, count]) => `${count} × ${status}`).join(', ') || 'none';
    console.log(
      `\ngateway ${Math.round(megabytes)} MB, ${connections} connections to Postgres; refused: ${refused}; lost: ${lost}`,
    );
    const bars: readonly Bar[] = [
      { name: 'plan accepted, 95th percentile', measured: quantile(accepts, 0.95), most: 300, unit: ' ms' },
      { name: 'plans with a receipt that are not there', measured: lost, most: 0, unit: '' },
      { name: 'event at its reader, 95th percentile', measured: quantile(delays, 0.95), most: 1_000, unit: ' ms' },
      { name: '/healthz, 99th percentile', measured: quantile(lives, 0.99), most: 100, unit: ' ms' },
      spreadBar(refusedTokens),
      { name: 'session-start hook, 95th percentile', measured: quantile(hooks, 0.95), most: 300, unit: ' ms' },
      { name: 'memory of the gateway', measured: megabytes, most: 256, unit: ' MB' },
    ];
    end(bars);
  } finally {
    await gateway.stop();
  }
}

/** Open loop: each is sent when it is due. */
function sendAll(gateway: GatewayProcess, load: Load, refusals: Map<number, number>): readonly Promise<Sent>[] {
  const began = performance.now();
  return Array.from({ length: load.plans }, async (_, no) => {
    const due = began + no * load.everyMs;
    await sleep(Math.max(0, due - performance.now()));
    const body = JSON.stringify({
      plan: planOf(no, load.tasks),
      options: { advance: 'direct' },
      conversationId: `bench-${no % 10}`,
    });
    for (;;) {
      const reply = await gateway.ask('/api/execution/handoff', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `plan-${no}` },
        body,
      });
      const answer = (await reply.json()) as { readonly executionId: string; readonly receipt?: string };
      if (reply.ok && answer.receipt !== undefined)
        return { executionId: answer.executionId, acceptMs: performance.now() - due };
      if (reply.status !== 503 && reply.status !== 429) throw new Error(`refused: ${JSON.stringify(answer)}`);
      refusals.set(reply.status, (refusals.get(reply.status) ?? 0) + 1);
      await sleep(1_000 * Number(reply.headers.get('retry-after') ?? 1));
    }
  });
}

/** A chain of every tenth task, so that there is something to order. */
function planOf(no: number, tasks: number): object {
  const lines = Array.from({ length: tasks }, (_, task) => {
    const after = task >= 10 ? `\n  depends: ${task - 9}` : '';
    return `- [ ] ${task + 1}. Step ${task + 1} of plan ${no}\n  run: \`true\`${after}`;
  });
  return { text: `# Plan ${no}\n${lines.join('\n')}\n`, fileName: 'PLAN.md' };
}

/** Each reads the events of one execution, which is then paused: how long until the reader has heard of it. */
async function watchAll(
  gateway: GatewayProcess,
  executions: readonly Promise<string>[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  return Promise.all(
    executions.map(async (execution) => {
      const id = await execution;
      const reply = await gateway.ask(`/api/execution/${id}/events/stream`, { signal });
      if (reply.status !== 200) throw new Error(`a stream was refused: ${reply.status}`);
      const reader = reply.body!.getReader();
      const heard = heardOf(reader, 'execution-paused');
      await sleep(500);
      const asked = performance.now();
      await gateway.ask(`/api/execution/${id}/control`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"action":"pause"}',
      });
      const delay = (await heard) - asked;
      // It stays open until the end, as a page does.
      reader.read().catch(() => undefined);
      return delay;
    }),
  );
}

async function heardOf(reader: ReadableStreamDefaultReader<Uint8Array>, event: string): Promise<number> {
  let text = '';
  while (!text.includes(`event: ${event}\n`)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended without ${event}`);
    text += new TextDecoder().decode(value);
  }
  return performance.now();
}

/** Whether it answers meanwhile, ten times a second. */
async function knock(gateway: GatewayProcess, lives: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const asked = performance.now();
    await (await gateway.ask('/healthz')).text();
    lives.push(performance.now() - asked);
    await sleep(100);
  }
}

/** Plans with a receipt of which nothing is found. */
async function lostOf(gateway: GatewayProcess, sent: readonly Sent[]): Promise<number> {
  const found = new Set<string>();
  for (let cursor = ''; ; ) {
    const page = await gateway.json<{ executions: { executionId: string }[]; nextCursor?: string }>(
      `/api/execution?limit=200${cursor}`,
    );
    for (const { executionId } of page.executions) found.add(executionId);
    if (page.nextCursor === undefined) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  return new Set(sent.map(({ executionId }) => executionId)).size - found.size;
}

function print(
  load: Load,
  figures: Readonly<Record<'accepts' | 'delays' | 'lives' | 'hooks', readonly number[]>>,
): void {
  const row = (name: string, values: readonly number[]) => [
    name,
    ...[0.5, 0.95, 0.99, 1].map((share) => ms(quantile(values, share))),
    String(values.length),
  ];
  printTable(
    `${load.plans} plans of ${load.tasks} tasks, one every ${load.everyMs} ms; ${load.streams} readers of events`,
    ['', 'p50', 'p95', 'p99', 'max', 'of'],
    [
      row('plan accepted', figures.accepts),
      row('event at its reader', figures.delays),
      row('/healthz', figures.lives),
      row('session-start hook', figures.hooks),
    ],
  );
}

function end(bars: readonly Bar[]): void {
  const missed = missedBars(bars);
  console.log(missed.length > 0 ? missed.join('\n') : `${bars.length} bars, none missed`);
  if (missed.length > 0) process.exitCode = 1;
}

/** What was measured, chance and all: a machine that is too busy to tell misses it, and has shown nothing. */
const spreadBar = (refusals: Refusals): Bar => ({
  name: 'how far the medians of refusals lie apart',
  measured: spreadOf(refusals).percent,
  most: 5,
  unit: ' %',
});

/** S-05: what is refused takes as long, whatever is wrong with it. */
function printRefusals(refusals: Refusals): void {
  const of = [...refusals].map(([name, values]) => [
    name,
    ...[0.25, 0.5, 0.75].map((share) => `${quantile(values, share).toFixed(3)} ms`),
    String(values.length),
  ]);
  printTable('401, one request at a time, kinds in turn', ['token', 'p25', 'p50', 'p75', 'of'], of);
  const { percent, surePercent } = spreadOf(refusals);
  console.log(`medians lie ${percent.toFixed(1)} % apart, ${surePercent.toFixed(1)} % beyond chance`);
}

async function refusalsAlone(): Promise<void> {
  const gateway = await GatewayProcess.start();
  try {
    const refused = await timeRefusals(gateway);
    printRefusals(refused);
    end([spreadBar(refused)]);
  } finally {
    await gateway.stop();
  }
}

const { argv } = process;
(argv.includes('--tokens') ? refusalsAlone() : main(argv.includes('--short') ? SHORT : WHOLE)).catch(
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
