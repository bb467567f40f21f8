import fc from 'fast-check';
import { drawMermaid } from '../../../../runtime/core/plan/picture/draw-mermaid';
import { drawPlan } from '../../../../runtime/core/plan/picture/draw-plan';
import { pictureGraph } from '../../../../runtime/core/plan/picture/picture-graph';
import { wrap, xml } from '../../../../runtime/core/plan/picture/picture-text';
import { stack } from '../../../../runtime/core/plan/picture/stack';
import { cpuMs } from '../../../support/cpu-ms';
import { verifies } from '../../../support/verifies';
import { planOf } from '../plans';
import { somePlan } from '../print/generated-plans';

/** `b<a` is task b, waiting on a; `b~a` follows a only by an order. */
const plan = (...lines: string[]) =>
  planOf(
    JSON.stringify(
      lines.map((line) => {
        const [, id = '', written = '', implied = ''] = /^(\w+)(?:<([\w,]+))?(?:~([\w,]+))?$/.exec(line)!;
        const names = (text: string): string[] => text.split(',').filter((name) => name !== '');
        return {
          id,
          title: `Title of ${id}`,
          dependencies: [...names(written), ...names(implied)],
          impliedDependencies: names(implied),
        };
      }),
    ),
  );

describe('pictureGraph', () => {
  const lines = (...tasks: string[]): readonly string[] => {
    const { tasks: all } = plan(...tasks);
    const name = (node: number): string => all[node]?.originalId ?? `j${node - all.length + 1}`;
    return pictureGraph(all, []).edges.map(
      ({ from, to, isImplied }) => `${name(from)}${isImplied ? '~' : '-'}${name(to)}`,
    );
  };

  it.each<[string, readonly string[], readonly string[]]>([
    ['draws what is written, also where it follows from others', ['a', 'b<a', 'c<a,b'], ['a-b', 'a-c', 'b-c']],
    ['leaves out what is implied and follows from others', ['a', 'b<a', 'c<b~a'], ['a-b', 'b-c']],
    ['joins several that follow several', ['a', 'b', 'c~a,b', 'd~a,b'], ['a~j1', 'b~j1', 'j1~c', 'j1~d']],
    ['draws one that follows several', ['a', 'b', 'c~a,b'], ['a~c', 'b~c']],
    ['draws several that follow one', ['a', 'b~a', 'c~a'], ['a~b', 'a~c']],
  ])('%s', (_, tasks, expected) => expect(lines(...tasks)).toEqual(expected));
});

describe('stack', () => {
  it.each<[string, readonly (readonly [number, number])[], readonly number[]]>([
    [
      'leaves what does not press where it is',
      [
        [5, 10],
        [50, 10],
      ],
      [5, 50],
    ],
    [
      'parts what would overlap, by the same for both',
      [
        [10, 10],
        [10, 10],
      ],
      [5, 15],
    ],
    [
      'keeps the order',
      [
        [100, 10],
        [0, 10],
      ],
      [45, 55],
    ],
    [
      'moves neighbours as a block',
      [
        [0, 10],
        [0, 10],
        [0, 10],
      ],
      [-10, 0, 10],
    ],
  ])('%s', (_, things, expected) =>
    expect(stack(things.map(([wish, height]) => ({ wish, height })))).toEqual(expected),
  );
});

describe('the text of a picture', () => {
  it.each<[string, string]>([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['a & "b"', 'a &amp; &quot;b&quot;'],
    ['a\u0000\u001b[31mb\u202ec\ud800', 'a[31mbc'],
  ])('%j is written as %s', (text, expected) => expect(xml(text)).toBe(expected));

  it.each<[string, number, number, readonly string[]]>([
    ['short', 20, 2, ['short']],
    ['one two three four', 6, 2, ['one two', 'three four']],
    ['Implement competitor-analyzer', 12, 2, ['Implement competitor-', 'analyzer']],
    ['one two three four five six', 5, 2, ['one two', 'three…']],
    ['水水水水水水', 4, 1, ['水水水…']],
    ['', 4, 2, []],
  ])('%j is wrapped', (text, width, most, expected) => expect(wrap(text, width, most)).toEqual(expected));
});

const MARKED = planOf(
  JSON.stringify([
    { id: 'a', title: 'Lint <all> & "more"', marked: 'completed', phase: 'Build' },
    { id: 'b', title: 'Test', dependencies: ['a'], phase: 'Build' },
    {
      id: 'c',
      title: 'Ship',
      dependencies: ['b'],
      impliedDependencies: ['b'],
      humanGate: 'Ada says yes',
      phase: 'Release',
    },
    { id: 'd', title: 'Later', marked: 'skipped', phase: 'Release' },
  ]),
);

