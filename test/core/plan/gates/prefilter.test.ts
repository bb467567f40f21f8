import { mayAsk } from '../../../../runtime/core/plan/gates/may-ask';
import { meetsAll, needsOf, signSet } from '../../../../runtime/core/plan/gates/sign-set';

describe('mayAsk', () => {
  it.each([
    'Write the part number 1 of the kettle and its handle',
    'Measure it — twice ✅',
    'a handy landing page',
    '',
  ])('lets pass what has no word that asks: %j', (text) => expect(mayAsk(text)).toBe(false));

  it.each([
    'Needs APPROVAL',
    "I'll handle this",
    'not before @ann',
    'ok?',
    'после одобрения',
    '✋',
    'nach Rücksprache',
  ])('has a second look at %j', (text) => expect(mayAsk(text)).toBe(true));
});

describe('needsOf', () => {
  it.each<[RegExp, string, boolean]>([
    [/[NW][^_]{0,3}Y/, 'oNoY', true],
    [/[NW][^_]{0,3}Y/, 'oNo', false],
    [/[NW]Z?o{0,2}Y/, 'WY', true],
    [/^(?:[oc]{1,2}:)?k(?:[_,]|$)/, 'k', true],
    [/^(?:[oc]{1,2}:)?k(?:[_,]|$)/, 'o:c', false],
    [/A(?!o?T)_/, 'A_', true],
    [/A(?!o?T)_/, 'AT', false],
  ])('tells for %s whether %j may match', (pattern, signs, may) =>
    expect(meetsAll(needsOf(pattern), signSet(signs))).toBe(may),
  );
});
