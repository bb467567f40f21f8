/** Whether a text holds nothing but space and what nobody sees. */
export function isBlank(text: string): boolean {
  return !/[^\s\u200b-\u200f\u2060-\u2064\ufeff]/.test(text);
}
