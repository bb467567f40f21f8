import { isPlainLine, printable, withoutControls, withoutHidden } from '../../runtime/core/control-characters';

const ESC = '\u001b';

describe('text of others', () => {
  it.each([
    ['colours', `${ESC}[1;31mred${ESC}[0m`, 'red'],
    ['colours in one character', '\u009b31mred', 'red'],
    ['a title of the terminal', `${ESC}]0;owned\u0007text`, 'text'],
    ['a link of the terminal', `${ESC}]8;;http://evil.example${ESC}\\here${ESC}]8;;${ESC}\\`, 'here'],
    ['an order that is not whole, and hides nothing', `${ESC}]0;seen`, ']0;seen'],
    ['bells and backspaces', 'a\u0007\u0008b', 'ab'],
    ['what turns letters around', 'a\u202eb\u2066c', 'abc'],
    ['lines and tabs, which stay', 'a\n\tb', 'a\n\tb'],
    ['letters of any language, which stay', 'naïve 日本語 👩\u200d🚀', 'naïve 日本語 👩\u200d🚀'],
  ])('loses %s', (_, text, expected) => expect(withoutControls(text)).toBe(expected));

  it('loses what nobody sees, where that is asked for', () => {
    expect(withoutHidden('a\u200bb\u200fc\u2028d\ufeffe\u2060f')).toBe('abcdef');
  });

  it.each([
    [' a \n\n\tb ', 'a b'],
    [`a\r\n${ESC}[2Kb`, 'a b'],
    ['a\u2028b', 'a b'],
    ['\u202egnp.exe', 'gnp.exe'],
  ])('%j stands on one line as %j', (text, expected) => expect(printable(text)).toBe(expected));

  it('is cleaned in a moment, however it is made', () => {
    const before = performance.now();
    for (const piece of [`${ESC}[`, `${ESC}]`, '\u009b', `${ESC}[1;`, ' \t']) withoutControls(piece.repeat(200_000));
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('isPlainLine', () => {
  it.each(['a', 'A name of 日本語', '👩 🚀', "it's"])('takes %j', (text) => expect(isPlainLine(text)).toBe(true));
  it.each(['a\nb', 'a\tb', '\u0000', 'a\u0085', '\u202eb', 'a\u200b', '\ufeff', '\ud800', `${ESC}[0m`])(
    'refuses %j',
    (text) => expect(isPlainLine(text)).toBe(false),
  );
});
