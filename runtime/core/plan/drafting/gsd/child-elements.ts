/** An element inside a task: `<files>…</files>`. */
export interface ChildElement {
  /** In lower case, with `-`: `read-first`. */
  readonly tag: string;
  readonly text: string;
  /** Where `text` begins in the whole. */
  readonly offset: number;
}

export interface Children {
  readonly elements: readonly ChildElement[];
  /** What stands outside of them. */
  readonly rest: string;
}

const TAG =
  /<(\/?)(name|title|files|read[_-]first|action|verify|verification|automated|acceptance[_-]criteria|done|behaviou?r|implementation|what[_-]built|how[_-]to[_-]verify|resume[_-]signal|instructions|decision|options|depends[_-]on|context)(?=[\s>/])[^<>]{0,300}>/gi;

interface Tag {
  readonly name: string;
  readonly isClosing: boolean;
  readonly isEmpty: boolean;
  readonly start: number;
  readonly end: number;
  /** The number of its partner. */
  partner?: number;
}

/**
 * The known elements directly inside a text. One that is never closed ends where the next begins; what stands inside
 * one is not looked at.
 *
 * Cost: linear.
 */
export function childElements(text: string): Children {
  const tags = pairedTags(text);
  const elements: ChildElement[] = [];
  const rest: string[] = [];
  let from = 0;
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!;
    rest.push(text.slice(from, tag.start));
    from = tag.end;
    if (tag.isClosing || tag.isEmpty) continue;
    const next = tag.partner ?? at + 1;
    const close = tags[next]?.start ?? text.length;
    elements.push({ tag: tag.name, text: text.slice(tag.end, close), offset: tag.end });
    from = tag.partner === undefined ? close : tags[next]!.end;
    at = tag.partner ?? at;
  }
  rest.push(text.slice(from));
  return { elements, rest: rest.join('') };
}

function pairedTags(text: string): readonly Tag[] {
  const tags: Tag[] = [];
  const open = new Map<string, number[]>();
  for (const found of text.matchAll(TAG)) {
    const name = found[2]!.toLowerCase().replaceAll('_', '-').replace('behaviour', 'behavior');
    const isClosing = found[1] === '/';
    const tag: Tag = {
      name,
      isClosing,
      isEmpty: !isClosing && found[0].endsWith('/>'),
      start: found.index,
      end: found.index + found[0].length,
    };
    const no = tags.push(tag) - 1;
    if (isClosing) {
      const partner = open.get(name)?.pop();
      if (partner !== undefined) tags[partner]!.partner = no;
    } else if (!tag.isEmpty) {
      const numbers = open.get(name) ?? [];
      numbers.push(no);
      open.set(name, numbers);
    }
  }
  return tags;
}