describe('drawPlan', () => {
  const svg = drawPlan(MARKED);

  it.each([
    ['the title', '<text x="28" y="32"'],
    ['waves', '>Wave 2</tspan> · 1 task'],
    ['phases', '>Release</text>'],
    ['what lines mean', '>follows, by the order of the document</text>'],
    ['the critical path', '>critical path</text>'],
    ['who is asked', 'asks first: Ada says yes'],
    ['what is done', '>done</text>'],
    ['what is left out', '>left out</text>'],
    ['titles as text', 'Lint &lt;all&gt; &amp; &quot;more&quot;'],
  ])(`shows %s${verifies('R-1')}`, (_, words) => expect(svg).toContain(words));

  it('names only marks that it has', () => {
    expect(drawPlan(plan('a'))).not.toMatch(/>done<|asked first|by the order|optional|>failed</);
  });

  it('puts many waves into rows', () => {
    const chain = plan('t0', ...Array.from({ length: 39 }, (_, no) => `t${no + 1}<t${no}`));
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(drawPlan(chain))!;
    expect([Number(width) < 2_400, Number(height) < 1_000]).toEqual([true, true]);
  });

  it('is well-formed, inside its frame, the same each time, and asks for nothing', () => {
    fc.assert(
      fc.property(somePlan, (some) => {
        const picture = drawPlan(some);
        expect(picture).toBe(drawPlan(some));
        expect(openTags(picture)).toEqual([]);
        expect(picture).not.toMatch(
          /<(?!\/?(?:svg|title|defs|marker|path|rect|text|tspan|g|circle)\b)|NaN|undefined|href|url\((?!#)/,
        );
        const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(picture)!;
        for (const [, x, y] of picture.matchAll(/translate\(([\d.-]+) ([\d.-]+)\)"><title>/g)) {
          expect(Number(x)).toBeGreaterThanOrEqual(0);
          expect(Number(x) + 208).toBeLessThanOrEqual(Number(width));
          expect(Number(y)).toBeGreaterThanOrEqual(60);
          expect(Number(y) + 58).toBeLessThanOrEqual(Number(height));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('lets no two tasks overlap', () => {
    fc.assert(
      fc.property(somePlan, (some) => {
        const places = [...drawPlan(some).matchAll(/translate\(([\d.-]+) ([\d.-]+)\)"><title>/g)].map(([, x, y]) => [
          Number(x),
          Number(y),
        ]);
        const overlapping = places.filter(([x, y], at) =>
          places.some(([a, b], other) => other > at && Math.abs(x! - a!) < 208 && Math.abs(y! - b!) < 58),
        );
        expect(overlapping).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('draws 2,000 tasks with 10,000 lines within seconds', () => {
    const tasks = Array.from({ length: 2_000 }, (_, no) => {
      const on = [7, 31, 101, 211, 307].filter((back) => back <= no).map((back) => `t${no - back}`);
      return on.length === 0 ? `t${no}` : `t${no}<${on.join(',')}`;
    });
    const big = plan(...tasks);
    const ms = cpuMs(() => {
      drawPlan(big);
      drawMermaid(big);
    });
    expect(ms).toBeLessThan(8_000);
  });
});

describe('drawMermaid', () => {
  it(`draws phases, lines, marks and the critical path${verifies('R-1')}`, () => {
    expect(drawMermaid(MARKED)).toBe(`flowchart LR
  subgraph p1["Build"]
    t1["✓ a<br/>Lint #60;all#62; #38; #34;more#34;"]:::done
    t2["b<br/>Test"]:::critical
  end
  subgraph p2["Release"]
    t3{{"c<br/>Ship"}}:::critical
    t4["d<br/>Later"]:::leftOut
  end
  t1 --> t2
  t2 -.-> t3
  linkStyle 1 stroke:#e8590c,stroke-width:3px
  classDef done fill:#f1f3f5,stroke:#ced4da,color:#868e96
  classDef leftOut fill:#f8f9fa,stroke:#ced4da,color:#adb5bd,stroke-dasharray:5 3
  classDef critical stroke:#e8590c,stroke-width:3px
  classDef asks fill:#f3f0ff,stroke:#7048e8
  classDef join fill:#adb5bd,stroke:#adb5bd
`);
  });

  it('lets no text be more than text', () => {
    fc.assert(
      fc.property(somePlan, (some) => {
        expect(
          drawMermaid(some)
            .split('\n')
            .filter((line) => /^ {2,4}[tj]\d+[[{(]/.test(line)).length,
        ).toBeGreaterThanOrEqual(some.tasks.length);
        for (const [, words] of drawMermaid(some).matchAll(/"([^"\n]*)"/g))
          expect(words!.replace('<br/>', '').replace(/#\d+;/g, '')).not.toMatch(/[<>#;`*"\\[\]{}|&]/);
      }),
      { numRuns: 200 },
    );
  });
});

/** Elements that are not closed in their order. */
function openTags(text: string): readonly string[] {
  const open: string[] = [];
  for (const [, close, name, self] of text.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (self === '/') continue;
    if (close === '') open.push(name!);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}
