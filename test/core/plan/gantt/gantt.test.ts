import fc from 'fast-check';
import { ganttText } from '../../../../runtime/cli/render/gantt-text';
import { drawGantt } from '../../../../runtime/core/plan/gantt/draw-gantt';
import { forecastWords } from '../../../../runtime/core/plan/gantt/forecast-words';
import { forecastPlan, type PlanForecast } from '../../../../runtime/core/plan/gantt/plan-forecast';
import { minutesText } from '../../../../runtime/core/plan/gantt/time-panels';
import type { ExecutionPlan } from '../../../../runtime/core/plan/plan';
import { smallPlan, type TaskExtras } from '../../../support/small-plan';
import { verifies } from '../../../support/verifies';
import { somePlan } from '../print/generated-plans';

const PLAIN = { paint: (_: unknown, text: string) => text, columns: 80 };

/** A chain a (30 min), c (60 min) beside b (20 min) and d (20 min); e is done. */
const PLAN = smallPlan(['a', 'b', 'c<a', 'd<b', 'e'], {
  a: { estimateMinutes: 30, title: 'Lint <all> & "more"' },
  b: { estimateMinutes: 20 },
  c: { estimateMinutes: 60 },
  d: { estimateMinutes: 20, phase: 'Release' },
  e: { status: 'completed' },
});

const many = (count: number): ExecutionPlan => {
  const lines = Array.from({ length: count }, (_, no) => (no % 7 === 0 ? `t${no}` : `t${no}<t${no - 1}`));
  const extras = Object.fromEntries(
    lines.map((_, no): [string, TaskExtras] => [`t${no}`, { estimateMinutes: 3 + ((no * 37) % 41) }]),
  );
  return smallPlan(lines, extras);
};

describe('forecastPlan', () => {
  it(`says who does what when, and what it is worth${verifies('R-40')}`, () => {
    const forecast = forecastPlan(PLAN, { workers: 2, seed: 1 });
    expect(forecast.bars).toEqual([
      { no: 0, worker: 0, start: 0, end: 30 },
      { no: 1, worker: 1, start: 0, end: 20 },
      { no: 3, worker: 1, start: 20, end: 40 },
      { no: 2, worker: 0, start: 30, end: 90 },
    ]);
    expect(forecast).toMatchObject({
      makespan: 90,
      serial: 130,
      inWaves: 90,
      lowerBound: 90,
      critical: new Set([0, 2]),
    });
    expect(forecast.end.low).toBeLessThan(forecast.end.middle);
    expect(forecast.end.middle).toBeLessThan(forecast.end.high);
    expect(forecastPlan(PLAN, { workers: 2, seed: 1 })).toEqual(forecast);
  });

  it('keeps the order of the plan, the number of workers and declared files, for any plan', () => {
    fc.assert(
      fc.property(somePlan, fc.integer({ min: 1, max: 5 }), (plan, workers) => {
        const { bars, makespan, serial, lowerBound } = forecastPlan(plan, { workers, seed: 1 });
        const endOf = new Map(bars.map(({ no, end }) => [plan.tasks[no]!.id, end]));
        for (const [at, { no, worker, start, end }] of bars.entries()) {
          for (const on of plan.tasks[no]!.dependencies) expect(endOf.get(on) ?? 0).toBeLessThanOrEqual(start + 1e-6);
          for (const before of bars.slice(0, at)) {
            if (before.worker === worker) expect(before.end).toBeLessThanOrEqual(start + 1e-6);
          }
          expect(worker).toBeLessThan(workers);
          expect(end).toBeLessThanOrEqual(makespan + 1e-6);
        }
        expect(makespan).toBeGreaterThanOrEqual(lowerBound - 1e-6);
        expect(makespan).toBeLessThanOrEqual(serial + 1e-6);
      }),
      { numRuns: 100 },
    );
  });

  it('says what it takes for granted of workers and shared things', () => {
    const plan = smallPlan(['a', 'b', 'c'], {
      a: { capability: 'gpu' },
      b: { resources: { 'test-db': 2 } },
      c: { status: 'completed', capability: 'net' },
    });
    const words = forecastWords(forecastPlan(plan, { workers: 2, seed: 1 }));
    expect(words.at(-1)).toBe(
      'taken for granted: every worker has gpu; there is test-db=2, which NIGHTSHIFT_RESOURCES does not say here',
    );
    expect(forecastWords(forecastPlan(PLAN, { workers: 2, seed: 1 })).join()).not.toContain('granted');
  });

  it('reckons with what is set up of shared things, and at least with what each task takes', () => {
    const db = (units: number): TaskExtras => ({ estimateMinutes: 10, resources: { 'test-db': units } });
    const plan = smallPlan(['a', 'b'], { a: db(1), b: db(1) });
    const wordsOf = (units?: number) => {
      const limits = new Map(units === undefined ? [] : [['test-db', units]]);
      const forecast = forecastPlan(plan, { workers: 2, seed: 1, limits });
      return [forecast.makespan, forecastWords(forecast).at(-1)];
    };
    expect(wordsOf(2)).toEqual([10, 'as set up: test-db=2']);
    expect(wordsOf(1)).toEqual([20, 'as set up: test-db=1']);
    const missing = 'taken for granted: there is test-db=1, which NIGHTSHIFT_RESOURCES does not say here';
    expect([wordsOf(), wordsOf(0)]).toEqual([
      [20, missing],
      [20, missing],
    ]);
  });

  it('lets tasks that write the same file wait for each other', () => {
    const plan = smallPlan(['a', 'b'], {
      a: { estimateMinutes: 10, files: ['src/'] },
      b: { estimateMinutes: 10, files: ['src/main.ts'] },
    });
    expect(forecastPlan(plan, { workers: 2, seed: 1 }).makespan).toBe(20);
  });
});

