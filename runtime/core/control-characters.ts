/**
 * What text of others may hold that is not read but obeyed or not seen: by a terminal, a page, a model. The one place that
 * knows these characters; plans and secrets, which are looked for letter by letter, have rules of their own.
 */

/** What a terminal takes for an order: colours, movements, titles, links. What is not whole loses its escape, and is seen. */
const ORDERS = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]{0,2048}(?:\u0007|\u001b\\)/g;

/** Controls but for tab and line feed, and what turns the order of letters around. */
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Without width, of direction, ends of lines of another kind, and the mark of byte order. */
const UNSEEN = /[\u200b-\u200f\u2028\u2029\u2060-\u2065\ufeff]/g;

/** The text without anything that a terminal would obey; lines and tabs stay. */
export const withoutControls = (text: string): string => text.replace(ORDERS, '').replace(OBEYED, '');

/** As `withoutControls`, and without what nobody sees. */
export const withoutHidden = (text: string): string => withoutControls(text).replace(UNSEEN, '');

/** Text of others on one line, of what is seen only: data, never layout. */
export const printable = (text: string): string => withoutHidden(text.replace(ORDERS, '').replace(/\s+/g, ' ')).trim();

/** Whether it is one line of which everything is seen, and no character is half of one. */
export const isPlainLine = (text: string): boolean =>
  !/[\t\n]|\p{Surrogate}/u.test(text) && text.replace(OBEYED, '').replace(UNSEEN, '') === text;

/** Whether a database can keep it as it came: without NUL, and no character is half of one. */
export const isKeepable = (text: string): boolean => !/\0|\p{Surrogate}/u.test(text);
