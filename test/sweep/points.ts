import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
/** Where something is done; `core` and `ports` do nothing. */
const FOLDERS = [
  'runtime/app',
  'runtime/adapters',
  'runtime/main',
  'runtime/gateway',
  'runtime/cli',
  'runtime/mcp',
  'runtime/config',
];

/** A place at which a process can be killed. */
export interface CrashPoint {
  readonly name: string;
  /** The file in which it stands, from the project's root. */
  readonly file: string;
}

export interface SourceFile {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

/** The source in which crash points stand. */
export function sources(): readonly SourceFile[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.startsWith('memory/'))
      .map((name) => join(ROOT, folder, name))
      .map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, 'utf8') })),
  );
}

/** Every crash point of the source, by name. What is put together when it runs is taken apart here. */
export function crashPoints(files: readonly SourceFile[] = sources()): readonly CrashPoint[] {
  const found = new Map<string, string>();
  const add = (file: string, ...names: readonly string[]): void => {
    for (const name of names) if (!found.has(name)) found.set(name, file);
  };
  for (const { path, text } of files) {
    add(path, ...matches(text, /\breach\('((?:before|after):[^']+)'\)/g));
    for (const name of matches(text, /\bbetween\((?:this\.)?crash, '([^']+)'/g)) add(path, ...around(name));
    for (const name of matches(text, /\bthis\.step\('([^']+)'/g)) add(path, ...around(`git.${name}`));
    for (const name of writingStatements(text)) add(path, ...around(`sql.${name}`));
    for (const list of matches(text, /\bbetween\((?:this\.)?crash, `([^`]+)`/g))
      for (const name of spelledOut(list)) add(path, ...around(name));
    if (/`before:commit\.\$\{type\}`/.test(text))
      for (const type of eventTypes()) add(path, ...around(`commit.${type}`));
  }
  return [...found].map(([name, file]) => ({ name, file })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

const around = (name: string): readonly string[] => [`before:${name}`, `after:${name}`];

/** The names that a template gives; `sql.…` is told by the statements themselves. */
function spelledOut(template: string): readonly string[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    'wake.${wake.type}': ['wake.start', 'wake.resume'],
    'deliver.${message.topic}': ['voice', 'push', 'discord', 'learn', 'deliver'].map((topic) => `deliver.${topic}`),
    'sql.${name}': [],
    'sql.${REGISTER.name}': [],
    'git.${name}': [],
  };
  const names = values[template];
  if (names === undefined)
    throw new Error(`A crash point is called \`${template}\`: say in test/sweep/points.ts what that can be`);
  return names;
}

/** Names of prepared statements of a file that change something: our functions, and inserts by plain grant. */
export function writingStatements(text: string): readonly string[] {
  const called = matches(text, /callOf\('(ns_\w+)'/g);
  const written = [...text.matchAll(/name: '(\w+)',\s*text: [`'"]([^`]*?)[`'"],?\s*\}/g)]
    .filter(
      ([, name = '', sql = '']) => !name.startsWith('ns_fsck_') && /\b(insert into|update|delete from)\b/i.test(sql),
    )
    .map(([, name = '']) => name);
  return [...called, ...written];
}

function eventTypes(): readonly string[] {
  const text = readFileSync(join(ROOT, 'runtime/core/execution/event.ts'), 'utf8');
  // The first one is committed by `ns_submit`.
  return [...new Set(matches(text, /readonly type: '([a-z-]+)'/g))].filter((type) => type !== 'execution-submitted');
}

const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);
