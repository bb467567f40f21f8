import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { TarArchiveReader } from '../../runtime/adapters/tar/tar-archive-reader';
import { TarArchiveWriter } from '../../runtime/adapters/tar/tar-archive-writer';
import { tarHeader } from '../../runtime/adapters/tar/tar-header';
import { exportExecution } from '../../runtime/app/export-execution';
import { type ReplayChoice, replayArchive, replayExecution } from '../../runtime/app/replay-execution';
import { verifyArchive } from '../../runtime/app/verify-archive';
import { canonicalJson } from '../../runtime/core/execution/canonical-json';
import { sha256 } from '../../runtime/core/execution/hash-event';
import type { ReplayStep } from '../../runtime/core/execution/replay';
import { asExecutionId, type ExecutionId } from '../../runtime/core/ids';
import type { AttemptLogs } from '../../runtime/ports/attempt-logs';
import { openMemoryStores } from '../support/memory-stores';
import { liveNight } from '../support/night';
import type { Stores } from '../support/stores';
import { verifies } from '../support/verifies';

type Entries = Map<string, Buffer>;

let stores: Stores;
let id: ExecutionId;
let whole: Entries;
let digest: string;

beforeAll(async () => {
  let nowMs = Date.parse('2026-01-02T03:04:05.000Z');
  stores = openMemoryStores({
    now: () => nowMs,
    steady: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  });
  id = (await liveNight(stores)).id;
  const { bytes, exported } = await written();
  digest = exported.digest;
  whole = await entriesOf(bytes);
});
afterAll(() => stores.close());

async function written(read: AttemptLogs['read'] = async () => undefined) {
  const sink = new PassThrough();
  const chunks: Buffer[] = [];
  sink.on('data', (chunk: Buffer) => chunks.push(chunk));
  const archive = new TarArchiveWriter(sink);
  const exported = await exportExecution({ ...stores, attemptLogs: { read } }, id, archive);
  await archive.finish();
  return { exported, bytes: Buffer.concat(chunks) };
}

async function entriesOf(bytes: Buffer): Promise<Entries> {
  const entries: Entries = new Map();
  for await (const entry of new TarArchiveReader(Readable.from([bytes])).entries()) {
    const pieces: Uint8Array[] = [];
    for await (const piece of entry.bytes()) pieces.push(piece);
    entries.set(entry.name, Buffer.concat(pieces));
  }
  return entries;
}

const block = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((512 - (bytes.byteLength % 512)) % 512)]);
const tar = (entries: Iterable<readonly [string, Buffer]>) =>
  Buffer.concat([
    ...[...entries].map(([name, bytes]) => Buffer.concat([tarHeader(name, bytes.byteLength), block(bytes)])),
    Buffer.alloc(1024),
  ]);
const check = (tarBytes: Buffer) => verifyArchive(new TarArchiveReader(Readable.from([gzipSync(tarBytes)])));

