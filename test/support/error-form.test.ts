import { expectErrorForm } from './error-form';

const GOOD = { code: 'BODY_INVALID', message: '/a must be a text', where: { path: '/a' } };

describe('what errors are held to', () => {
  it.each([
    ['the least', { code: 'X_Y', message: 'No' }],
    ['all fields', { ...GOOD, limit: 1, seen: 2, hint: 'h', problems: [GOOD, GOOD], total: 2, requestId: 'r' }],
  ])('takes %s', (_, error) => expect(() => expectErrorForm(error)).not.toThrow());

  it.each<[string, unknown, string?]>([
    ['no object', 'No'],
    ['no code', { message: 'No' }],
    ['a place beside the code', { ...GOOD, line: 1 }],
    ['a limit in words', { ...GOOD, limit: '2 MiB' }],
    ['an empty place', { ...GOOD, where: {} }],
    ['a field that nobody knows in a place', { ...GOOD, where: { row: 1 } }],
    ['a problem of another form', { ...GOOD, problems: [{ code: 'A_B', message: 'm', line: 1, column: 1 }] }],
    ['more than 50 problems', { ...GOOD, problems: Array.from({ length: 51 }, () => GOOD) }],
    ['fewer in all than are listed', { ...GOOD, problems: [GOOD, GOOD], total: 1 }],
    ['a stack', { ...GOOD, message: 'No\n    at read (/srv/x.js:1:2)' }],
    ['SQL', { ...GOOD, message: 'select id from tasks where id = 1' }],
    ['our folder', { ...GOOD, hint: `see ${process.cwd()}/package.json` }],
    ['121 characters of what was sent', { ...GOOD, message: `no ${'x'.repeat(121)}` }, 'x'.repeat(500)],
  ])('refuses %s', (_, error, sent) => expect(() => expectErrorForm(error, sent)).toThrow());
});
