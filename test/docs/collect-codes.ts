import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** What the source says of error codes. */
export interface CodesInSource {
  /** Code → files that say it, sorted. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
  /** `file: expression` of error constructors whose code is no literal: it comes from somewhere else. */
  readonly passedOn: readonly string[];
  /** `file: code` of errors that somebody must act on and that do not say how. */
  readonly withoutHint: readonly string[];
}

/** Position of the code among a constructor's arguments, and what the class puts before it. */
const CLASSES: Readonly<Record<string, { readonly at: number; readonly code: (literal: string) => string }>> = {
  NightshiftError: { at: 1, code: (literal) => literal },
  PlanError: { at: 0, code: (literal) => literal },
  RequestError: { at: 0, code: (literal) => literal },
  ConfigError: { at: 0, code: (literal) => literal },
  AccessError: { at: 0, code: (literal) => literal },
  UnavailableError: { at: 0, code: (literal) => `UNAVAILABLE_${literal.toUpperCase()}` },
  InvariantError: { at: 0, code: (literal) => `BUG_${literal}` },
};

const FORM = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

/**
 * Every code that the sources below `folders` can say: first arguments of the error classes, values of `code:`, and all
 * other texts that have the form of a code and are not among `others`. Read from the syntax tree, so that comments do
 * not count and no way of writing a call is missed.
 *
 * @param others - Texts of that form that are something else: environment variables, codes of the system.
 */
export function collectCodes(
  root: string,
  folders: readonly string[],
  others: (text: string) => boolean,
): CodesInSource {
  const codes = new Map<string, Set<string>>();
  const passedOn: string[] = [];
  const withoutHint: string[] = [];
  for (const file of folders.flatMap((folder) => sourcesBelow(join(root, folder)))) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const name = relative(root, file);
    const add = (code: string) => codes.set(code, (codes.get(code) ?? new Set()).add(name));
    const visit = (node: ts.Node): void => {
      const made = constructorOf(node);
      if (made !== undefined) {
        const literals = literalsOf(made.argument);
        if (literals === undefined) passedOn.push(`${name}: ${made.argument.getText(source)}`);
        for (const literal of literals ?? []) add(made.code(literal));
        if (!made.hasHint) withoutHint.push(`${name}: ${made.argument.getText(source)}`);
      } else if (isCodeValue(node)) {
        for (const literal of literalsOf(node.initializer) ?? []) if (/^[A-Z][A-Z0-9_]+$/.test(literal)) add(literal);
      } else if (ts.isStringLiteralLike(node) && !isPrefixed(node) && FORM.test(node.text) && !others(node.text)) {
        add(node.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  const sorted = [...codes].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    codes: new Map(sorted.map(([code, files]) => [code, [...files].sort()])),
    passedOn: passedOn.sort(),
    withoutHint: withoutHint.sort(),
  };
}

/** A class that has no next step of its own, and where its options stand. */
const NEED_HINT: ReadonlySet<string> = new Set(['PlanError', 'RequestError', 'ConfigError', 'AccessError']);

function constructorOf(
  node: ts.Node,
): { readonly argument: ts.Expression; readonly hasHint: boolean; code(literal: string): string } | undefined {
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const known = CLASSES[node.expression.text];
  const argument = known === undefined ? undefined : node.arguments?.[known.at];
  if (known === undefined || argument === undefined) return undefined;
  // Options that come from elsewhere are looked at there.
  const options = node.arguments?.[2];
  const isSpelledOut = options === undefined || ts.isObjectLiteralExpression(options);
  const hasHint = !NEED_HINT.has(node.expression.text) || !isSpelledOut || /\bhint\b/.test(options?.getText() ?? '');
  return { argument, hasHint, code: known.code };
}

/** True for the argument of a class that puts something before it: by itself it is no code. */
function isPrefixed(node: ts.Node): boolean {
  const call = node.parent;
  return (
    ts.isNewExpression(call) &&
    ts.isIdentifier(call.expression) &&
    ['UnavailableError', 'InvariantError'].includes(call.expression.text) &&
    call.arguments?.[0] === node
  );
}

function isCodeValue(node: ts.Node): node is ts.PropertyAssignment {
  return ts.isPropertyAssignment(node) && node.name.getText() === 'code';
}

/** The texts that an expression can be; undefined when it is not made of literals alone. */
function literalsOf(expression: ts.Expression): readonly string[] | undefined {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isParenthesizedExpression(expression)) return literalsOf(expression.expression);
  if (!ts.isConditionalExpression(expression)) return undefined;
  const both = [literalsOf(expression.whenTrue), literalsOf(expression.whenFalse)];
  return both.includes(undefined) ? undefined : both.flatMap((texts) => texts ?? []);
}

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](node_modules|embedded|dist)[\\/]/.test(file))
    .sort();
}
