import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');
/** Requirements and invariants; the fault matrix. */
const PAGES = ['docs/requirements.md', 'docs/guarantees.md'].map((page) => join(ROOT, page));
const NONE = 'none yet';
/** A row of the page: id, words, status (requirements only), proof. */
const ROW = /^\| ((?:R|S)-\d+|[IF]\d+) \| (.+?) \| (?:(built|thin|horizon) \| )?([^|]+) \|$/;

interface Row {
  readonly id: string;
  /** `built`, `thin` or `horizon`; empty in the tables of guarantees. */
  readonly status: string;
  readonly proof: string;
  readonly words: string;
}

describe('docs/requirements.md and docs/guarantees.md', () => {
  const proofs = proofsBelow(join(ROOT, 'test'));
  if (process.env['UPDATE_DOCS'] === '1')
    for (const page of PAGES) writeFileSync(page, withProofs(readFileSync(page, 'utf8'), proofs));
  const rows = PAGES.flatMap((page) => rowsOf(readFileSync(page, 'utf8')));

  it('names the tests that prove each requirement, and no others (UPDATE_DOCS=1 writes them down)', () => {
    expect(rows.map(({ id, proof }) => `${id}: ${proof}`)).toEqual(
      rows.map(({ id }) => `${id}: ${proofCell(proofs.get(id))}`),
    );
  });

  it('has every id that a test names', () => {
    const known = new Set(rows.map(({ id }) => id));
    expect([...proofs].filter(([id]) => !known.has(id)).map(([id, files]) => `${id} (${files.join(', ')})`)).toEqual(
      [],
    );
  });

  it('has each id once', () => expect(rows.map(({ id }) => id)).toEqual([...new Set(rows.map(({ id }) => id))]));

  it('calls nothing built that no test proves', () => {
    expect(rows.filter(({ status, proof }) => status === 'built' && proof === NONE).map(({ id }) => id)).toEqual([]);
  });

  it('calls nothing horizon that a test proves', () => {
    expect(rows.filter(({ status, proof }) => status === 'horizon' && proof !== NONE).map(({ id }) => id)).toEqual([]);
  });

  it('has every fault of the matrix, each with a test or the reason why there is none', () => {
    const faults = rows.filter(({ id }) => id.startsWith('F'));
    expect(faults.map(({ id }) => id)).toEqual(Array.from({ length: 28 }, (_, no) => `F${no + 1}`));
    const bare = faults.filter(({ words, proof }) => proof === NONE && !words.includes('Not tested'));
    expect(bare).toEqual([]);
  });

  it('has every requirement, each with one of three statuses', () => {
    const requirements = rows.filter(({ id }) => id.startsWith('R-'));
    expect(requirements.length).toBe(60);
    expect(requirements.filter(({ status }) => !['built', 'thin', 'horizon'].includes(status))).toEqual([]);
  });
});

describe('this test', () => {
  it('reads ids from calls, not from comments and texts', () => {
    const text = "it('a' + verifies('R-1', 'I2'), () => {}); // verifies('R-9')\nconst x = \"verifies('R-8')\";";
    expect(idsOf(text)).toEqual(['R-1', 'I2']);
  });

  it('sees a row that names the wrong test', () => {
    const page = '| R-1 | Words | built | `old` |\n';
    expect(rowsOf(page)).toEqual([{ id: 'R-1', words: 'Words', status: 'built', proof: '`old`' }]);
    expect(withProofs(page, new Map([['R-1', ['core/new']]]))).toBe('| R-1 | Words | built | `core/new` |\n');
    expect(withProofs(page, new Map())).toBe(`| R-1 | Words | built | ${NONE} |\n`);
  });
});

/** Id → test files that name it in `verifies(…)`, relative to `test` and without ending, sorted. */
function proofsBelow(folder: string): ReadonlyMap<string, readonly string[]> {
  const proofs = new Map<string, string[]>();
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(test|contract)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/(^|[\\/])(node_modules|docs)[\\/]/.test(relative(folder, file)))
    .sort();
  for (const file of files) {
    const name = relative(folder, file).replace(/\.(test|contract)\.ts$/, '');
    for (const id of new Set(idsOf(readFileSync(file, 'utf8')))) proofs.set(id, [...(proofs.get(id) ?? []), name]);
  }
  return proofs;
}

function idsOf(text: string): readonly string[] {
  const ids: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'verifies') {
      for (const argument of node.arguments) if (ts.isStringLiteralLike(argument)) ids.push(argument.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.test.ts', text, ts.ScriptTarget.Latest, true));
  return ids;
}

function rowsOf(page: string): readonly Row[] {
  return page.split('\n').flatMap((line) => {
    const [, id, words = '', status, proof] = ROW.exec(line) ?? [];
    return id === undefined || proof === undefined ? [] : [{ id, words, status: status ?? '', proof: proof.trim() }];
  });
}

function withProofs(page: string, proofs: ReadonlyMap<string, readonly string[]>): string {
  return page
    .split('\n')
    .map((line) => {
      const [, id, words, status] = ROW.exec(line) ?? [];
      if (id === undefined) return line;
      return `| ${id} | ${words} | ${status === undefined ? '' : `${status} | `}${proofCell(proofs.get(id))} |`;
    })
    .join('\n');
}

function proofCell(files: readonly string[] | undefined): string {
  return files?.map((file) => `\`${file}\``).join(', ') ?? NONE;
}
