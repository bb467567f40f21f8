import type { Words } from './completion-words';

/** What may stand where somebody is typing: these words, or an execution too. */
export interface Proposals {
  readonly words: readonly string[];
  readonly takesExecution: boolean;
}

const NOTHING: Proposals = { words: [], takesExecution: false };

/**
 * What may stand for the last of the words typed behind `nightshift`, all of it whole words. Nothing where a file or anything
 * else is meant: then the shell completes names of files.
 */
export function proposeWords(all: ReadonlyMap<string, Words>, typed: readonly string[]): Proposals {
  const current = typed.at(-1) ?? '';
  const { words, given, waiting } = walk(all, typed.slice(0, -1));
  const { below, options, valuesOf, positions, path } = words;
  if (waiting !== undefined) return { ...NOTHING, words: startingWith(current, valuesOf.get(waiting) ?? []) };
  const [option, value] = current.startsWith('--') ? current.split('=', 2) : [];
  if (option !== undefined && value !== undefined) {
    const values = startingWith(value, valuesOf.get(option) ?? []);
    return { ...NOTHING, words: values.map((one) => `${option}=${one}`) };
  }
  if (current.startsWith('-')) return { ...NOTHING, words: startingWith(current, options) };
  // `help` takes the names of commands, one below the other.
  if (path === 'help') return { ...NOTHING, words: startingWith(current, commandsBelow(all, typed.slice(1, -1))) };
  const position = positions[given];
  const named = given === 0 ? below : [];
  if (named.length === 0 && positions.length <= given) return { ...NOTHING, words: startingWith(current, options) };
  const isExecution = position === 'execution';
  const taken = isExecution ? ['last'] : (position ?? []);
  return { words: startingWith(current, [...named, ...taken]), takesExecution: isExecution };
}

interface Walked {
  readonly words: Words;
  /** Arguments that the command has already. */
  readonly given: number;
  /** The option whose value comes next. */
  readonly waiting: string | undefined;
}

/** Which command the words lead to, and what it has already. */
function walk(all: ReadonlyMap<string, Words>, typed: readonly string[]): Walked {
  let words = all.get('')!;
  let given = 0;
  let waiting: string | undefined;
  for (const word of typed) {
    const next = all.get(words.path === '' ? word : `${words.path} ${word}`);
    if (waiting !== undefined) waiting = undefined;
    else if (given === 0 && next !== undefined) words = next;
    else if (words.taking.includes(word) || word === '--url') waiting = word;
    else if (!word.startsWith('-')) given++;
  }
  return { words, given, waiting };
}

const commandsBelow = (all: ReadonlyMap<string, Words>, path: readonly string[]): readonly string[] =>
  all.get(path.join(' '))?.below ?? [];

const startingWith = (start: string, words: readonly string[]): readonly string[] =>
  words.filter((word) => word.startsWith(start));
