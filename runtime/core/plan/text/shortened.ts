import { cut } from './cut';

/** The first sentence when it is short enough, else as many words as fit. */
export function shortened(title: string, most: number): string {
  const sentence = title.slice(0, most).search(/[.:;] /);
  if (sentence > 10) return title.slice(0, sentence);
  const space = title.lastIndexOf(' ', most - 1);
  return `${cut(title, space > most / 2 ? space : most - 1).trimEnd()}…`;
}
