/** Shorter values would match everywhere. Source: I24. */
const LEAST = 8;
const PIECE = 64;

/**
 * The forms in which secrets may show up: as they are, as JSON writes them, base64 (inside a longer text too), base64url,
 * hex, percent-encoded, as HTML. Line breaks are left out: they are skipped where forms are compared.
 *
 * *Shape*: each form once, 8 to 127 letters; long ones in pieces, so that a part that got out is found as well.
 */
export function secretForms(secrets: readonly string[]): readonly string[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.trim().length < LEAST) continue;
    for (const form of formsOf(secret.trim())) {
      for (const piece of piecesOf(form.replace(/[\r\n]/g, ''))) {
        if (piece.length >= LEAST) forms.add(piece);
        // A break after the first letter hides it from whoever looks for its first pair.
        if (piece.length > LEAST) forms.add(piece.slice(1));
      }
    }
  }
  return [...forms];
}

function* formsOf(secret: string): Generator<string> {
  const bytes = Buffer.from(secret, 'utf8');
  yield secret;
  const json = JSON.stringify(secret).slice(1, -1);
  yield json;
  yield JSON.stringify(json).slice(1, -1);
  for (let offset = 0; offset < 3; offset++) {
    const inside = insideBase64(bytes, offset);
    yield inside;
    yield inside.replaceAll('+', '-').replaceAll('/', '_');
  }
  const hex = bytes.toString('hex');
  yield hex;
  yield hex.toUpperCase();
  yield encodeURIComponent(secret);
  yield encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  yield encodeURI(secret);
  yield hex.replace(/../g, '%$&');
  yield hex.toUpperCase().replace(/../g, '%$&');
  yield hex.replace(/../g, '\\x$&');
  yield secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
  yield [...secret].reverse().join('');
}

/** The letters of base64 that depend on `bytes` alone when `offset` other bytes (modulo 3) stand before them. */
function insideBase64(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/={1,2}$/, '');
  const from = offset === 0 ? 0 : offset + 1;
  const isWhole = (offset + bytes.length) % 3 === 0;
  return encoded.slice(from, isWhole ? undefined : -1);
}

function piecesOf(form: string): readonly string[] {
  if (form.length < 2 * PIECE) return [form];
  const pieces: string[] = [];
  let at = 0;
  for (; form.length - at >= 2 * PIECE; at += PIECE) pieces.push(form.slice(at, at + PIECE));
  pieces.push(form.slice(at));
  return pieces;
}
