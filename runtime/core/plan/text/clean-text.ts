import { asCode } from './quote';

/** ANSI escape sequences, controls except tab and newline, and marks that turn the direction of text. */
const HIDDEN = /\u001b\[[0-9;?]{0,20}[A-Za-z]|[\u0001-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** What each of them has: the class alone is quicker to look for. */
const MAY_HIDE = /[\u0001-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Whether a text may be shown as it is. */
export function isClean(text: string): boolean {
  return text === '' || !MAY_HIDE.test(text);
}

/** A text as it may be shown: controls and ANSI sequences removed, marks that turn its direction shown as `\u202e`. */
export function cleanText(text: string): { readonly text: string; readonly changed?: string } {
  if (isClean(text)) return { text };
  let turned = false;
  const clean = text.replace(HIDDEN, (found) => {
    if (found.charCodeAt(0) < 0x2000) return '';
    turned = true;
    return asCode(found);
  });
  return { text: clean, changed: turned ? 'characters that turn the direction of text' : 'control characters' };
}