/** The archive with entries changed, and a manifest that fits: as somebody writes it who knows how. */
function forged(change: (entries: Entries) => void): Buffer {
  const entries: Entries = new Map(whole);
  entries.delete('manifest.json');
  change(entries);
  const listed = [...entries].map(([name, bytes]) => ({ name, size: bytes.byteLength, digest: sha256(bytes) }));
  entries.set('manifest.json', Buffer.from(canonicalJson({ format: 1, entries: listed })));
  return tar(entries);
}
const replaced = (name: string, from: string | RegExp, to: string) => (entries: Entries) => {
  const before = entries.get(name)!.toString();
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${name} has nothing like that`);
  entries.set(name, Buffer.from(after));
};

it(`writes an archive that holds by itself, and that any tar unpacks${verifies('I13', 'I23')}`, async () => {
  const { bytes, exported } = await written(async ({ task, token }) => `log of ${task} ${token}\n`);
  const logs = exported.logs;
  expect(exported).toMatchObject({ executionId: id, artifacts: 1, logsElsewhere: 0 });
  expect(logs).toBeGreaterThan(3);
  // The logs of this story are not those that its evidence names.
  const verified = await verifyArchive(new TarArchiveReader(Readable.from([bytes])));
  expect(new Set(verified.findings.map(({ message }) => message))).toEqual(
    new Set(['It is not the log that the end of its attempt names']),
  );
  const folder = mkdtempSync(join(tmpdir(), 'ns-archive-'));
  try {
    writeFileSync(join(folder, 'a.tar.gz'), bytes);
    execFileSync('tar', ['-xzf', 'a.tar.gz'], { cwd: folder });
    expect(JSON.parse(readFileSync(join(folder, 'execution.json'), 'utf8'))).toMatchObject({ id });
    expect(readFileSync(join(folder, 'logs/0-1.log'), 'utf8')).toContain('log of task-1 1');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it(`folds all events anew, finds nothing in what was not touched, and says what it is${verifies('R-44', 'I13')}`, async () => {
  const verified = await check(tar(whole));
  expect(verified).toMatchObject({ isClean: true, findings: [], executionId: id, digest });
});

it('gives the same archive again', async () => {
  expect((await written()).exported.digest).toBe(digest);
});

it.each<readonly [string, (entries: Entries) => void, RegExp]>([
  ['a changed event', replaced('events/000001.ndjson', '"reason":"gone"', '"reason":"lost"'), /^I13 The hash of event/],
  ['an event that is missing', replaced('events/000001.ndjson', /^.*\n/, ''), /^I13 Event 0 is followed by 2/],
  ['a log that is cut off', replaced('events/000001.ndjson', /.*\n$/, ''), /^I13/],
  [
    'a task that is stored otherwise',
    replaced('tasks/000001.ndjson', '"status":"completed"', '"status":"failed"'),
    /^I13 Task 0/,
  ],
  [
    'an attempt with another outcome',
    replaced('attempts/000001.ndjson', '"outcome":"lost"', '"outcome":"done"'),
    /^I13 Attempt/,
  ],
  ['evidence without its output', (entries) => entries.delete(`artifacts/${sha256('')}`), /^I23 The output/],
  ['another plan', replaced('execution.json', /"title":"Task/, '"title":"Other'), /^I1 Plan or options/],
  ['other options', replaced('execution.json', '"maxParallel":', '"maxParallel":1'), /^I1 Plan or options/],
  [
    'a log of no attempt',
    (entries) => entries.set('logs/9-9.log', Buffer.from('x')),
    /^logs.9-9.log It is the log of no attempt/,
  ],
  ['another receipt', replaced('execution.json', /"receipt":"../, '"receipt":"00'), /^I2 The receipt/],
  [
    'an output with other bytes',
    (entries) => entries.set(`artifacts/${sha256('')}`, Buffer.from('x')),
    /^artifacts.* other bytes/,
  ],
])(`finds %s, also with a manifest that fits${verifies('I13')}`, async (_, change, expected) => {
  const { findings, isClean } = await check(forged(change));
  expect(isClean).toBe(false);
  expect(findings.map(({ where, message }) => `${where} ${message}`)).toContainEqual(expect.stringMatching(expected));
});

it('finds entries that the manifest lists otherwise, or not', async () => {
  const entries = new Map(whole);
  entries.set('execution.json', Buffer.from(`${entries.get('execution.json')}\n`));
  const { findings } = await check(tar(entries));
  expect(findings).toEqual([{ where: 'execution.json', message: 'It has other bytes than the manifest says' }]);
  const more = [...whole].flatMap(([name, bytes]) =>
    name === 'manifest.json'
      ? ([
          ['logs/9-9.log', Buffer.from('x')],
          [name, bytes],
        ] as const)
      : [[name, bytes] as const],
  );
  expect((await check(tar(more))).findings).toEqual([
    { where: 'logs/9-9.log', message: 'The manifest does not list it' },
    { where: 'logs/9-9.log', message: 'It is the log of no attempt' },
  ]);
});

it('knows one that was written anew from the one that was exported, by its digest', async () => {
  expect((await check(forged(replaced('execution.json', '"title":"A plan"', '"title":"B plan"')))).digest).not.toBe(
    digest,
  );
});

const named = (name: string) => (entries: Entries) => entries.set(name, Buffer.from('x'));
describe('refuses', () => {
  it.each<readonly [string, (entries: Entries) => void, RegExp]>([
    ['a path that leads out', named('../../etc/passwd'), /no entry of ours/],
    ['an absolute path', named('/etc/passwd'), /no entry of ours/],
    ['a name with an end inside', named('logs/1-1.log/../../x'), /no entry of ours/],
    ['an unknown name', named('readme.txt'), /no entry of ours/],
    ['rows that are no JSON', (e) => e.set('tasks/000001.ndjson', Buffer.from('{')), /line 1 of tasks.* no JSON/],
    ['rows of another form', (e) => e.set('tasks/000001.ndjson', Buffer.from('{"task":"0"}')), /has no task/],
    [
      'events without a body',
      (e) => e.set('events/000001.ndjson', Buffer.from('{"seq":1,"at":"","actor":"","hash":"","body":null}')),
      /has no body/,
    ],
    ['a plan that is none', replaced('execution.json', /"tasks":\[.*\],"title"/, '"tasks":7,"title"'), /not the form/],
    [
      'rows before the execution',
      (e) => {
        const rest = [...e].filter(([name]) => name !== 'execution.json');
        e.clear();
        for (const [name, bytes] of rest) e.set(name, bytes);
      },
      /does not begin with one execution/,
    ],
    ['rows in another order', (e) => e.set('events/000002.ndjson', Buffer.from('')), /events come after/],
  ])('%s', async (_, change, words) => {
    await expect(check(forged(change))).rejects.toMatchObject({
      code: 'ARCHIVE_REFUSED',
      message: expect.stringMatching(words),
    });
  });

  it.each([
    ['a link', '2'],
    ['a hard link', '1'],
    ['a folder', '5'],
    ['a device', '3'],
    ['an extended header', 'x'],
  ])('%s', async (_, kind) => {
    const header = tarHeader('execution.json', 0);
    header.write(kind, 156, 'latin1');
    header.fill(0x20, 148, 156);
    header.write(
      `${[...header]
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
      'latin1',
    );
    await expect(check(Buffer.concat([header, Buffer.alloc(1024)]))).rejects.toMatchObject({
      message: expect.stringMatching(/no plain file/),
    });
  });

  it('one that is cut off, anywhere', async () => {
    const bytes = gzipSync(tar(whole));
    for (const part of [0, 10, 0.5, 0.9]) {
      const end = part < 1 ? Math.floor(bytes.byteLength * part) : part;
      const cut = new TarArchiveReader(Readable.from([bytes.subarray(0, end)]));
      await expect(verifyArchive(cut)).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' });
    }
    await expect(check(tar([...whole].slice(0, -1)))).rejects.toMatchObject({
      message: expect.stringMatching(/without its manifest/),
    });
  });

  it.each([
    ['a byte after its last block', () => gzipSync(Buffer.concat([tar(whole), Buffer.from('x')]))],
    ['a block of zeros more', () => gzipSync(Buffer.concat([tar(whole), Buffer.alloc(512)]))],
    [
      'something in the second of its last blocks',
      () => gzipSync(Buffer.concat([tar(whole).subarray(0, -1), Buffer.from('x')])),
    ],
    ['another archive', () => gzipSync(Buffer.concat([tar(whole), tar(whole)]))],
    ['another archive, packed by itself', () => Buffer.concat([gzipSync(tar(whole)), gzipSync(tar(whole))])],
    ['a text behind what is packed', () => Buffer.concat([gzipSync(tar(whole)), Buffer.from('hello')])],
    ['zeros behind what is packed', () => Buffer.concat([gzipSync(tar(whole)), Buffer.alloc(3)])],
    ['zeros and a text behind it', () => Buffer.concat([gzipSync(tar(whole)), Buffer.alloc(3), Buffer.from('hello')])],
  ])('%s, in one piece or in many', async (_, bytesOf) => {
    const bytes = bytesOf();
    const pieces = Array.from({ length: Math.ceil(bytes.byteLength / 100) }, (_, at) =>
      bytes.subarray(at * 100, at * 100 + 100),
    );
    for (const parts of [[bytes], pieces])
      await expect(verifyArchive(new TarArchiveReader(Readable.from(parts)))).rejects.toMatchObject({
        code: 'ARCHIVE_REFUSED',
        message: expect.stringMatching(/bytes follow its end/),
      });
  });

  it('what is no archive', async () => {
    const plain = new TarArchiveReader(Readable.from([Buffer.from('hello')]));
    await expect(verifyArchive(plain)).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' });
    await expect(check(Buffer.alloc(2048, 7))).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' });
  });

  it('an entry that stands in it twice', async () => {
    const [first, ...rest] = [...whole];
    const log = ['logs/1-1.log', Buffer.from('x')] as const;
    await expect(check(tar([first!, log, log, ...rest]))).rejects.toMatchObject({
      message: expect.stringMatching(/twice/),
    });
  });

  it('a bomb, before it is unpacked', async () => {
    const bounds = { bytes: 1024 * 1024, entries: 10 };
    const bomb = tar([...whole].slice(0, 1).concat([['logs/1-1.log', Buffer.alloc(4 * 1024 * 1024)]]));
    const verify = (bytes: Buffer) => verifyArchive(new TarArchiveReader(Readable.from([gzipSync(bytes)]), bounds));
    await expect(verify(bomb)).rejects.toMatchObject({ message: expect.stringMatching(/unpacks to more than/) });
    const many = Array.from({ length: 20 }, (_, at) => [`logs/${at}-1.log`, Buffer.alloc(0)] as const);
    await expect(verify(tar([...whole].slice(0, 1).concat(many as never)))).rejects.toMatchObject({
      message: expect.stringMatching(/more than 10 entries/),
    });
  });

  it('a document that says it is larger than any, without reading it', async () => {
    const header = tarHeader('execution.json', 65 * 1024 * 1024);
    await expect(check(Buffer.concat([header, Buffer.alloc(1024)]))).rejects.toMatchObject({
      message: expect.stringMatching(/larger than any/),
    });
  });
});

