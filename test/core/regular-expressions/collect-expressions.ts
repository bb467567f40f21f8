import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface Expression {
  /** Path in the repository, and line. */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/** One that is put together at run time. */
export interface ComputedExpression {
  readonly place: string;
  readonly source: undefined;
  readonly flags: '';
}

/** Every regular expression in the files of TypeScript and JavaScript below some folders of `root`, in their order. */
export function collectExpressions(
  root: string,
  folders: readonly string[],
): readonly (Expression | ComputedExpression)[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:[cm]?js|ts)$/.test(name))
      .sort()
      .flatMap((name) => expressionsIn(join(root, folder, name), `${folder}/${name}`)),
  );
}

function expressionsIn(file: string, name: string): readonly (Expression | ComputedExpression)[] {
  const found: (Expression | ComputedExpression)[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    const place = `${name}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ place, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
      found.push({ place, source: undefined, flags: '' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
