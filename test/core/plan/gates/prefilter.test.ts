import { RULES } from '../../../../runtime/core/plan/gates/asking-rules';
import { endOfToken } from '../../../../runtime/core/plan/gates/clause-tokens';
import { mayAsk } from '../../../../runtime/core/plan/gates/may-ask';
import { RuleIndex } from '../../../../runtime/core/plan/gates/rule-index';
import { meetsAll, needsOf, signSet } from '../../../../runtime/core/plan/gates/sign-set';

describe('mayAsk', () => {
  it.each([
    'Write the part number 1 of the kettle and its handle',
    'Measure it — twice ✅',
    'a handy landing page',
    'humanoid',
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
    'needsReview: yes',
    'signOffBy: Ann',
    'aprobación',
  ])('has a second look at %j', (text) => expect(mayAsk(text)).toBe(true));
});

describe('RuleIndex', () => {
  const rules = [/A/, /[BC]o/, /o{0,2}[DE]?/, /A_/].map((pattern) => ({ pattern, needs: needsOf(pattern) }));
  const index = new RuleIndex(rules);

  it.each<[string, readonly number[]]>([
    ['A', [0, 2, 3]],
    ['Co', [1, 2]],
    ['o', [2]],
    ['A_', [0, 2, 3]],
  ])('offers for %j all rules that it could meet, in their order', (signs, expected) => {
    const offered: number[] = [];
    index.find(signs, (rule) => {
      offered.push(rules.indexOf(rule));
      return false;
    });
    expect(offered).toEqual(expected);
  });

  it('ends with the first that is met', () =>
    expect(index.find('A_', ({ pattern }) => pattern.source !== 'A')).toBe(rules[2]));

  it('leaves out no rule of the table that a spelling meets', () => {
    const all = RULES.map((pattern) => ({ pattern, needs: needsOf(pattern) }));
    const table = new RuleIndex(all);
    for (const signs of ['oNoY', 'UVF', 'XGUPA', 'LLA', '<M>', 'r:I', 'cLfA', '2:P']) {
      const meant = all.find(({ pattern, needs }) => meetsAll(needs, signSet(signs)) && pattern.test(signs));
      const isMet = ({ pattern, needs }: (typeof all)[number]): boolean =>
        meetsAll(needs, signSet(signs)) && pattern.test(signs);
      expect(table.find(signs, isMet)).toBe(meant);
    }
  });
});

describe('endOfToken', () => {
  const tokens = (clause: string): readonly string[] => {
    const found: string[] = [];
    for (let from = 0; from < clause.length; ) {
      const to = endOfToken(clause, from);
      if (to > from) found.push(clause.slice(from, to));
      from = Math.max(to, from + 1);
    }
    return found;
  };

  it.each<[string, readonly string[]]>([
    ["Ask Joe's team, first!", ['Ask', "Joe's", 'team', ',', 'first']],
    ['lid.close() sign_off a.', ['lid.close', '(', ')', 'sign_off', 'a']],
    ['needs_review @ann @ x', ['needs', 'review', '@ann', 'x']],
    ['🛑 承認待ち: après — 승인', ['🛑', '承認待ち', ':', 'après', '—', '승인']],
  ])('parts %j', (clause, expected) => expect(tokens(clause)).toEqual(expected));
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
