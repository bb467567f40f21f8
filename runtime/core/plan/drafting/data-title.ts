import { type DataMap, entryOf, textOf } from '../data/data-node';
import { FIELDS, firstEntry, type PlacedText, textsUnder } from './data-fields';

/** The id that an entry of a list gives itself, also as a number that counts (`step: 1`); empty when it has none. */
export function idIn(map: DataMap): string {
  const own = textOf(firstEntry(map, FIELDS.id)?.value)?.trim() ?? '';
  if (own !== '') return own;
  const counted = textOf(firstEntry(map, FIELDS.count)?.value)?.trim() ?? '';
  return COUNTED.test(counted) ? counted : '';
}

/** `3`, `3.1`, `3a`: a step that is called so has its title elsewhere. */
const COUNTED = /^\d{1,6}(?:\.\d{1,4}){0,3}[a-z]?$/;

/** What an entry of a list is called: its first field that holds words, else the beginning of its description, else its id. */
export function titleOf(map: DataMap, description: string, id: string): string {
  for (const key of FIELDS.title) {
    const text = textOf(entryOf(map, key)?.value)?.trim();
    if (text !== undefined && text !== id && /[\p{L}\p{N}]/u.test(text)) return text;
  }
  return /[\p{L}\p{N}]/u.test(description) ? firstSentence(description) : id === '' ? 'Untitled' : `Task ${id}`;
}

/** What an entry says under other names of a title as well: `{ "title": …, "action": … }`. */
export function moreTitles(map: DataMap): readonly PlacedText[] {
  return textsUnder(map, MORE);
}

const MORE = ['task', 'summary', 'story', 'content', 'text', 'what', 'action', 'step', 'todo'];

/** The first sentence or line of a text. */
function firstSentence(text: string): string {
  const line = text.split('\n', 1)[0]!.trim();
  const end = line.slice(0, 200).search(/[.!?] |[。！？]/);
  return end > 10 ? line.slice(0, end) : line;
}
