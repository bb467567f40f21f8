import { Parser } from 'commonmark';
import MarkdownIt from 'markdown-it';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import type { ExecutionPlan, PlanContext, PlanLimits } from '../../../runtime/core/plan/plan';
import { previewPlan } from '../../../runtime/core/plan/preview-plan';
import { readPlan } from '../../../runtime/core/plan/read-plan';
import { scanLines } from '../../../runtime/core/plan/text/lines';
import { ms, printTable } from '../figures';
import { checkboxPlan, DOCUMENTS, type Generated } from './documents';
import { type Figure, inTurn, ratio } from './measure';

const ANY = Number.MAX_SAFE_INTEGER;
const LIMITS: PlanLimits = {
  bytes: ANY,
  depth: 64,
  keys: ANY,
  stringLength: ANY,
  aliases: 100,
  tasks: ANY,
  dependenciesPerTask: ANY,
  edges: ANY,
  chain: ANY,
  filesPerTask: ANY,
  titleLength: 200,
  descriptionLength: ANY,
  checksPerTask: ANY,
};
const CONTEXT: PlanContext = {
  planId: '0198c0de-0000-7000-8000-000000000001',
  conversationId: '0198c0de-0000-7000-8000-000000000002',
  created: '2026-01-01T00:00:00.000Z',
  priority: 'normal',
  limits: LIMITS,
};

function planOf(text: string, fileName: string): ExecutionPlan {
  const reading = readPlan({ text, fileName }, CONTEXT);
  if (reading.type === 'problems') throw new Error(`${fileName} is refused: ${JSON.stringify(reading.problems[0])}`);
  return reading.plan;
}

/** The same tasks as JSON: what is read from the text, written out. */
const asJson = ({ title, tasks }: ExecutionPlan): string => JSON.stringify({ schemaVersion: 1, title, tasks });

const times = (factor: number): string => `${factor.toFixed(2)} ×`;
const share = (part: number, whole: number): string => times(part / whole);
const reached = (value: number, most: number): string => (value <= most ? 'yes' : 'no');

/** What the figures of `docs/performance.md` ask for. */
const GOALS = { toJsonParse: 2, doubled: 2.4, checkedMs: 50 };
const megabytesPerSecond = (text: string, time: number): string =>
  `${(Buffer.byteLength(text) / 1e3 / time).toFixed(0)} MB/s`;

/** A checkbox plan (found, read and checked, as `nightshift plan` does) against `JSON.parse` on the same tasks. */
function benchCheckbox({ format, fileName, text: make }: Generated, lines: number, runs: number): readonly string[] {
  const text = make(lines);
  const json = asJson(planOf(text, fileName));
  const [ours, floor, scan] = inTurn(runs, [
    () => planOf(text, fileName),
    () => JSON.parse(json),
    () => scanLines(text),
  ]);
  const toFloor = ratio(ours!, floor!);
  return [
    format,
    lines.toLocaleString('en'),
    ms(ours!.median),
    ms(floor!.median),
    megabytesPerSecond(text, ours!.median),
    megabytesPerSecond(text, scan!.median),
    `≤ ${times(GOALS.toJsonParse)}`,
    times(toFloor),
    reached(toFloor, GOALS.toJsonParse),
  ];
}

/** Every format, at twice the size: twice the time is linear. Of each the least: a run that was disturbed says nothing of growth. */
function benchFormats(lines: number, runs: number): readonly (readonly string[])[] {
  return DOCUMENTS.map(({ format, fileName, text }) => {
    const [one, two] = [text(lines), text(lines * 2)];
    const reading = readPlan({ text: one, fileName }, CONTEXT);
    if (reading.type === 'problems') return [format, `refused: ${reading.problems[0]!.code}`];
    const { plan } = reading;
    const json = asJson(plan);
    const [ours, doubled, floor] = inTurn(runs, [
      () => planOf(one, fileName),
      () => planOf(two, fileName),
      () => JSON.parse(json),
    ]);
    const growth = doubled!.least / ours!.least;
    return [
      format,
      plan.format,
      String(plan.tasks.length),
      ms(ours!.median),
      megabytesPerSecond(one, ours!.median),
      times(ratio(ours!, floor!)),
      `≤ ${times(GOALS.doubled)}`,
      times(growth),
      reached(growth, GOALS.doubled),
    ];
  });
}

