import { normaliseQuestion } from '../../../runtime/core/research/normalise-question';
import { verifies } from '../../support/verifies';

describe(`normaliseQuestion${verifies('R-70')}`, () => {
  it.each([
    ['  What is\n n8n? ', 'what is n8n'],
    ['WHAT IS “n8n” ??', 'what is n8n'],
    ['Please, what is n8n!', 'what is n8n'],
    ['what is n8n, please?', 'what is n8n'],
    ['ｗhat is n8n', 'what is n8n'],
    ['?!', ''],
  ])('%j has the key "%s"', (question, key) => expect(normaliseQuestion(question)).toBe(key));

  it.each([
    ['does a call b', 'does b call a'],
    ['what is c++', 'what is c'],
    ['what is c#', 'what is c'],
    ['is it 1.2', 'is it 12'],
    [`${'long '.repeat(200)}a`, `${'long '.repeat(200)}b`],
  ])('keeps apart what may mean something else', (one, other) => {
    expect(normaliseQuestion(one)).not.toBe(normaliseQuestion(other));
    expect(normaliseQuestion(one).length).toBeLessThanOrEqual(500);
  });
});
