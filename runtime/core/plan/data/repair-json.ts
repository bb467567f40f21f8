/**
 * Text that JSON can read where a file is damaged: lost closing quotes end with their line, missing commas are put in and
 * surplus ones left out, comments, the other side of a merge conflict and whatever follows the first value are dropped,
 * open brackets are closed. Lines keep their numbers.
 *
 * Only for showing what a refused file holds: nobody may run what is guessed. Linear, without recursion.
 */
export function repairJson(text: string): string {
  return new Repair(text).repaired();
}

/** What a bracket may hold next. */
type Awaits = 'key' | 'colon' | 'value' | 'comma';

class Repair {
  private readonly pieces: string[] = [];
  private readonly open: { readonly closer: '}' | ']'; awaits: Awaits }[] = [];
  private isDone = false;
  private at = 0;

  constructor(private readonly text: string) {}

  repaired(): string {
    while (this.at < this.text.length && !this.isDone) this.step();
    while (this.open.length > 0) this.close();
    return this.pieces.join('');
  }

  private step(): void {
    const character = this.text.charAt(this.at);
    if (/\s/.test(character)) {
      this.pieces.push(character === '\n' ? '\n' : ' ');
      this.at++;
    } else if (this.isAtMarker()) this.skipMarker();
    else if (this.text.startsWith('//', this.at)) this.skipTo('\n');
    else if (this.text.startsWith('/*', this.at)) this.skipTo('*/', 2);
    else if (character === '"') this.string();
    else if (character === '{' || character === '[') this.begin(character);
    else if (character === '}' || character === ']') this.end(character);
    else if (character === ',' || character === ':') this.separator(character);
    else this.word();
  }

  /** Makes room for a value or key: whatever must stand before it and does not. */
  private place(): 'key' | 'value' {
    const inside = this.open.at(-1);
    if (inside === undefined) return 'value';
    if (inside.awaits === 'colon') {
      this.pieces.push(':');
      inside.awaits = 'value';
    } else if (inside.awaits === 'comma') {
      this.pieces.push(',');
      inside.awaits = inside.closer === '}' ? 'key' : 'value';
    }
    return inside.awaits === 'key' ? 'key' : 'value';
  }

  private placed(as: 'key' | 'value'): void {
    const inside = this.open.at(-1);
    if (inside === undefined) this.isDone = true;
    else inside.awaits = as === 'key' ? 'colon' : 'comma';
  }

  private begin(character: '{' | '['): void {
    if (this.place() === 'key') this.pieces.push('"":');
    this.pieces.push(character);
    this.open.push(character === '{' ? { closer: '}', awaits: 'key' } : { closer: ']', awaits: 'value' });
    this.at++;
  }

  private end(character: '}' | ']'): void {
    this.at++;
    const inside = this.open.at(-1);
    if (inside === undefined) return;
    if (inside.closer !== character && this.open.at(-2)?.closer === character) this.close();
    if (this.open.at(-1)!.closer === character) this.close();
  }

  private close(): void {
    const inside = this.open.pop()!;
    if (inside.awaits === 'colon') this.pieces.push(':null');
    else if (inside.awaits === 'value' && inside.closer === '}') this.pieces.push('null');
    this.pieces.push(inside.closer);
    this.placed('value');
  }

  private separator(character: ',' | ':'): void {
    this.at++;
    const inside = this.open.at(-1);
    if (character === ':' && inside?.awaits === 'colon') {
      this.pieces.push(':');
      inside.awaits = 'value';
    } else if (character === ',' && inside?.closer === '}' && inside.awaits === 'value') {
      this.pieces.push('null');
      inside.awaits = 'comma';
    }
  }

  /** A text; it ends with the line when it is not closed there. A quote that nothing of JSON follows is part of it. */
  private string(): void {
    const as = this.place();
    const from = ++this.at;
    const content: string[] = [];
    let pieceFrom = from;
    while (true) {
      const character = this.text.charAt(this.at);
      if (character === '' || character === '\n') {
        content.push(withoutComma(this.text.slice(pieceFrom, this.at)));
        break;
      }
      if (character === '\\') {
        if (/^\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/.test(this.text.slice(this.at, this.at + 6))) this.at += 2;
        else {
          content.push(this.text.slice(pieceFrom, this.at), '\\\\');
          pieceFrom = ++this.at;
        }
        continue;
      }
      if (character === '"') {
        if (this.isClosing()) {
          content.push(this.text.slice(pieceFrom, this.at));
          this.at++;
          break;
        }
        content.push(this.text.slice(pieceFrom, this.at), '\\"');
        pieceFrom = ++this.at;
        continue;
      }
      this.at++;
    }
    this.pieces.push('"', content.join('').replace(/[\u0000-\u001f]/g, ' '), '"');
    this.placed(as);
  }

  private isClosing(): boolean {
    let next = this.at + 1;
    while (this.text.charAt(next) === ' ' && next - this.at < 200) next++;
    return next >= this.text.length || ',:}]\n\t/"'.includes(this.text.charAt(next));
  }

  private word(): void {
    const from = this.at;
    while (this.at < this.text.length && !/[\s,:{}[\]"]/.test(this.text.charAt(this.at))) this.at++;
    const word = this.text.slice(from, this.at);
    const as = this.place();
    this.pieces.push(as === 'value' && isPlainValue(word) ? word : JSON.stringify(word));
    this.placed(as);
  }

  /** A line that git left where two versions meet. */
  private isAtMarker(): boolean {
    if (this.at > 0 && this.text.charAt(this.at - 1) !== '\n') return false;
    return ['<<<<<<<', '|||||||', '=======', '>>>>>>>'].some((marker) => this.text.startsWith(marker, this.at));
  }

  /** Our side is kept, the other one dropped. */
  private skipMarker(): void {
    const isOther = this.text.startsWith('=======', this.at) || this.text.startsWith('|||||||', this.at);
    if (isOther) {
      const end = this.text.indexOf('\n>>>>>>>', this.at);
      const to = end < 0 ? this.text.length : end + 1;
      this.pieces.push('\n'.repeat(this.text.slice(this.at, to).split('\n').length - 1));
      this.at = to;
    }
    this.skipTo('\n');
  }

  private skipTo(end: string, beyond = 0): void {
    const found = this.text.indexOf(end, this.at);
    const to = found < 0 ? this.text.length : found + beyond;
    this.pieces.push('\n'.repeat(this.text.slice(this.at, to).split('\n').length - 1));
    this.at = to;
  }
}

function isPlainValue(word: string): boolean {
  if (/^(?:true|false|null)$/.test(word)) return true;
  return /^-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?$/.test(word) && Number.isFinite(Number(word));
}

/** The comma behind a text whose closing quote is lost. */
function withoutComma(line: string): string {
  return line.trimEnd().replace(/,$/, '');
}
