import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { LEGAL_EXECUTION_TRANSITIONS, LEGAL_TASK_TRANSITIONS } from '../../runtime/core/execution/legal-transitions';

const ROOT = join(__dirname, '../..');
const MIGRATIONS = join(ROOT, 'runtime/adapters/postgres/migrations');

/** Words of columns that mean what they mean in any English sentence. */
const ORDINARY = new Set(
  `a action address at bytes cached call change collected created detail dir draining e ended error free gone id in input is key kind
  label last limit lock model n8n name next no open pair payload pid received registered restart resume row seen since size start started state
  submitted success target text title total type unit until url used value vector workflow x`.split(/\s+/),
);

describe('docs/glossary.md', () => {
  const page = readFileSync(join(ROOT, 'docs/glossary.md'), 'utf8');
  const sql = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => readFileSync(join(MIGRATIONS, name), 'utf8'))
    .join('\n');

  it('has every event, and no other', () => {
    const events = eventTypes(readFileSync(join(ROOT, 'runtime/core/execution/event.ts'), 'utf8'));
    expect(events.length).toBeGreaterThan(25);
    expect([...firstCells(page, 'Event')].sort()).toEqual([...events].sort());
  });

  it.each([
    ['a task', 'Status of a task', LEGAL_TASK_TRANSITIONS],
    ['an execution', 'Status of an execution', LEGAL_EXECUTION_TRANSITIONS],
  ] as const)('has every status of %s, and no other', (_, heading, transitions) => {
    const statuses = new Set([...transitions].flatMap((pair) => pair.split('>')));
    expect([...firstCells(page, heading)].sort()).toEqual([...statuses].sort());
  });

  it('has every outcome of an attempt', () => {
    const outcomes = ['done', 'failed', 'limit-reached', 'away'];
    const source = readFileSync(join(ROOT, 'runtime/core/execution/attempt-rows.ts'), 'utf8');
    for (const [, word] of source.matchAll(/return (?:kind === 'merge' \? 'merged' : )?'([a-z-]+)';/g))
      outcomes.push(word!);
    expect([...firstCells(page, 'Outcome of an attempt')].sort()).toEqual([...new Set([...outcomes, 'merged'])].sort());
  });

  it('has every table', () => {
    const dropped = [...sql.matchAll(/^drop table nightshift\.(\w+);/gm)].map(([, table]) => table!);
    const tables = tablesOf(sql)
      .map(({ table }) => table)
      .filter((table) => !dropped.includes(table));
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter((table) => !page.includes(`\`${table}\``))).toEqual([]);
  });

  it('has the words of every column', () => {
    const known = new Set([...termsOf(page), ...firstCellsOfAll(page)].flatMap((term) => term.split(/[ -]/)));
    const unknown = tablesOf(sql).flatMap(({ table, columns }) =>
      columns
        .filter((column) => !column.split('_').every((word) => isKnown(word, known)))
        .map((column) => `${table}.${column}`),
    );
    expect(unknown).toEqual([]);
  });

  it('explains each word once', () => {
    const terms = termsOf(page);
    expect(terms).toEqual([...new Set(terms)]);
  });
});

describe('this test', () => {
  it('reads tables and columns, however they are written', () => {
    const sql = 'create table nightshift.moons (\n  id uuid primary key,\n  "limit" integer,\n  primary key (id)\n);';
    expect(tablesOf(sql)).toEqual([{ table: 'moons', columns: ['id', 'limit'] }]);
  });

  it('knows a word in the plural, and none that is missing', () => {
    expect(isKnown('slots', new Set(['slot']))).toBe(true);
    expect(isKnown('capabilities', new Set(['capability']))).toBe(true);
    expect(isKnown('jobs', new Set(['slot']))).toBe(false);
  });
});

/** Literal types of the property `type` in the event union. */
function eventTypes(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertySignature(node) &&
      node.name.getText() === 'type' &&
      node.type &&
      ts.isLiteralTypeNode(node.type)
    ) {
      if (ts.isStringLiteral(node.type.literal)) found.push(node.type.literal.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('event.ts', text, ts.ScriptTarget.Latest, true));
  return found;
}

function tablesOf(sql: string): readonly { readonly table: string; readonly columns: readonly string[] }[] {
  return [...sql.matchAll(/create table nightshift\.(\w+) \(([\s\S]*?)\n?\)(?: with \(.*\))?;/g)].map(
    ([, table, body]) => ({
      table: table!,
      columns: [
        ...body!.matchAll(/^\s*"?([a-z0-9_]+)"? (?:text|uuid|integer|bigint|boolean|timestamptz|bytea|double)/gm),
      ].map(([, column]) => column!),
    }),
  );
}

/** First cells, in code, of the table with this heading. */
function firstCells(page: string, heading: string): readonly string[] {
  const table = page.slice(page.indexOf(`\n| ${heading} |`) + 1).split('\n\n')[0]!;
  return [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, cell]) => cell!);
}

function firstCellsOfAll(page: string): readonly string[] {
  return [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, cell]) => cell!);
}

/** The words that the page explains. */
function termsOf(page: string): readonly string[] {
  return [...page.matchAll(/\*\*([a-z -]+)\*\*/g)].map(([, term]) => term!);
}

function isKnown(word: string, known: ReadonlySet<string>): boolean {
  const forms = [word, word.replace(/s$/, ''), word.replace(/ies$/, 'y')];
  return forms.some((form) => known.has(form) || ORDINARY.has(form));
}