describe(`an execution that is replayed${verifies('R-44')}`, () => {
  const fromStore = async (choice: Partial<ReplayChoice> = {}) => {
    const steps: ReplayStep[] = [];
    const end = await replayExecution(stores.moments, id, { withPrompts: false, ...choice }, (one) => steps.push(one));
    return { steps, end };
  };
  const fromArchive = async (bytes: Buffer, choice: Partial<ReplayChoice> = {}) => {
    const steps: ReplayStep[] = [];
    const reader = new TarArchiveReader(Readable.from([bytes]));
    const end = await replayArchive(reader, { withPrompts: false, ...choice }, (one) => steps.push(one));
    return { steps, end };
  };

  it('goes the same way from the database and from an archive, event by event, to what is stored', async () => {
    const { steps, end } = await fromStore();
    expect(steps.map(({ seq }) => seq)).toEqual(steps.map((_, at) => at + 1));
    expect(end).toMatchObject({ isAsStored: true, events: steps.length, lastSeq: steps.length });
    expect(await fromArchive((await written()).bytes)).toEqual({ steps, end });
    const { steps: of, end: then } = await fromStore({ task: end.tasks[0]!.id });
    expect(of).toEqual(steps.filter(({ taskId }) => taskId === end.tasks[0]!.id));
    expect(then.tasks).toEqual([end.tasks[0]]);
  });

  it('stops where it is told to, with everything as it stood then, and says what agents were told', async () => {
    const { steps } = await fromStore({ withPrompts: true });
    const began = steps.find(({ type }) => type === 'attempt-started')!;
    expect(began).toMatchObject({ from: 'assigned', to: 'active', prompt: expect.stringContaining('## Your task\n') });
    const { steps: until, end } = await fromStore({ to: began.seq });
    expect(until).toHaveLength(began.seq);
    expect(end).not.toHaveProperty('isAsStored');
    expect(end.tasks.find((task) => task.id === began.taskId)).toMatchObject({ status: 'active' });
    expect(await fromArchive((await written()).bytes, { to: began.seq })).toEqual({ steps: until, end });
  });

  it('names what there is not, and finds that events lead elsewhere', async () => {
    await expect(fromStore({ task: 'task-999' })).rejects.toMatchObject({ code: 'TASK_UNKNOWN' });
    await expect(fromStore({ to: 1_000_000 })).rejects.toMatchObject({ code: 'EVENT_UNKNOWN' });
    const none = asExecutionId('01890a5d-ac96-774b-bcce-b30209999999');
    await expect(replayExecution(stores.moments, none, { withPrompts: false }, () => undefined)).rejects.toMatchObject({
      code: 'EXECUTION_UNKNOWN',
    });
    const other = forged(replaced('execution.json', /"lastHash":"[0-9a-f]{64}"/, `"lastHash":"${'0'.repeat(64)}"`));
    expect((await fromArchive(gzipSync(other))).end).toMatchObject({ isAsStored: false });
    const newer = forged(
      replaced('events/000001.ndjson', '"type":"execution-submitted"', '"type":"execution-of-tomorrow"'),
    );
    expect((await fromArchive(gzipSync(newer))).steps[0]).toMatchObject({ words: 'execution-of-tomorrow' });
    for (const broken of [
      forged(replaced('events/000001.ndjson', '"seq":2', '"seq":3')),
      forged((entries) => entries.delete('execution.json')),
    ])
      await expect(fromArchive(gzipSync(broken))).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' });
  });
});
