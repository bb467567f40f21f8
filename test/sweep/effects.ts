import ts from 'typescript';
import type { SourceFile } from './points';

/** What changes something that outlives the process, or leaves it, where no crash point stands around it. */
export interface Unmarked {
  /** From the project's root. */
  readonly file: string;
  /** The function, a method with its class. */
  readonly name: string;
  readonly what: string;
  readonly line: number;
}

const PROCESSES = new Set(['spawn', 'spawnSync', 'fork', 'execFile', 'execFileSync', 'exec', 'execSync']);
const RENAMES = new Set(['rename', 'renameSync', 'link', 'linkSync']);
/** Of git: what moves a ref. */
const REFS = new Set(['update-ref', '--no-write-fetch-head']);
/** Whatever statements are sent on. */
const CONNECTIONS = /(^|\.)(client|pool)$/i;

/** Effects of these files that are not done inside `between(crash, …)`, `this.step(…)`, or between two `reach(…)` of their function. */
export function unmarkedEffects(files: readonly SourceFile[]): readonly Unmarked[] {
  return files.flatMap(({ path, text }) => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const programs = promisified(source);
    const found: Unmarked[] = [];
    const visit = (node: ts.Node): void => {
      const what = effectOf(node, programs);
      if (what !== undefined && !isMarked(node)) {
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        found.push({ file: path, name: functionOf(node), what, line });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

/** Names that stand for `promisify(execFile)`. */
function promisified(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      const made = node.initializer;
      if (ts.isCallExpression(made) && nameOf(made.expression) === 'promisify' && isProcess(made.arguments[0]))
        names.add(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

const isProcess = (node: ts.Node | undefined): boolean => node !== undefined && PROCESSES.has(nameOf(node));

function effectOf(node: ts.Node, programs: ReadonlySet<string>): string | undefined {
  if (ts.isStringLiteralLike(node) && REFS.has(node.text)) return 'a ref';
  if (ts.isNewExpression(node) && nameOf(node.expression) === 'Worker') return 'a process';
  if (!ts.isCallExpression(node)) return undefined;
  const { expression: called } = node;
  const name = nameOf(called);
  // `/x/.exec(text)` is a pattern's.
  const isBare = ts.isIdentifier(called);
  if (isBare && (PROCESSES.has(name) || programs.has(name))) return 'a process';
  if (ts.isCallExpression(called) && nameOf(called.expression) === 'promisify' && isProcess(called.arguments[0]))
    return 'a process';
  if (RENAMES.has(name)) return 'a rename';
  if (name === 'query' && ts.isPropertyAccessExpression(called) && CONNECTIONS.test(called.expression.getText()))
    return 'a commit';
  if (name === 'fetch') return 'a request';
  return undefined;
}

/** The last name of what is called: `query` of `this.client.query`. */
function nameOf(node: ts.Node): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : '';
}

/** Inside a function that is handed to a crash point, or after one and before another in its own function. */
function isMarked(node: ts.Node): boolean {
  for (let at = node; at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    if (ts.isCallExpression(parent) && parent.arguments.includes(at as ts.Expression) && isPoint(parent)) return true;
  }
  const own = enclosing(node);
  if (own === undefined) return false;
  let before = false;
  let after = false;
  const look = (inner: ts.Node): void => {
    if (ts.isCallExpression(inner) && nameOf(inner.expression) === 'reach') {
      const [point] = inner.arguments;
      if (inner.end <= node.pos && /^[`']before:/.test(point?.getText() ?? '')) before = true;
      if (inner.pos >= node.end && /^[`']after:/.test(point?.getText() ?? '')) after = true;
    }
    ts.forEachChild(inner, look);
  };
  look(own);
  return before && after;
}

/** `between(crash, 'x', …)` or `this.step('x', …)`, with a name of its own. */
function isPoint(call: ts.CallExpression): boolean {
  const name = nameOf(call.expression);
  const [first, second] = call.arguments;
  if (name === 'between') return /(^|\.)crash$/.test(first?.getText() ?? '') && isName(second);
  return call.expression.getText() === 'this.step' && isName(first);
}

const isName = (node: ts.Node | undefined): boolean =>
  node !== undefined && (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node));

const enclosing = (node: ts.Node): ts.SignatureDeclaration | undefined =>
  ts.findAncestor(node, (each): each is ts.SignatureDeclaration => ts.isFunctionLike(each));

/** The nearest function or constant with a name, methods with their class. */
function functionOf(node: ts.Node): string {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isMethodDeclaration(at) || ts.isGetAccessor(at) || ts.isConstructorDeclaration(at)) {
      const owner = at.parent;
      const name = ts.isConstructorDeclaration(at) ? 'constructor' : at.name.getText();
      return ts.isClassDeclaration(owner) ? `${owner.name?.text ?? ''}.${name}` : name;
    }
    if (ts.isFunctionDeclaration(at) && at.name !== undefined) return at.name.text;
    if (ts.isVariableDeclaration(at) && at.parent.parent.parent === at.getSourceFile()) return at.name.getText();
  }
  return '(file)';
}
