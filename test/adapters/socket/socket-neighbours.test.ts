import { createServer, type Server } from 'node:net';
import { dirname } from 'node:path';
import { SocketHintReceiver } from '../../../runtime/adapters/socket/socket-hint-receiver';
import { SocketNeighbours } from '../../../runtime/adapters/socket/socket-neighbours';
import type { EndedAttempt } from '../../../runtime/core/execution/execution';
import { asExecutionId } from '../../../runtime/core/ids';
import type { SlotWait } from '../../../runtime/core/schedule/fair-share';
import type { HintListening } from '../../../runtime/ports/hints';
import type { BegunAttempts, HandedEnds, Looked, NeighbourService } from '../../../runtime/ports/neighbours';
import { aWorker } from '../../contracts/hints.contract';

const executionId = asExecutionId('0198f2c0-0000-7000-8000-000000000001');
const attempt: EndedAttempt = {
  token: 3,
  worker: aWorker('w2'),
  agent: 'shell',
  outcome: { type: 'done' },
  startedAt: '2026-01-02T03:04:05.000Z',
  endedAt: '2026-01-02T03:04:06.000Z',
  durationMs: 1_000,
  changedFiles: ['src/ü.ts'],
  summary: 'two\nlines',
  evidence: [],
  costUsd: 0.25,
  inputTokens: 1,
  outputTokens: 2,
  logDigest: 'd'.repeat(64),
};
const handed: HandedEnds = { executionId, ends: [{ task: 7, attempt }] };
const begun: BegunAttempts = {
  worker: aWorker(),
  executionId,
  starts: [{ task: 7, token: 3 }],
  events: [
    {
      seq: 5,
      at: '2026-01-02T03:04:05.000Z',
      actor: 'worker:w2',
      hash: 'a'.repeat(64),
      body: { type: 'attempt-started', task: 7, token: 3, worker: aWorker(), agent: 'shell' },
    },
  ],
};

const wait: SlotWait = { executionId, priority: 'high', needs: [{ keys: ['global'], since: attempt.startedAt }] };

describe('SocketNeighbours', () => {
  let listening: HintListening;
  let neighbours: SocketNeighbours;
  let service: NeighbourService | undefined;
  let looked: Looked | undefined;
  const asked: unknown[] = [];
  const at = () => ({ id: aWorker(), address: listening.address! });

  beforeEach(async () => {
    asked.length = 0;
    service = {
      takeEnds: async (question) => {
        asked.push(question);
        return { areRecorded: question.ends.map(() => true), events: begun.events };
      },
      begin: async (question) => {
        asked.push(question);
        return true;
      },
      look: async (question) => {
        asked.push(question);
        return looked;
      },
    };
    listening = await new SocketHintReceiver().listen(
      aWorker(),
      () => undefined,
      () => service,
    );
    neighbours = new SocketNeighbours(undefined, { timeoutMs: 200 });
  });
  afterEach(async () => {
    await neighbours.close();
    await listening.close();
  });

  it('brings ends and starts whole, and the answers back', async () => {
    expect(await neighbours.handEnds(at(), handed)).toEqual({ areRecorded: [true], events: begun.events });
    expect(await neighbours.begin(at(), begun)).toBe(true);
    expect(asked).toEqual([handed, begun]);
  });

  it.each([undefined, { status: 'running', lastSeq: 7 }, { status: 'running', lastSeq: 7, wait }] as const)(
    'asks who decides to look, and is told %j',
    async (seen) => {
      looked = seen;
      expect(await neighbours.look(at(), executionId)).toEqual(seen);
      expect(asked).toEqual([executionId]);
    },
  );

  it.each([
    {},
    { status: 'odd', lastSeq: 7 },
    { status: 'running', lastSeq: -1 },
    { status: 'running', lastSeq: 7, wait: { ...wait, needs: [{ keys: 'global' }] } },
    { status: 'running', lastSeq: 7, wait: { ...wait, priority: 'odd' } },
  ])('takes %j for nothing that somebody saw', async (seen) => {
    looked = seen as Looked;
    await expect(neighbours.look(at(), executionId)).rejects.toMatchObject({ kind: 'transient' });
  });

  it('brings thousands of ends at once, many questions at a time', async () => {
    const many: HandedEnds = { executionId, ends: Array.from({ length: 2_000 }, (_, task) => ({ task, attempt })) };
    neighbours = new SocketNeighbours();
    const taken = await Promise.all([1, 2, 3].map(() => neighbours.handEnds(at(), many)));
    expect(taken.map(({ areRecorded }) => areRecorded.length)).toEqual([2_000, 2_000, 2_000]);
  });

  it('knows that somebody who is gone was not told', async () => {
    const gone = { ...at(), address: `${dirname(listening.address!)}/nobody` };
    expect(await neighbours.begin(gone, begun)).toBe(false);
    await expect(neighbours.handEnds(gone, handed)).rejects.toMatchObject({ code: 'UNAVAILABLE_SOCKET' });
  });

  it('knows that what is longer than a line may be was not told', async () => {
    const events = begun.events.map((event) => ({ ...event, actor: 'x'.repeat(17 * 1024 * 1024) }));
    expect(await neighbours.begin(at(), { ...begun, events })).toBe(false);
    expect(asked).toEqual([]);
  });

  it('does not know whether somebody was told who does not answer, fails, or is not ready yet', async () => {
    const begin = () => neighbours.begin(at(), begun);
    service = { ...service!, begin: () => new Promise(() => undefined) };
    await expect(begin()).rejects.toMatchObject({ kind: 'transient' });
    service = { ...service, begin: () => Promise.reject(new Error('it cannot be read')) };
    await expect(begin()).rejects.toMatchObject({ kind: 'transient' });
    service = undefined;
    await expect(begin()).rejects.toMatchObject({ kind: 'transient' });
    await expect(neighbours.handEnds(at(), handed)).rejects.toMatchObject({ kind: 'transient' });
  });

  it('hands nothing on that is not whole', async () => {
    const broken = { ...handed, ends: [{ task: 7, attempt: { ...attempt, evidence: 'none' } }] };
    await expect(neighbours.handEnds(at(), broken as unknown as HandedEnds)).rejects.toMatchObject({
      kind: 'transient',
    });
    expect(asked).toEqual([]);
  });

  it.each([
    '{"id":0}',
    '{"id":0,"taken":{"areRecorded":[],"events":[]}}',
    '{"id":0,"taken":{"areRecorded":[1],"events":[]}}',
  ])('takes %s for no answer', async (line) => {
    const address = `${dirname(listening.address!)}/liar`;
    const liar: Server = createServer((socket) => socket.on('data', () => socket.write(`${line}\n`)));
    await new Promise<void>((done) => liar.listen(address, done));
    await expect(neighbours.handEnds({ id: aWorker(), address }, handed)).rejects.toMatchObject({ kind: 'transient' });
    await neighbours.close();
    await new Promise((done) => liar.close(done));
  });
});
