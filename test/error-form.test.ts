import { expectErrorForm } from './support/error-form';

const GOOD = { code: 'BODY_INVALID', message: '/note must have at most 20 characters', where: { path: '/note' } };
const LIMITED = { ...GOOD, limit: 20, seen: 30 };

describe('what checks the form of errors', () => {
  it.each([
    ['the least', { code: 'A_CODE', message: 'm' }],
    ['a place and a limit', LIMITED],
    ['several', { ...LIMITED, problems: [LIMITED, GOOD], total: 7, hint: 'h', requestId: 'r' }],
    [
      'all facts',
      {
        ...GOOD,
        where: { file: 'a.md', line: 1, column: 2, path: '/a' },
        retryAfterSeconds: 1,
        scope: 'plan:read',
        state: 'paused',
        registered: ['site'],
        files: ['a'],
        archive: { status: 'succeeded' },
        arrival: 'unknown',
      },
    ],
  ])('lets through %s', (_, error) => expect(() => expectErrorForm(error)).not.toThrow());

  it.each<[string, unknown]>([
    ['no object', 'an error'],
    ['nothing', null],
    ['a list', [GOOD]],
    ['no code', { message: 'm' }],
    ['no message', { code: 'A_CODE' }],
    ['an empty message', { ...GOOD, message: '' }],
    ['a code in small letters', { ...GOOD, code: 'bodyInvalid' }],
    ['an unknown field', { ...GOOD, exitCode: 2 }],
    ['a stack as a field', { ...GOOD, stack: 'x' }],
    ['a line beside the code', { ...GOOD, line: 3 }],
    ['a line that is text', { ...GOOD, where: { line: '3' } }],
    ['a line below zero', { ...GOOD, where: { line: -1 } }],
    ['an empty place', { ...GOOD, where: {} }],
    ['a place of nothing known', { ...GOOD, where: { offset: 3 } }],
    ['a limit as text', { ...LIMITED, limit: '20' }],
    ['a limit without end', { ...LIMITED, limit: Number.POSITIVE_INFINITY }],
    ['what came without what is allowed', { ...GOOD, seen: 30 }],
    ['a limit that the words do not say', { ...LIMITED, message: '/note is too long' }],
    ['such a limit of one of several', { ...GOOD, problems: [GOOD, { ...LIMITED, message: 'too long' }], total: 2 }],
    ['an empty list of problems', { ...GOOD, problems: [], total: 0 }],
    ['too many problems', { ...GOOD, problems: Array(51).fill(GOOD), total: 51 }],
    ['a problem without words', { ...GOOD, problems: [{ code: 'A_CODE' }], total: 1 }],
    ['a problem with a field of errors alone', { ...GOOD, problems: [{ ...GOOD, total: 1 }], total: 1 }],
    ['fewer in all than are listed', { ...GOOD, problems: [GOOD, GOOD], total: 1 }],
    ['a plan that may be in, said otherwise', { ...GOOD, arrival: true }],
    ['names that are no texts', { ...GOOD, registered: [1] }],
    ['lines of a stack', { ...GOOD, message: 'It broke\n    at submit (/srv/app/a.js:10:3)' }],
    ['SQL', { ...GOOD, message: 'near: select id, state from executions where id = 1' }],
    ['a function of the database', { ...GOOD, hint: 'ns_commit said no' }],
    ['a folder of ours', { ...GOOD, hint: `see ${process.cwd()}/log` }],
    ['a stack in a problem', { ...GOOD, problems: [{ ...GOOD, hint: '  at x (/a/b.js:1:2)' }], total: 1 }],
  ])('refuses %s', (_, error) => expect(() => expectErrorForm(error)).toThrow());

  it('refuses more than 120 characters on end of what was sent, wherever they stand in it', () => {
    const sent = Array.from({ length: 400 }, (_, no) => `word${no}`).join(' ');
    for (const from of [0, 7, 600]) {
      expect(() => expectErrorForm({ ...GOOD, message: `No: ${sent.slice(from, from + 121)}` }, sent)).toThrow();
      expect(() => expectErrorForm({ ...GOOD, message: `No: ${sent.slice(from, from + 120)}` }, sent)).not.toThrow();
    }
  });
});
