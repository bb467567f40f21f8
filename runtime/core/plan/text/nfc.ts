/** A text in the one spelling (NFC) by which ids are compared. Plain ASCII has no other one, and is not looked at further. */
export function nfc(text: string): string {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return text.normalize('NFC');
  return text;
}
