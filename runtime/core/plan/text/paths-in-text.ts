import { type CodeSpan, codeSpans } from './code-spans';

/** Words that are looked at in one text. */
const MOST_WORDS = 2_000;
/** What follows these words is read, not written. */
const READ = /^(?:per|see|from|following|follow|like|via|using|against|matching|read|review|study|inspect|consult)$/i;

/**
 * The paths that a sentence names: words with a `/` and a file ending, and those in backticks; not URLs, and not those behind
 * `per`, `see`, `from` and the like. In order, without repeats. Linear.
 */
export function pathsInText(text: string): readonly string[] {
  const spans = codeSpans(text);
  if (!text.includes('/') && !spans.some(({ code }) => isFileName(code))) return NONE;
  const paths = new Set<string>();
  const words = text.split(/\s+/, MOST_WORDS);
  words.forEach((word, at) => {
    if (!word.includes('/') && !word.includes('.')) return;
    const path = trimmed(word);
    if (!isPath(path, spans) || READ.test(trimmed(words[at - 1] ?? ''))) return;
    paths.add(path.replace(LINES, ''));
  });
  return [...paths];
}

const NONE: readonly string[] = [];

function trimmed(word: string): string {
  return word.replace(/^[(["'`*]{1,5}/, '').replace(/[)\]"'`*.,:;!?]{1,6}$/, '');
}

/** `:12-20` behind a path. */
const LINES = /:\d{1,7}(?:-\d{1,7})?$/;

function isPath(word: string, spans: readonly CodeSpan[]): boolean {
  if (!word.includes('/')) return isFileName(word) && spans.some(({ code }) => code === word);
  if (word.length > 300 || word.includes('://') || word.startsWith('/') || word.startsWith('@')) return false;
  if (!/\.[A-Za-z][A-Za-z0-9]{0,9}(?::\d{1,7}(?:-\d{1,7})?)?$/.test(word)) return false;
  return /^[\w@.()[\]*-]{1,120}(?:\/[\w@.()[\]*-]{1,120}){0,20}(?::\d{1,7}(?:-\d{1,7})?)?$/.test(word);
}

/** Endings of files; `jest.mock` is none. */
const FILE_NAME =
  /^[\w.-]{1,100}\.(?:[cm]?[jt]sx?|json[c5]?|ya?ml|toml|ini|cfg|conf|env|lock|md|mdx|txt|rst|adoc|html?|s?css|less|svg|png|jpe?g|vue|astro|py|ipynb|rb|php|go|mod|sum|rs|java|kts?|scala|swift|cs|cpp|cc|c|hpp|h|m|ex|exs|erl|clj|lua|pl|r|dart|sql|db|sh|bash|ps1|bat|xml|csv|tsv|proto|gql|tf|nix|zig)$/;
const isFileName = (word: string): boolean => FILE_NAME.test(word);
