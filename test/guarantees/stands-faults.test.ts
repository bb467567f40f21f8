import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { handoffBody } from '../../runtime/core/handoff/handoff-body';
import { type Authority, certificatesMissing, openAuthority } from '../support/certificates';
import { freePorts } from '../support/free-ports';
import { Nightshift, STARTS } from '../support/nightshift';
import { planText } from '../support/plan-text';
import { familyOf } from '../support/processes';
import { openRedisServer, type RedisServer, redisMissing } from '../support/redis-server';
import { openSinkServer, type SinkServer } from '../support/sink-server';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
/** The times of the product at about a tenth. */
const LEASE_MS = 3_000;
const TIMES = {
  NIGHTSHIFT_WORKER_LEASE_SECONDS: String(LEASE_MS / 1_000),
  NIGHTSHIFT_START_SECONDS: '1.5',
  NIGHTSHIFT_SEND_SECONDS: '2',
};
/** What is ready goes on so soon after Redis or the network is well again. */
const WELL_WITHIN_MS = 15_000;
/** A way to Redis on which no answer comes is given up so soon: the answer to a receiver is due after 2 s, and waited for 5 s. */
const BROKEN_WITHIN_MS = 10_000;
/** Loaded into a worker: on SIGUSR2 its event loop is blocked, as by an endless regular expression, while a file is there. */
const BLOCKER = `process.on('SIGUSR2', () => {
  const { existsSync } = require('node:fs');
  while (existsSync(process.env.TEST_BLOCKED_WHILE));
});`;
const FAKETIME = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path));

const noCertificates = certificatesMissing();

