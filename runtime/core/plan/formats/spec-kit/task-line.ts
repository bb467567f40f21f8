import { findHumanGate } from '../../gates/find-human-gate';
import { plainText } from '../../text/plain-text';
import { isStanding } from '../../text/take-standing';

export interface TaskLine {
  /** As written: `T001`, `T-001`, `TASK-3`, `T100.1`. */
  readonly id: string;
  /** `P`, `US1`, `TEST` … in upper case. */
  readonly tags: readonly string[];
  /** What is left, with its markdown; tags that ask for a person stay in it. */
  readonly text: string;
}

const ID = /^(?:T-?\d{1,5}|TASK-?\d{1,5})(?:\.\d{1,3}){0,2}[a-z]?(?![\w-]|\.\w)/;
const TAG = /^\[([A-Za-z][A-Za-z0-9_.-]{0,20})\][*_`]{0,3}[:,]?\s{0,4}/;

/** Reads `T001 [P] [US1] text`, also with the id in bold, code or brackets, and tags in front; undefined without an id. */
export function taskLine(content: string): TaskLine | undefined {
  const tags: string[] = [];
  const asking: string[] = [];
  let text = content.replace(/^[*_`~]{1,4}/, '');
  let id: string | undefined;
  for (let found = 0; found < 12; found++) {
    const inside = text.startsWith('[') ? ID.exec(text.slice(1, 40))?.[0] : undefined;
    if (id === undefined && inside !== undefined && text.charAt(inside.length + 1) === ']') {
      id = inside;
      text = behind(text.slice(inside.length + 2));
      continue;
    }
    const plain = id === undefined ? ID.exec(text.slice(0, 40))?.[0] : undefined;
    if (plain !== undefined) {
      id = plain;
      text = behind(text.slice(plain.length));
      continue;
    }
    const tag = TAG.exec(text);
    if (tag === null || text.charAt(tag[0].length) === '(') break;
    tags.push(tag[1]!.toUpperCase());
    if (findHumanGate(`[${tag[1]!}]`, '') !== undefined || isStanding(tag[1]!)) asking.push(`[${tag[1]!}]`);
    text = text.slice(tag[0].length).replace(/^[*_`]{1,3}(?=\[)/, '');
  }
  return id === undefined ? undefined : { id, tags, text: [...asking, text.trim()].join(' ') };
}

/** Without the marks and separators that may follow an id. */
function behind(text: string): string {
  return text.replace(/^[*_`]{1,3}/, '').replace(/^\s{0,4}(?:[:.)]|[-–—](?=\s)){0,2}[*_`]{0,3}\s{0,4}/, '');
}

/** One form for all spellings of an id: `T-001`, `TASK-1` and `T1` are one. */
export function taskKey(id: string): string {
  return id
    .toUpperCase()
    .replace(/^TASK/, 'T')
    .replace(/^T-?0{0,5}(?=\d)/, 'T');
}

/** A text by which two lines with one id are told to be the same task. */
export function sameText(text: string): string {
  return plainText(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 500);
}
