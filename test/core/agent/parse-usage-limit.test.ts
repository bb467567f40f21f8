import { parseUsageLimit } from '../../../runtime/core/agent/parse-usage-limit';
import { cpuMs } from '../../support/cpu-ms';
import { verifies } from '../../support/verifies';

/** A Saturday. */
const NOW = new Date('2026-11-21T11:30:00Z');

const ends = (text: string, headers: Record<string, string> = {}, status?: number) => {
  const limit = parseUsageLimit({ text, headers, status }, NOW);
  return limit === undefined ? undefined : `${limit.until.toISOString()}${limit.isNamed ? '' : ' (unnamed)'}`;
};

describe(`the end of a usage limit${verifies('R-17')}`, () => {
  it.each([
    ['Claude AI usage limit reached|1795273200', '2026-11-21T15:00:00.000Z'],
    ["You've hit your 5-hour limit · resets Nov 22, 2026, 8am (UTC)", '2026-11-22T08:00:00.000Z'],
    ["You've hit your limit · resets 3pm (Europe/Berlin)", '2026-11-21T14:00:00.000Z'],
    ["You've hit your limit · resets 12pm (UTC)", '2026-11-21T12:00:00.000Z'],
    ['Usage limit reached, resets at 9am', '2026-11-22T09:00:00.000Z'],
    ['Usage limit reached, resets at 15:45', '2026-11-21T15:45:00.000Z'],
    ["You've hit your weekly limit · resets Monday 9am (America/New_York)", '2026-11-23T14:00:00.000Z'],
    ["You've hit your weekly limit · resets Dec 1, 12am (UTC)", '2026-12-01T00:00:00.000Z'],
    ['Usage limit reached. Try again in 2 hours', '2026-11-21T13:30:00.000Z'],
    ['Usage limit reached. Try again in 2 hours and 5 minutes.', '2026-11-21T13:35:00.000Z'],
    ['usage limit: resets in 45m', '2026-11-21T12:15:00.000Z'],
    [
      'You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.',
      '2026-12-01T00:00:00.000Z',
    ],
    ['You exceeded your current quota until 2026-11-21T18:00:00Z', '2026-11-21T18:00:00.000Z'],
  ])('is read from %j', (text, expected) => expect(ends(text)).toBe(expected));

  it.each([
    ['Rate limit reached for gpt-5. Please try again in 6m0s.', '2026-11-21T11:36:00.000Z'],
    ['Rate limit reached. Please try again in 1.5s.', '2026-11-21T11:30:01.500Z'],
    ['Rate limit reached. Please try again in 20ms.', '2026-11-21T11:30:00.020Z'],
    ['slow down', '2026-11-21T11:45:00.000Z (unnamed)'],
  ])('is read from a 429 that says %j', (text, expected) => expect(ends(text, {}, 429)).toBe(expected));

  it.each([
    [{ 'retry-after': '3600' }, '2026-11-21T12:30:00.000Z'],
    [{ 'retry-after': 'Sat, 21 Nov 2026 13:00:00 GMT' }, '2026-11-21T13:00:00.000Z'],
    [{ 'retry-after-ms': '1500', 'retry-after': '2' }, '2026-11-21T11:30:01.500Z'],
    [{ 'retry-after': '60', 'anthropic-ratelimit-unified-reset': '1795273200' }, '2026-11-21T15:00:00.000Z'],
    [
      {
        'anthropic-ratelimit-tokens-remaining': '0',
        'anthropic-ratelimit-tokens-reset': '2026-11-21T11:31:00Z',
        'anthropic-ratelimit-requests-remaining': '5',
        'anthropic-ratelimit-requests-reset': '2026-11-21T19:00:00Z',
      },
      '2026-11-21T11:31:00.000Z',
    ],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' }, '2026-11-21T11:36:00.000Z'],
    [{ 'retry-after': 'soon' }, '2026-11-21T11:45:00.000Z (unnamed)'],
  ])('is read from the headers %j', (headers, expected) => expect(ends('busy', headers, 429)).toBe(expected));

  it.each([
    [
      'one that has passed is looked at again in a minute',
      'usage limit reached|1795200000',
      '2026-11-21T11:31:00.000Z',
    ],
    ['one in a year is not believed', 'usage limit reached|1826800000', '2026-11-21T11:45:00.000Z (unnamed)'],
    ['a day that does not exist is not believed', 'usage limit, resets at 77:99', '2026-11-21T11:45:00.000Z (unnamed)'],
    ['an unknown zone is UTC', 'usage limit, resets 3pm (Mars/Olympus)', '2026-11-21T15:00:00.000Z'],
  ])('%s', (_, text, expected) => expect(ends(text)).toBe(expected));

  it('follows the clocks of a zone over their change', () => {
    const beforeChange = new Date('2026-10-24T20:00:00Z');
    const limit = parseUsageLimit({ text: 'usage limit reached, resets 9am (Europe/Berlin)' }, beforeChange);
    expect(limit?.until.toISOString()).toBe('2026-10-25T08:00:00.000Z');
  });

  it.each([
    ['Prompt is too long', 400],
    ['Overloaded', 529],
    ['All done; I tested the limits of the parser.', undefined],
  ])('is not seen in %j', (text, status) => expect(ends(text, { 'retry-after': '5' }, status)).toBeUndefined());

  it('reads a hostile text in no time', () => {
    const text = `usage limit, try again in ${'1 m and '.repeat(50_000)}`;
    expect(cpuMs(() => ends(text, {}, 429))).toBeLessThan(200);
  });
});