const missing = redisMissing();
(missing === undefined ? describe : describe.skip)(
  `a nightshift with hints on Redis${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let redis: RedisServer;
    let toRedis: TcpProxy;
    let client: Redis;
    let voice: SinkServer;
    let authority: Authority | undefined;
    let discord: Server;
    let nightshift: Nightshift;
    beforeAll(async () => {
      redis = await openRedisServer();
      toRedis = await openTcpProxy(Number(new URL(redis.url).port));
      client = new Redis(redis.url);
      client.on('error', () => undefined);
      const [voicePort = 0, discordPort = 0] = await freePorts(2);
      authority = noCertificates === undefined ? openAuthority() : undefined;
      discord = createServer((_, response) => response.end());
      await new Promise<void>((done) => discord.listen(discordPort, '127.0.0.1', done));
      voice = await openSinkServer(voicePort);
      nightshift = await Nightshift.start({
        ...TIMES,
        NIGHTSHIFT_REDIS_URL: `redis://127.0.0.1:${toRedis.port}`,
        NIGHTSHIFT_VOICE_URL: `${voice.url}/notify`,
        NIGHTSHIFT_DISCORD_WEBHOOK_URL: `https://localhost:${discordPort}/api/webhooks/1/abc`,
        // RFC 6761: nobody may ever give this name an address.
        NIGHTSHIFT_NTFY_URL: 'https://push.nightshift.invalid',
        ...(authority ? { NODE_EXTRA_CA_CERTS: authority.file } : {}),
      });
    }, STARTS);
    afterAll(async () => {
      await nightshift?.close();
      client?.disconnect();
      await toRedis?.close();
      await redis?.close();
      await voice?.close();
      discord?.close();
      authority?.remove();
    }, MINUTE);

    /** A worker that alone can do what needs `capability`; without the socket, so that Redis is the only way to it. */
    const workerFor = async (capability: string, env: NodeJS.ProcessEnv = {}) => {
      const worker = await nightshift.addWorker({
        ...TIMES,
        NIGHTSHIFT_REDIS_URL: `redis://127.0.0.1:${toRedis.port}`,
        NIGHTSHIFT_WORKER_CAPABILITIES: capability,
        ...env,
      });
      const [row] = await nightshift.rows<{ id: string; address: string }>(
        'select id, address from nightshift.workers where pid = $1 and gone_at is null',
        [worker.pid],
      );
      rmSync(row!.address, { force: true });
      return { id: row!.id, process: worker };
    };
    const planFor = (capability: string, ...lines: readonly string[]) =>
      planText(lines, Object.fromEntries(lines.map((line) => [line.split(/[<!]/)[0]!, { capability }])));
    const startsOf = async (executionId: string) =>
      (await nightshift.events(executionId)).flatMap(({ body }) =>
        body.type === 'attempt-started' ? [{ worker: body.worker, token: body.token }] : [],
      );
    const holds = async (executionId: string) =>
      expect((await nightshift.gateway.fsck(executionId)).violations).toEqual([]);

    it(
      `gives a receipt or an error while its gateway is killed, never both, and one execution for each key${verifies('F3', 'I1', 'I2')}`,
      async () => {
        const body = handoffBody({ text: planText(['a']), fileName: 'plan.json', options: {} });
        const keys = Array.from({ length: 12 }, (_, no) => `killed-${no}`);
        const ask = (key: string) => nightshift.gateway.handoff(Buffer.from(body), key, 5_000);
        const first = Promise.allSettled(
          keys.map(async (key, no) => {
            await sleep(no * 20);
            return ask(key);
          }),
        );
        const former = nightshift.pid('gateway');
        await sleep(120);
        await nightshift.kill9('gateway');
        const answers = await first;
        await nightshift.isBack('gateway', former);
        for (const [no, answer] of answers.entries()) {
          const again = await nightshift.until('it is taken', () => ask(keys[no]!));
          if (answer.status === 'fulfilled') expect(again.executionId).toBe(answer.value.executionId);
          else expect(answer.reason.code).toMatch(/^UNAVAILABLE_/);
        }
        const [row] = await nightshift.rows<{ n: number }>(
          `select count(*)::integer as n from nightshift.executions where idempotency_key like 'killed-%'`,
        );
        expect(row!.n).toBe(keys.length);
      },
      2 * MINUTE,
    );

    it.each([
      ['is flushed again and again', async () => void (await client.flushall())],
      [
        'is killed, and comes back empty',
        async () => {
          await redis.kill9();
          await sleep(1_000);
          await redis.restart();
        },
      ],
    ])(
      `goes on when Redis %s${verifies('F6', 'I17')}`,
      async (what, harm) => {
        const capability = `redis-${what.length}`;
        await workerFor(capability);
        const { executionId } = await nightshift.handOff(planFor(capability, 'a', 'b<a', 'c<b'));
        for (let no = 0; no < 5; no++) {
          await harm();
          await sleep(200);
        }
        expect(await nightshift.over(executionId, WELL_WITHIN_MS * 2)).toBe('succeeded');
        expect(await startsOf(executionId)).toHaveLength(3);
        await holds(executionId);
      },
      2 * MINUTE,
    );

    it(
      `sends a hint anew that Redis lost before its worker took it${verifies('F6', 'I17')}`,
      async () => {
        const worker = await workerFor('redis-lost');
        worker.process.kill('SIGSTOP');
        const { executionId } = await nightshift.handOff(planFor('redis-lost', 'a'));
        const announced = async () =>
          (await nightshift.events(executionId)).filter(({ body }) => body.type === 'task-announced').length;
        try {
          await nightshift.until(
            'it waits in Redis',
            async () => (await client.keys(`*:${executionId}.0.1`)).length > 0,
          );
          await client.flushall();
        } finally {
          worker.process.kill('SIGCONT');
        }
        expect(await nightshift.over(executionId, WELL_WITHIN_MS * 2)).toBe('succeeded');
        expect(await announced()).toBeGreaterThan(1);
        expect(await startsOf(executionId)).toHaveLength(1);
        await holds(executionId);
      },
      2 * MINUTE,
    );

    it(
      `gives up a half-open way to Redis, on which no answer comes, within ${BROKEN_WITHIN_MS / 1_000} s${verifies('F8')}`,
      async () => {
        await workerFor('half-open');
        toRedis.freezeOpen();
        const began = performance.now();
        const frozen = toRedis.frozenOpen();
        // That of the worker, and that of the one that the launcher started.
        expect(frozen).toBeGreaterThanOrEqual(2);
        await nightshift.until('it is broken', async () => toRedis.frozenOpen() <= frozen - 2, BROKEN_WITHIN_MS);
        expect(performance.now() - began).toBeLessThan(BROKEN_WITHIN_MS);
      },
      MINUTE,
    );

    it.each([
      [
        'is cut for a while',
        async () => {
          toRedis.swallowAnswers();
          await sleep(3_000);
          toRedis.reset();
        },
      ],
      ['is half open: connections stay, and nothing arrives on them', async () => toRedis.freezeOpen()],
    ])(
      `is at work within ${WELL_WITHIN_MS / 1_000} s when the way to Redis %s${verifies('F8', 'I17')}`,
      async (what, harm) => {
        const capability = `way-${what.length}`;
        await workerFor(capability);
        await harm();
        const { executionId } = await nightshift.handOff(planFor(capability, 'a'));
        await nightshift.until('it is started', async () => (await startsOf(executionId)).length > 0, WELL_WITHIN_MS);
        expect(await nightshift.over(executionId)).toBe('succeeded');
        await holds(executionId);
      },
      2 * MINUTE,
    );

    it(
      `has a worker that is cut off from Postgres end its agents before its lease does, and another one do the task${verifies('F9', 'I5', 'I8')}`,
      async () => {
        const { ports, secrets } = nightshift.settings;
        const toPostgres = await openTcpProxy(ports.postgres);
        const through = `postgres://ns_app:${secrets.app}@127.0.0.1:${toPostgres.port}/nightshift`;
        try {
          const cut = await workerFor('cut-off', {
            NIGHTSHIFT_DATABASE_URL: through,
            NIGHTSHIFT_WORKER_LEASE_SECONDS: '9',
          });
          const { executionId } = await nightshift.handOff(planFor('cut-off', 'a!'));
          await nightshift.until('a runs', async () => nightshift.runsOf(executionId, 'task-001').length > 0);
          toPostgres.swallowAnswers();
          await nightshift.until('its agents are gone', async () => nightshift.processesOf(executionId).length === 0);
          const goneAt = Date.now();
          const other = await workerFor('cut-off');
          await nightshift.until('another one has it', async () =>
            (await startsOf(executionId)).some(({ worker }) => worker === other.id),
          );
          const lost = (await nightshift.events(executionId)).find(({ body }) => body.type === 'attempt-lost');
          // Polled: what was seen gone was gone a moment before.
          expect(goneAt - 500).toBeLessThan(Date.parse(lost!.at));
          toPostgres.reset();
          nightshift.openGate(executionId, 'task-001');
          expect(await nightshift.over(executionId)).toBe('succeeded');
          expect((await startsOf(executionId)).map(({ worker }) => worker)).toEqual([cut.id, other.id]);
          await nightshift.until('it is back', async () =>
            (await nightshift.workers()).some(({ pid }) => pid === cut.process.pid),
          );
          await holds(executionId);
        } finally {
          await toPostgres.close();
        }
      },
      2 * MINUTE,
    );

    /** One that has ended by itself, or was ended by another that goes on already, needs none. */
    const signal = (pid: number, name: NodeJS.Signals): void => {
      try {
        process.kill(pid, name);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    };
    const stopped = (pids: readonly number[]) => {
      for (const pid of pids) signal(pid, 'SIGSTOP');
      return () => {
        for (const pid of pids) signal(pid, 'SIGCONT');
      };
    };
    const blockers = mkdtempSync(join(tmpdir(), 'ns-blocked-'));
    const blocker = join(blockers, 'blocker.cjs');
    const blockedWhile = join(blockers, 'blocked');
    writeFileSync(blocker, BLOCKER);
    afterAll(() => rmSync(blockers, { recursive: true, force: true }));
    const blocked = (pid: number) => {
      writeFileSync(blockedWhile, '');
      process.kill(pid, 'SIGUSR2');
      return () => rmSync(blockedWhile);
    };

    it.each([
      ['stopped with its agents', (pid: number) => stopped(familyOf(pid))],
      ['stopped alone', (pid: number) => stopped([pid])],
      ['its event loop blocked', blocked],
    ])(
      `lets a worker that stood still beyond its lease, %s, change nothing when it goes on${verifies('F13', 'F27', 'I5', 'I7')}`,
      async (how, strike) => {
        const capability = `still-${how.length}`;
        const still = await workerFor(capability, {
          NODE_OPTIONS: `--require ${blocker}`,
          TEST_BLOCKED_WHILE: blockedWhile,
        });
        const { executionId } = await nightshift.handOff(planFor(capability, 'a!', 'b<a'));
        await nightshift.until('a runs', async () => nightshift.runsOf(executionId, 'task-001').length > 0);
        const former = nightshift.processesOf(executionId);
        const goOn = strike(still.process.pid);
        const other = await workerFor(capability);
        await nightshift.until('another one has it', async () =>
          (await startsOf(executionId)).some(({ worker }) => worker === other.id),
        );
        // Also while the worker that ran it stands still: the new attempt begins after it.
        const newOnes = () => nightshift.processesOf(executionId).filter((pid) => !former.includes(pid));
        await nightshift.until('the new attempt runs', async () => newOnes().length > 0, WELL_WITHIN_MS);
        expect(nightshift.processesOf(executionId).filter((pid) => former.includes(pid))).toEqual([]);
        goOn();
        nightshift.openGate(executionId, 'task-001');
        expect(await nightshift.over(executionId)).toBe('succeeded');
        const ends = (await nightshift.events(executionId)).flatMap(({ body }) =>
          body.type === 'attempt-ended' && body.task === 0 ? [body.attempt.worker] : [],
        );
        expect(ends).toEqual([other.id]);
        await holds(executionId);
      },
      2 * MINUTE,
    );

    it(
      `ends all of a cancelled execution within 15 s although its worker stands still${verifies('F13', 'I20')}`,
      async () => {
        const still = await workerFor('still-cancelled');
        const { executionId } = await nightshift.handOff(planFor('still-cancelled', 'a!'));
        await nightshift.until('a runs', async () => nightshift.runsOf(executionId, 'task-001').length > 0);
        const goOn = stopped([still.process.pid]);
        await nightshift.gateway.control(executionId, { action: 'cancel' }, 'person:ada');
        await nightshift.until('it is gone', async () => nightshift.processesOf(executionId).length === 0, 15_000);
        goOn();
        await nightshift.until('it is over', async () => (await nightshift.over(executionId)) === 'cancelled');
        await holds(executionId);
      },
      2 * MINUTE,
    );

    (FAKETIME === undefined ? it.skip : it).each([
      ['+1h', 'an-hour-ahead'],
      ['-1h', 'an-hour-behind'],
      ['-1d', 'a-day-behind'],
      ['+0 x2', 'twice-as-fast'],
    ])(
      `does not mind a worker's clock at %s${FAKETIME === undefined ? ' (skipped: libfaketime is not installed)' : ''}${verifies('F12', 'I21')}`,
      async (offset, capability) => {
        const worker = await workerFor(capability, {
          LD_PRELOAD: FAKETIME,
          FAKETIME: offset,
          FAKETIME_DONT_FAKE_MONOTONIC: '1',
          DONT_FAKE_MONOTONIC: '1',
        });
        const before = Date.now();
        const { executionId } = await nightshift.handOff(planFor(capability, 'a!', 'b<a'));
        await nightshift.until('a runs', async () => nightshift.runsOf(executionId, 'task-001').length > 0);
        // For three leases: whoever reckoned by the worker's clock would take it back, or let it go on for hours.
        const heldUntil = performance.now() + 3 * LEASE_MS;
        while (performance.now() < heldUntil) {
          const [lease] = await nightshift.rows<{ left_ms: number }>(
            `select extract(epoch from l.until - clock_timestamp())::double precision * 1000 as left_ms
             from nightshift.leases l where l.execution_id = $1`,
            [executionId],
          );
          expect(lease!.left_ms).toBeGreaterThan(0);
          expect(lease!.left_ms).toBeLessThanOrEqual(LEASE_MS);
          await sleep(200);
        }
        nightshift.openGate(executionId, 'task-001');
        expect(await nightshift.over(executionId)).toBe('succeeded');
        const starts = await startsOf(executionId);
        expect(starts).toEqual([
          { worker: worker.id, token: 1 },
          { worker: worker.id, token: 1 },
        ]);
        for (const { at } of await nightshift.events(executionId)) {
          expect(Date.parse(at)).toBeGreaterThan(before - MINUTE);
          expect(Date.parse(at)).toBeLessThan(Date.now() + MINUTE);
        }
        await holds(executionId);
      },
      2 * MINUTE,
    );

    it(
      `ends a plan the same while the voice server hangs, and tells everything once it answers${verifies('F15', 'F23', 'I15', 'I27')}`,
      async () => {
        voice.answerWith('hang');
        const { executionId } = await nightshift.handOff(planText(['a', 'b<a']));
        expect(await nightshift.over(executionId)).toBe('succeeded');
        const states = () =>
          nightshift.rows<{ state: string }>(
            `select d.state from nightshift.outbox o join nightshift.deliveries d on d.outbox_id = o.id
             where o.topic = 'voice' and o.execution_id = $1`,
            [executionId],
          );
        // What goes elsewhere leaves meanwhile.
        await nightshift.until('the others left', async () => {
          const others = await nightshift.rows<{ state: string }>(
            `select d.state from nightshift.outbox o join nightshift.deliveries d on d.outbox_id = o.id
             where o.topic in ('learn', 'deliver') and o.execution_id = $1`,
            [executionId],
          );
          return others.length > 0 && others.every(({ state }) => state === 'delivered');
        });
        const held = await states();
        expect(held.length).toBeGreaterThan(0);
        expect(held.every(({ state }) => state === 'pending')).toBe(true);
        voice.answerWith({ status: 200 });
        await nightshift.until('everything is told', async () =>
          (await states()).every(({ state }) => state === 'delivered'),
        );
      },
      2 * MINUTE,
    );

    (noCertificates === undefined ? it : it.skip)(
      `ends a plan the same while certificates are wrong and a name does not resolve, says which, and tells everything once they are right${noCertificates === undefined ? '' : ` (skipped: ${noCertificates})`}${verifies('F28', 'F23', 'I15', 'I27')}`,
      async () => {
        const stranger = openAuthority();
        try {
          discord.setSecureContext(stranger.identity('localhost'));
          const { executionId } = await nightshift.handOff(planText(['a', 'b<a']));
          expect(await nightshift.over(executionId)).toBe('succeeded');
          const errorsOf = async (topic: string) => {
            const rows = await nightshift.rows<{ state: string; error: string | null }>(
              `select d.state, d.error from nightshift.outbox o join nightshift.deliveries d on d.outbox_id = o.id
               where o.topic = $2 and o.execution_id = $1`,
              [executionId, topic],
            );
            return rows.map(({ state, error }) => `${state} ${error ?? ''}`);
          };
          const isTold = (words: RegExp) => async () => (await errorsOf('discord')).some((each) => words.test(each));
          await nightshift.until(
            'it is said that nobody known signed it',
            isTold(/^pending .*(SELF_SIGNED|UNABLE_TO)/),
          );
          await nightshift.until('it is said that the name has no address', async () =>
            (await errorsOf('push')).some((each) => /^pending .*(ENOTFOUND|EAI_AGAIN)/.test(each)),
          );
          discord.setSecureContext(authority!.identity('other.test'));
          await nightshift.until('it is said that it is for another name', isTold(/^pending .*ALTNAME/));
          discord.setSecureContext(authority!.identity('localhost'));
          // The pause between two tries has grown by then.
          await nightshift.until(
            'everything is told',
            async () => (await errorsOf('discord')).every((each) => each.startsWith('delivered')),
            2 * MINUTE,
          );
          await holds(executionId);
        } finally {
          stranger.remove();
        }
      },
      5 * MINUTE,
    );
  },
);
