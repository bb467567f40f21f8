/** Types of the columns that arrays are sent of, with the number by which Postgres knows each. */
const OIDS = { bool: 16, int8: 20, int4: 23, text: 25, timestamptz: 1184, uuid: 2950 } as const;

export type ColumnType = keyof typeof OIDS;

/**
 * Rows turned into one array per column, as `unnest` takes them, in Postgres' binary form: nothing is quoted here and nothing
 * is parsed there.
 */
export class BinaryColumns {
  private readonly columns: readonly unknown[][];

  constructor(private readonly types: readonly ColumnType[]) {
    this.columns = types.map(() => []);
  }

  /** Adds a row; undefined is null. As many values as there are columns. Times are ISO 8601. */
  add(...row: readonly unknown[]): void {
    if (row.length !== this.types.length)
      throw new RangeError(`A row of ${row.length} values for ${this.types.length} columns`);
    for (let at = 0; at < row.length; at++) this.columns[at]!.push(row[at] ?? null);
  }

  get arrays(): readonly Buffer[] {
    return this.types.map((type, at) => arrayOf(type, this.columns[at]!));
  }
}

/** Dimensions, whether there are nulls, the type; then the number of elements, and the first one's number. */
const HEAD_BYTES = 20;

function arrayOf(type: ColumnType, values: readonly unknown[]): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + bytesOf(type, values));
  bytes.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  bytes.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  bytes.writeInt32BE(OIDS[type], 8);
  bytes.writeInt32BE(values.length, 12);
  bytes.writeInt32BE(1, 16);
  if (values.length === 0) return bytes.subarray(0, 12);
  let at = HEAD_BYTES;
  for (const value of type === 'timestamptz' ? microseconds(values) : values) {
    const length = value === null ? -1 : WRITERS[type](bytes, at + 4, value);
    bytes.writeInt32BE(length, at);
    at += 4 + Math.max(0, length);
  }
  return bytes;
}

function bytesOf(type: ColumnType, values: readonly unknown[]): number {
  let bytes = 4 * values.length;
  for (const value of values) {
    if (value !== null) bytes += type === 'text' ? Buffer.byteLength(value as string) : WIDTHS[type];
  }
  return bytes;
}

const WIDTHS = { bool: 1, int4: 4, int8: 8, timestamptz: 8, uuid: 16 } as const;

/** Each writes a value and answers with its length in bytes. */
const WRITERS: Readonly<Record<ColumnType, (bytes: Buffer, at: number, value: unknown) => number>> = {
  bool: (bytes, at, value) => {
    bytes[at] = value === true ? 1 : 0;
    return 1;
  },
  int4: (bytes, at, value) => {
    bytes.writeInt32BE(value as number, at);
    return 4;
  },
  int8: (bytes, at, value) => writeWhole(bytes, at, value as number),
  text: (bytes, at, value) => bytes.write(value as string, at, 'utf8'),
  timestamptz: (bytes, at, value) => writeWhole(bytes, at, value as number),
  uuid: (bytes, at, value) => bytes.write((value as string).replaceAll('-', ''), at, 'hex'),
};

/** Postgres counts microseconds from 2000 on. */
const EPOCH_MS = Date.UTC(2000, 0, 1);

/** Times as Postgres counts them. In a transition nearly all are the same, and each is read once. */
function microseconds(times: readonly unknown[]): readonly unknown[] {
  let last: unknown = null;
  let lastIs: number | null = null;
  return times.map((time) => {
    if (time !== last) lastIs = time === null ? null : (Date.parse(time as string) - EPOCH_MS) * 1_000;
    last = time;
    return lastIs;
  });
}

/** A whole number below 2^53 as eight bytes. */
function writeWhole(bytes: Buffer, at: number, value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number that a column takes`);
  bytes.writeInt32BE(Math.floor(value / 2 ** 32), at);
  bytes.writeUInt32BE(value >>> 0, at + 4);
  return 8;
}
