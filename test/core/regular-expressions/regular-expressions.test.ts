import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { UNREAD_ORDER } from '../../../runtime/core/plan/drafting/note-unread-order';
import { RULES } from '../../../runtime/core/plan/gates/asking-rules';
import { BEFORE_NUMBER, NUMBER_NEEDS, TITLE_NEEDS } from '../../../runtime/core/plan/place-named-gates';
import { BESIDE, BESIDE_ANYWHERE, LEAD_AT_END } from '../../../runtime/core/plan/text/beside-words';
import { CRITERIA_WORDS } from '../../../runtime/core/plan/text/criteria-words';
import { HELD_STATUS } from '../../../runtime/core/plan/text/held-status';
import { WAITED_IN_FRONT } from '../../../runtime/core/plan/text/waiting-in-brackets';
import { IN_BRACKETS, WAITING, WAITING_LINE } from '../../../runtime/core/plan/text/waiting-words';
import { verifies } from '../../support/verifies';
import type { Judged, Verdict } from './judge-expressions';

const ROOT = join(__dirname, '../../..');

/** All that runs, but for `embedded`, whose texts are npm's and the example's. */
const FOLDERS =
  'runtime/core,runtime/gateway,runtime/mcp,runtime/cli,runtime/app,runtime/main,runtime/config,runtime/ports,runtime/adapters,runtime/claude-plugin,nodes,credentials';

/** Expressions that are slow for long texts, and why they meet none. By file and the start of their source. */
const SHORT_TEXTS: readonly (readonly [file: string, source: string, why: string])[] = [
  ['runtime/core/notify/speakable.ts', '^[^\\p{L}\\p{N}', 'the text is cut to 2,000 characters before'],
];

/** Files whose expressions are put together at run time, of escaped words and literals, for texts that are cut before, without any repeats or with a few that have limits and stand behind each other. */
const COMPUTED: readonly string[] = [
  'runtime/cli/number-option.ts',
  'runtime/config/variables.ts',
  'runtime/core/learn/extract-pattern.ts',
  'runtime/core/learn/key-rules.ts',
  'runtime/core/plan/formats/task-master-prd/module-names.ts',
  'runtime/core/plan/gates/may-ask.ts',
  // Judged below, as they are put together.
  'runtime/core/plan/gates/asking-rules.ts',
  'runtime/core/plan/drafting/note-unread-order.ts',
  'runtime/core/plan/place-named-gates.ts',
  'runtime/core/plan/text/beside-words.ts',
  'runtime/core/plan/text/criteria-words.ts',
  'runtime/core/plan/text/held-status.ts',
  'runtime/core/plan/text/waiting-in-brackets.ts',
  'runtime/core/plan/text/waiting-words.ts',
];

const PLANTED: readonly (readonly [string, string, Verdict])[] = [
  ['exponential', '^(.+?)(\\s*\\(.*\\))*$', 'slow'],
  ['exponential behind limits', '^(?:\\w{1,20}\\s?){1,20}$', 'slow'],
  ['polynomial', '\\s+$', 'slow'],
  ['polynomial in the middle', 'a.*b.*c', 'slow'],
  ['linear', '^\\s+', 'linear'],
  ['linear with limits', '\\s{0,20}$', 'linear'],
  ['linear and nested', '\\d{1,9}(?:\\.\\d{1,9}){0,9}', 'linear'],
  ['the words for waiting', WAITING.source, 'linear'],
  ['the words for waiting, as a line', WAITING_LINE.source, 'linear'],
  ['a gate before a number', BEFORE_NUMBER.source, 'linear'],
  ['a number that needs a yes', NUMBER_NEEDS.source, 'linear'],
  ['a title that needs a yes', TITLE_NEEDS.source, 'linear'],
  ['the words for waiting, in brackets', IN_BRACKETS.source, 'linear'],
  ['a sentence on the order of tasks', UNREAD_ORDER.source, 'linear'],
  ['the words for criteria', CRITERIA_WORDS.source, 'linear'],
  ['the words of a status that is held', HELD_STATUS.source, 'linear'],
  ['the words for waiting in front of a name', WAITED_IN_FRONT.source, 'linear'],
  ['the words for beside', BESIDE.source, 'linear'],
  ['the words for beside, anywhere', BESIDE_ANYWHERE.source, 'linear'],
  ['what leads to the words for beside', LEAD_AT_END.source, 'linear'],
  ...RULES.map(({ source }): [string, string, Verdict] => ['a rule by which a person is asked', source, 'linear']),
];

describe('the regular expressions', () => {
  let judged: readonly Judged[];
  beforeAll(() => {
    judged = judge();
  }, 180_000);

  it(`of what reads texts from outside are linear${verifies('R-4', 'S-54')}`, () => {
    const wrong = judged.filter(
      ({ place, source = '', verdict }) =>
        place !== 'given' &&
        verdict !== 'linear' &&
        !COMPUTED.some((file) => place.startsWith(`${file}:`) && source === '') &&
        !SHORT_TEXTS.some(([file, start]) => place.startsWith(`${file}:`) && source.startsWith(start)),
    );
    expect(wrong.map(({ place, source, verdict }) => `${verdict}: ${place} /${source}/`)).toEqual([]);
  });

  it('were looked for in all files', () => expect(judged.length).toBeGreaterThan(400));

  it.each(PLANTED)('would be found when one is %s: /%s/', (_, planted, expected) => {
    expect(judged.find(({ place, source }) => place === 'given' && source === planted)?.verdict).toBe(expected);
  });
});

function judge(): readonly Judged[] {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-expressions-'));
  try {
    const outfile = join(folder, 'main.cjs');
    const entryPoints = [join(__dirname, 'judge-expressions.ts')];
    const external = ['typescript', 'recheck'];
    buildSync({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node20', external, logLevel: 'error' });
    const planted = JSON.stringify(PLANTED.map(([, source]) => source));
    const printed = execFileSync(process.execPath, [outfile, ROOT, FOLDERS, planted], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      // Without native parts: the same verdicts everywhere.
      env: { NODE_PATH: process.env['NODE_PATH'] ?? join(ROOT, 'node_modules'), RECHECK_BACKEND: 'pure' },
    });
    return JSON.parse(printed) as readonly Judged[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
