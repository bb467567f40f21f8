import { RequestError } from '../../core/errors';

/**
 * Reads the fields of a body, each once, and refuses what is left over.
 * Every wrong field throws `RequestError` `BODY_INVALID` with its name as `path`.
 */
export class Fields {
  private readonly read = new Set<string>();

  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly where: string,
  ) {}

  static of(value: unknown, where = ''): Fields {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw wrong(where || '/', 'must be a JSON object');
    }
    return new Fields(value as Readonly<Record<string, unknown>>, where);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.values, name) && this.values[name] !== undefined && this.values[name] !== null;
  }

  value(name: string): unknown {
    this.read.add(name);
    return this.has(name) ? this.values[name] : undefined;
  }

  text(name: string, maxLength: number): string {
    const value = this.optionalText(name, maxLength);
    if (value === undefined || value === '') throw wrong(this.path(name), 'is missing');
    return value;
  }

  optionalText(name: string, maxLength: number): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw wrong(this.path(name), 'must be a text');
    if (value.length > maxLength) throw wrong(this.path(name), `must have at most ${maxLength} characters`);
    return value;
  }

  /** A list of texts; undefined when absent. */
  optionalTexts(name: string, most: number, maxLength: number): readonly string[] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const isFine = (text: unknown): text is string =>
      typeof text === 'string' && text !== '' && text.length <= maxLength;
    if (!Array.isArray(value) || value.length > most || !value.every(isFine)) {
      throw wrong(this.path(name), `must be a list of at most ${most} texts of at most ${maxLength} characters`);
    }
    return value;
  }

  optionalNumber(name: string, { min, max }: { readonly min: number; readonly max: number }): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && value >= min && value <= max) return value;
    throw wrong(this.path(name), `must be a number from ${min} to ${max}`);
  }

  optionalFlag(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw wrong(this.path(name), 'must be true or false');
  }

  oneOf<Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.value(name);
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw wrong(this.path(name), `must be one of ${words.join(', ')}`);
    return word;
  }

  object(name: string): Fields {
    return Fields.of(this.value(name), this.path(name));
  }

  /** A copy without prototype tricks: own names only. Empty when absent. */
  record(name: string): Readonly<Record<string, unknown>> {
    const value = this.value(name);
    if (value === undefined) return {};
    if (typeof value !== 'object' || Array.isArray(value)) throw wrong(this.path(name), 'must be a JSON object');
    return { ...value };
  }

  /** Refuses fields that nobody asked for. */
  end(): void {
    const extra = Object.keys(this.values).find((name) => !this.read.has(name));
    if (extra !== undefined) throw wrong(this.path(extra.slice(0, 60)), 'is not known here');
  }

  private path(name: string): string {
    return `${this.where}/${name}`;
  }
}

function wrong(path: string, problem: string): RequestError {
  return new RequestError('BODY_INVALID', `${path} ${problem}`, {
    hint: 'See docs/api.md for the fields',
    details: { path },
  });
}
