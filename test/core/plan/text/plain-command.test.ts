import { plainCommand, testCommand } from '../../../../runtime/core/plan/text/plain-command';

describe('plainCommand', () => {
  it.each([
    'npm test -- lid',
    'npm run lint',
    './check.sh --all',
    'make test',
    'go test ./...',
    'pytest tests/test_lid.py',
    'CI=1 npx jest',
    'test -f out/lid.txt',
    'grep -q "it is done" log.txt',
  ])('knows %j', (text) => expect(plainCommand(text)).toBe(text));

  it.each([
    'make sure it boils',
    'npm test passes',
    'go back to the start',
    'find the leak',
    'test it by hand',
    'python is installed',
    'just do it',
    'the lid closes',
    'npm test.',
    'make it work',
    '',
  ])('leaves %j, which is a sentence', (text) => expect(plainCommand(text)).toBeUndefined());
});

describe('testCommand', () => {
  it.each<[string, string]>([
    ['Test: npm test -- lid', 'npm test -- lid'],
    ['**Tests:** `npm test`', 'npm test'],
    ['Validation: run `npm run e2e`.', 'npm run e2e'],
    ['测试：npm test -- 登录', 'npm test -- 登录'],
  ])('of %j', (line, command) => expect(testCommand(line)).toBe(command));

  it.each([
    'Test: `tests/lid_test.c`',
    'Test: unit tests for the lid',
    'Testing: npm test',
    'Verification: run `npm run e2e` and look',
  ])('is none of %j', (line) => expect(testCommand(line)).toBeUndefined());
});