/** Readers of markdown, that know nothing of tasks. */
function benchPeers(lines: number, runs: number): readonly (readonly string[])[] {
  const peers: readonly (readonly [string, (text: string) => unknown])[] = [
    ['nightshift, the whole plan', (text) => planOf(text, 'TODO.md')],
    ['nightshift, lines only', scanLines],
    ['markdown-it', (text) => new MarkdownIt().parse(text, {})],
    ['commonmark', (text) => new Parser().parse(text)],
    [
      'remark (micromark, GFM)',
      (text) => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }),
    ],
  ];
  const [one, two] = [checkboxPlan(lines), checkboxPlan(lines * 2)];
  const figures = peers.map(([, read]) => inTurn(runs, [() => read(one), () => read(two)]));
  const ours = figures[0]![0]!.least;
  return peers.map(([name], no) => {
    const [once, twice] = figures[no]!;
    return [
      name,
      ms(once!.least),
      share(once!.least, ours),
      share(twice!.least, once!.least),
      megabytesPerSecond(one, once!.least),
    ];
  });
}

function benchChecking(runs: number): readonly (readonly string[])[] {
  const tasks = Array.from({ length: 2_000 }, (_, no) => ({
    id: `t${no}`,
    title: `Task ${no}`,
    dependencies: [no - 1, no - 7, no - 40].filter((on) => on >= 0).map((on) => `t${on}`),
  }));
  const text = JSON.stringify({ schemaVersion: 1, title: 'Kettle', tasks });
  const [read, layered] = inTurn(runs, [
    () => examinePlan({ text, fileName: 'plan.json' }, CONTEXT),
    () => previewPlan(planOf(text, 'plan.json')),
  ]);
  const row = (what: string, { median }: Figure): readonly string[] => [
    what,
    `< ${GOALS.checkedMs} ms`,
    ms(median),
    reached(median, GOALS.checkedMs),
  ];
  return [row('read and checked', read!), row('read, checked and layered', layered!)];
}

function main(args: readonly string[]): void {
  const runsAt = args.indexOf('--runs');
  const runs = runsAt < 0 ? 15 : Number(args[runsAt + 1]);
  const isQuick = args.includes('--quick');
  const sizes: readonly (readonly [number, number])[] = [
    [1_000, runs * 4],
    [10_000, runs * 2],
    [100_000, Math.ceil(runs / 3)],
    ...(isQuick ? [] : [[1_000_000, 3] as const]),
  ];
  printTable(
    'Checkbox plans against JSON.parse on the same tasks',
    ['document', 'lines', 'nightshift', 'JSON.parse', 'speed', 'lines only', 'goal', 'ratio', 'reached'],
    DOCUMENTS.slice(0, 2).flatMap((document) => sizes.map(([lines, count]) => benchCheckbox(document, lines, count))),
  );
  printTable(
    'Every format, 10,000 lines and 20,000: linear is 2 × for twice the size',
    ['document', 'read as', 'tasks', 'nightshift', 'speed', 'to JSON.parse', 'goal', 'doubled', 'reached'],
    benchFormats(10_000, Math.ceil(runs / 3)),
  );
  printTable(
    'Readers of markdown on a checkbox plan of 1,000 lines and 2,000',
    ['reader', 'time', 'to nightshift', 'doubled', 'speed'],
    benchPeers(1_000, Math.ceil(runs / 3)),
  );
  printTable('2,000 tasks with three dependencies each', ['what', 'goal', 'time', 'reached'], benchChecking(runs));
}

main(process.argv.slice(2));
