export interface NumberedText {
  /** `3`, `2.1`, `3.6a`; empty without a number. */
  readonly id: string;
  readonly text: string;
  /** `2.2* text`. */
  readonly isOptional: boolean;
  /** `(P)` in front of the number or behind it. */
  readonly isParallel: boolean;
}

const NUMBER =
  /^[*_`~]{0,4}((?:task|step|タスク|任务|tarefa)[ #-]{0,2})?(\d{1,4}(?:\.\d{1,4}){0,4}(?:[a-h](?!\w))?)(\.|\)|:|：)?(\*(?!\*))?[*_`~]{0,4}[:：]?(?:\s{1,4}|$)/i;
const PARALLEL = /^\s{0,2}[([]P[)\]]\s{0,4}/;

/** A digit, not far from the beginning: most lines have none there. */
const HAS_DIGIT = /^[^\d٠-٩０-９]{0,40}[\d٠-٩０-９]/;

/** Most lines begin with a letter, and that is none of a word before a number. */
function mayHaveNumber(content: string): boolean {
  const first = content.charCodeAt(0) | 32;
  return (first === 116 /* t */ || first === 115 /* s */ || first < 97 || first > 122) && HAS_DIGIT.test(content);
}

/**
 * Reads the number that a line of a list begins with: `1. text`, `2.1 text`, `**2.1** text`, `(P) 3. text`, `Task 4: text`.
 * A number without a dot (`3 retries`) is text. Arabic and full-width digits count.
 */
export function numberedText(content: string): NumberedText {
  if (!mayHaveNumber(content)) return { id: '', text: content, isOptional: false, isParallel: false };
  let text = content.replace(/^[*_`]{0,3}[٠-٩０-９.]{1,20}/, digits);
  let isParallel = PARALLEL.test(text);
  text = text.replace(PARALLEL, '');
  const found = NUMBER.exec(text);
  const [, word, id = '', end] = found ?? [];
  const isBare = !id.includes('.') && end === undefined && word === undefined;
  if (found === null || isBare || /[A-H]$/.test(id))
    return { id: '', text: content, isOptional: false, isParallel: false };
  text = text.slice(found[0].length);
  isParallel ||= PARALLEL.test(text);
  return { id, text: text.replace(PARALLEL, ''), isOptional: found[4] !== undefined, isParallel };
}

function digits(number: string): string {
  return number.replace(/[٠-٩０-９]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code >= 0xff10 ? code - 0xff10 : code - 0x660);
  });
}
