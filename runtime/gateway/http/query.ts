import { RequestError } from '../../core/errors';

/** Reads the query of a request, each name once, and refuses what is left over. Throws `RequestError` `QUERY_INVALID`. */
export class Query {
  private readonly read = new Set<string>();

  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  optionalText(name: string, maxLength: number): string | undefined {
    this.read.add(name);
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw wrong(name, 'may be given once only');
    if (value === '' || value.length > maxLength) throw wrong(name, `must have 1 to ${maxLength} characters`);
    return value;
  }

  text(name: string, maxLength: number): string {
    const value = this.optionalText(name, maxLength);
    if (value === undefined) throw wrong(name, 'is missing');
    return value;
  }

  flag(name: string): boolean | undefined {
    const text = this.optionalText(name, 5);
    if (text === undefined) return undefined;
    if (text !== 'true' && text !== 'false') throw wrong(name, 'must be true or false');
    return text === 'true';
  }

  integer(name: string, range: { readonly min: number; readonly max: number; readonly otherwise: number }): number {
    const text = this.optionalText(name, 15);
    if (text === undefined) return range.otherwise;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= range.min && value <= range.max))
      throw wrong(name, `must be a whole number from ${range.min} to ${range.max}`);
    return value;
  }

  end(): void {
    const extra = Object.keys(this.values).find((name) => !this.read.has(name));
    if (extra !== undefined) throw wrong(extra.slice(0, 60), 'is not known here');
  }
}

function wrong(name: string, problem: string): RequestError {
  return new RequestError('QUERY_INVALID', `Query parameter ${name} ${problem}`, {
    hint: 'Correct or leave it out',
    details: { path: name },
  });
}
