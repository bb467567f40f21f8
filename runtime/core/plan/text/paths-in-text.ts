import { codeSpans } from './code-spans';

/** Words that are looked at in one text. */
const MOST_WORDS = 2_000;
/** What follows these words is read, not written. */
const READ = /^(?:per|see|from|following|follow|like|via|using|against|matching|read|review|study|inspect|consult)$/i;

/**
 * The paths that a sentence names: words with a `/` and a file ending, and those in backticks; not URLs, and not those behind
 * `per`, `see`, `from` and the like. In order, without repeats. Linear.
 */
export function pathsInText(text: string): readonly string[] {
  const paths = new Set<string>();
  const isCode = new Set(codeSpans(text).map(({ code }) => code));
  const words = text.split(/\s+/, MOST_WORDS);
  words.forEach((word, at) => {
    const path = trimmed(word);
    if (READ.test(trimmed(words[at - 1] ?? '')) || !isPath(path, isCode.has(path))) return;
    paths.add(path.replace(/:\d{1,7}(?:-\d{1,7})?$/, ''));
  });
  return [...paths];
}

function trimmed(word: string): string {
  return word.replace(/^[(["'`*]{1,5}/, '').replace(/[)\]"'`*.,:;!?]{1,6}$/, '');
}

function isPath(word: string, isCode: boolean): boolean {
  if (word.length > 300 || word.includes('://') || word.startsWith('/') || word.startsWith('@')) return false;
  if (!/^[\w@.()[\]*-]{1,120}(?:\/[\w@.()[\]*-]{1,120}){0,20}(?::\d{1,7}(?:-\d{1,7})?)?$/.test(word)) return false;
  const ending = /\.[A-Za-z][A-Za-z0-9]{0,9}(?::\d{1,7}(?:-\d{1,7})?)?$/.test(word);
  return word.includes('/') ? ending : isCode && ending && /^[\w-]{1,100}\.(?:[a-z]{1,5})$/.test(word);
}
