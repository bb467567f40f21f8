import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { verifies } from '../support/verifies';

const ROOT = join(__dirname, '../..');
const SQL = /^\s*(?:select|insert|update|delete|with|create|alter|drop|grant|revoke|listen|notify|copy|set|truncate) /;
/** Constants of the file, and what the driver escapes. */
const SAFE = /^(?:[A-Z][A-Z0-9_]*|(?:this\.)?client\.escape(?:Identifier|Literal)\(.*\))$/s;

/** What else stands in a statement, and why it is nobody's text. */
const OURS: readonly (readonly [file: string, expression: string, why: string])[] = [
  ['adapters/postgres/prepare-cluster.ts', 'name', 'roles and databases of our own, by literal'],
  ['adapters/postgres/role-settings.ts', 'role', 'roles of our own, by literal'],
  ['adapters/postgres/role-settings.ts', 'name', 'settings, by literal'],
  [
    'adapters/postgres/role-settings.ts',
    "name === 'search_path' ? value : `'${value}'`",
    'values of settings, by literal',
  ],
  ['adapters/postgres/statement.ts', 'name', 'functions of our own schema, by literal'],
  ['adapters/postgres/statement.ts', 'parameters', '$1, $2 …'],
  [
    'adapters/postgres/postgres-table-copies.ts',
    "tables.map(qualified).join(', ')",
    'tables of our schema, as its catalog has them',
  ],
  ['adapters/postgres/postgres-table-copies.ts', 'qualified(table)', 'a table that the catalog of our schema has'],
  ['adapters/postgres/postgres-table-copies.ts', 'column', 'a column of such a table, as the catalog has it'],
  ['app/recommend.ts', "commands.slice(0, 3).join('; ')", 'a sentence that begins with “with”'],
];

/** Every expression that is put into the text of a statement: `file: expression`. */
function spliced(file: string, text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node) && SQL.test(node.head.text)) {
      for (const { expression } of node.templateSpans) found.push(`${file}: ${expression.getText()}`);
    }
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
      ts.isStringLiteralLike(node.left) &&
      SQL.test(node.left.text)
    ) {
      found.push(`${file}: ${node.right.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found.filter((one) => !SAFE.test(one.slice(file.length + 2)));
}

it(`no statement holds a value: what comes from outside goes as a parameter${verifies('S-46')}`, () => {
  const files = readdirSync(join(ROOT, 'runtime'), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/node_modules/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(300);
  const wrong = files.flatMap((file) => spliced(relative(join(ROOT, 'runtime'), file), readFileSync(file, 'utf8')));
  const known = OURS.map(([file, expression]) => `${file}: ${expression}`);
  expect(wrong.filter((one) => !known.includes(one))).toEqual([]);
  expect(known.filter((one) => !wrong.includes(one))).toEqual([]);
});

it('would see one that does', () => {
  const planted =
    'query(`select * from t where id = ${id}`); query("delete from t where a = " + a); query(`select ${COLUMNS} from t`)';
  expect(spliced('x.ts', planted)).toEqual(['x.ts: id', 'x.ts: a']);
});