describe('forecastWords', () => {
  it('compares with a serial run, strict waves and the lower bound', () => {
    const end = { low: 80, middle: 95, high: 130, isFounded: true };
    const forecast: PlanForecast = { ...forecastPlan(PLAN, { workers: 2, seed: 1 }), end, inWaves: 99 };
    expect(forecastWords(forecast)).toEqual([
      '4 tasks on 2 workers: 1 h 30 min if every estimate holds; in 8 of 10 cases between 1 h 20 min and 2 h 10 min',
      'one after the other 2 h 10 min, 1.4 × as long · in strict waves 1 h 39 min, +10 % · no schedule is below 1 h 30 min (efficiency 100 %)',
    ]);
  });

  it('says where the interval is a guess, and where nothing is left', () => {
    expect(forecastWords(forecastPlan(PLAN, { workers: 2, seed: 1 }))[0]).toContain('a guess');
    const done = smallPlan(['a'], { a: { status: 'completed' } });
    expect(forecastWords(forecastPlan(done, { workers: 2, seed: 1 }))).toEqual(['Nothing is left to do']);
  });

  it.each([
    [0, '0 min'],
    [0.02, '0.1 min'],
    [45.4, '45 min'],
    [59.7, '1 h'],
    [125, '2 h 05 min'],
    [120_000, '2,000 h'],
  ])('calls %d minutes %s', (minutes, text) => expect(minutesText(minutes)).toBe(text));
});

describe('drawGantt', () => {
  const draw = (plan: ExecutionPlan, workers = 4): string => drawGantt(plan, forecastPlan(plan, { workers, seed: 1 }));

  it(`has a row for each worker, a bar for each task, the critical path and the end${verifies('R-40')}`, () => {
    const svg = draw(PLAN, 2);
    expect(svg.match(/>Worker \d</g)).toEqual(['>Worker 1<', '>Worker 2<']);
    expect(svg.match(/<title>[abcde] /g)).toEqual(['<title>a ', '<title>b ', '<title>d ', '<title>c ']);
    expect(svg.match(/worker 1 · 0 min to 30 min · on the critical path/g)).toHaveLength(1);
    expect(svg).toContain('the end, in 8 of 10 cases');
    expect(svg).toContain('Release');
    expect(svg).toContain('Lint &lt;all&gt; &amp; &quot;more&quot;');
  });

  it('draws a small plan in one panel, and a large one in several that its bars go through', () => {
    const panels = (svg: string): number => svg.match(/<g transform="translate\(98 \d+\)">/g)!.length;
    expect(panels(draw(many(10)))).toBe(1);
    const svg = draw(many(500), 8);
    expect(panels(svg)).toBeGreaterThan(3);
    const named = new Set([...svg.matchAll(/<title>(t\d+) Task/g)].map(([, id]) => id));
    expect(named.size).toBe(500);
  });

  it('is well-formed, holds every bar inside, and lets no text be more than text, for any plan', () => {
    fc.assert(
      fc.property(somePlan, fc.integer({ min: 1, max: 5 }), (plan, workers) => {
        const svg = draw(plan, workers);
        expect(svg.match(/<(?!\/?(svg|title|rect|text|path|g)[ >])[^\n]{0,20}/g)).toBeNull();
        expect(svg.match(/<g /g)?.length ?? 0).toBe(svg.match(/<\/g>/g)?.length ?? 0);
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
        for (const [, x, width] of svg.matchAll(
          /translate\(([\d.]+) [\d.]+\)"><title>[^<]*<\/title><rect width="([\d.]+)"/g,
        ))
          expect(Number(x) + Number(width)).toBeLessThanOrEqual(1_161);
      }),
      { numRuns: 100 },
    );
  });

  it('says so where nothing is left to do', () => {
    expect(draw(smallPlan(['a'], { a: { status: 'completed' } }))).toContain('Nothing is left to do');
  });
});

describe('ganttText', () => {
  const text = (plan: ExecutionPlan, workers: number, columns = 80): string =>
    ganttText(plan, forecastPlan(plan, { workers, seed: 1 }), { ...PLAIN, columns });

  it(`draws workers as lines and tasks as bars${verifies('R-40')}`, () => {
    const forecast: PlanForecast = {
      ...forecastPlan(PLAN, { workers: 2, seed: 1 }),
      end: { low: 80, middle: 90, high: 100, isFounded: true },
    };
    expect(ganttText(PLAN, forecast, PLAIN).split('\n').slice(4)).toEqual([
      '      0                     30 min                1 h',
      '      ┬─────────────────────┬─────────────────────┬─────────────▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒',
      '   w1 ╞a Lint <all> & "more╡╞c Task c══════════════════════════════════╡',
      '   w2 ├b Task b─────┤├d Task d────┤',
      '',
      '╞══╡ critical path   ├──┤ other tasks   ▒ the end, in 8 of 10 cases',
    ]);
  });

  it('is never wider than the terminal, for any plan', () => {
    fc.assert(
      fc.property(somePlan, fc.integer({ min: 30, max: 140 }), (plan, columns) => {
        const rows = text(plan, 3, columns)
          .split('\n')
          .filter((line) => /^ {2,}(w\d+)? /.test(line));
        for (const row of rows) expect([...row.replace(/\p{Mark}/gu, '')].length).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 100 },
    );
  });

  it('shows 500 tasks so that most have a name', () => {
    const names = text(many(500), 8, 120).match(/[├╞]t\d/g);
    expect(names!.length).toBeGreaterThan(400);
  });
});
