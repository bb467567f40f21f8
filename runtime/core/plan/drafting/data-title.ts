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

/**
 * What an entry of a list is called: its first field that holds words, else the beginning of its description, else the only other text
 * that it has, else its command, its first part or its id. Undefined when it says nothing of what is to be done.
 */
export function titleOf(map: DataMap, description: string, id: string): string | undefined {
  for (const key of FIELDS.title) {
    const text = textOf(entryOf(map, key)?.value)?.trim();
    if (text !== undefined && text !== id && hasWords(text)) return text;
  }
  if (hasWords(description)) return firstSentence(description);
  const other = onlyText(map) ?? textOf(firstEntry(map, FIELDS.command)?.value)?.trim() ?? firstPart(map);
  if (other !== undefined && hasWords(other)) return firstSentence(other);
  return /\p{L}/u.test(id) ? `Task ${id}` : undefined;
}

const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** The text under a key that no field has, where there is one such text only: `{ "ship": "Send it out" }`. */
function onlyText({ entries }: DataMap): string | undefined {
  const texts = entries.flatMap(({ key, value }) =>
    KNOWN.has(key) || value.type !== 'text' ? [] : [String(value.value).trim()],
  );
  const [text, ...others] = texts.filter((each) => /\p{L}/u.test(each));
  return others.length === 0 ? text : undefined;
}

const KNOWN: ReadonlySet<string> = new Set(Object.values(FIELDS).flat());

/** What the first part of an entry is called, in its own words. */
function firstPart(map: DataMap): string | undefined {
  const parts = firstEntry(map, FIELDS.parts)?.value;
  const first = parts?.type === 'list' ? parts.items[0] : undefined;
  return first?.type === 'map' ? textsUnder(first, FIELDS.title)[0]?.text : textOf(first);
}

/** What an entry says under other names of a title as well: `{ "title": …, "action": … }`. */
export function moreTitles(map: DataMap): readonly PlacedText[] {
  return textsUnder(map, MORE);
}

const MORE = ['task', 'summary', 'story', 'content', 'text', 'what', 'action', 'step', 'todo', 'do', 'activity', 'job'];

/** The first sentence or line of a text. */
function firstSentence(text: string): string {
  const line = text.split('\n', 1)[0]!.trim();
  const end = line.slice(0, 200).search(/[.!?] |[。！？]/);
  return end > 10 ? line.slice(0, end) : line;
}
