import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { codeSpans } from '../../../runtime/core/plan/text/code-spans';
import { scanLines } from '../../../runtime/core/plan/text/lines';

type Parse = (text: string) => Nodes;
let parse: Parse;

/** The markdown library is the oracle: it is right, and quadratic. It is ESM only. */
beforeAll(async () => {
  const { fromMarkdown } = await import('mdast-util-from-markdown');
  const { gfmFromMarkdown } = await import('mdast-util-gfm');
  const { gfm } = await import('micromark-extension-gfm');
  parse = (text) => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
});

function oracle(text: string): string[] {
  const found: string[] = [];
  const open: Nodes[] = [parse(text)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const line = node.position!.start.line;
    if (node.type === 'heading' && /^ {0,3}#/.test(text.split('\n')[line - 1]!))
      found.push(`${line} heading ${node.depth}`);
    if (node.type === 'listItem' && typeof node.checked === 'boolean')
      found.push(`${line} box ${node.checked ? 'x' : ' '}`);
    if ('children' in node) open.push(...node.children);
  }
  return found.sort();
}

const scanned = (text: string): string[] =>
  scanLines(text)
    .lines.flatMap(({ no, kind, level, mark, content }) => {
      if (kind === 'heading') return [`${no} heading ${level}`];
      return kind === 'box' && content !== '' ? [`${no} box ${mark.toLowerCase()}`] : [];
    })
    .sort();

describe('scanLines', () => {
  it('finds the headings and boxes that the markdown library finds', () => {
    const line = fc.constantFrom(
      '# One',
      '## Two ##',
      '- [ ] a',
      '- [x] b',
      '* [X] c',
      '1. [ ] d',
      '- e',
      'text',
      '',
      '   ### Three',
      '#no',
      '- [x](link)',
      '####### seven',
      '```\n- [ ] hidden\n# hidden\n```',
      '~~~~\n- [ ] hidden\n~~~\n~~~~',
      '<!--\n- [ ] hidden\n-->',
      '`- [ ] code`',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        // A blank line between blocks: what a line continues is no question of ours.
        const text = lines.join('\n\n');
        expect(scanned(text)).toEqual(oracle(text));
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, string, string[]]>([
    ['nested boxes', '- [ ] a\n  - [x] b\n    - [ ] c\n- [ ] d', ['1 box  ', '2 box x', '3 box  ', '4 box  ']],
    ['a fence below a bullet', '- ```\n  - [ ] hidden\n  ```\n- [ ] a', ['4 box  ']],
    ['a fence that is longer than the one inside', '````\n```\n- [ ] hidden\n```\n````\n- [ ] a', ['6 box  ']],
    ['a comment that ends in its line', '<!-- - [ ] hidden --> text\n- [ ] a', ['2 box  ']],
  ])('finds %s as the library does', (_, text, expected) => {
    expect(scanned(text)).toEqual(expected);
    expect(oracle(text)).toEqual(expected);
  });

  it('tells columns that point at the text', () => {
    const text = '  - [ ] one\n\t* [x]  two\n## Three';
    expect(scanLines(text).lines.map(({ column, content }) => [column, content])).toEqual([
      [9, 'one'],
      [9, 'two'],
      [4, 'Three'],
    ]);
    for (const { no, column, content } of scanLines(text).lines)
      expect(text.split('\n')[no - 1]!.slice(column - 1)).toBe(content);
  });

  it.each<[string, string[]]>([
    ['`a` and ``b ` c``', ['a', 'b ` c']],
    ['`open', []],
    ['``a` b``', ['a` b']],
  ])('pairs backticks as CommonMark does: %s', (line, codes) => {
    expect(codeSpans(line).map(({ code }) => code)).toEqual(codes);
  });
});
