import { decodePlanBytes } from '../../../../runtime/core/plan/decode-plan-bytes';
import type { ExecutionPlan, PlanInput, PlanLimits, PlanReading } from '../../../../runtime/core/plan/plan';
import { readPlan } from '../../../../runtime/core/plan/read-plan';
import { context } from '../plans';

/**
 * One case of the suite of bad inputs (guarantees D1).
 *
 * `expected`: `2:10 PLAN_TAG` refuses there, with nothing else; `problems PLAN_TAG` refuses for that reason among others, in
 * more than one place; `accepts`; `accepts NOTE_DONE` with that note, and maybe
 * its place: `accepts 2:10 NOTE_PATH`.
 */
export interface Case {
  readonly no: number;
  readonly what: string;
  readonly input: () => string | Uint8Array;
  readonly expected: string;
  readonly fileName?: string;
  readonly limits?: Partial<PlanLimits>;
  /** Milliseconds, where the suite names them. Otherwise 1 s for each MiB begun, at least 5. */
  readonly withinMs?: number;
  /** What else holds of the plan. */
  readonly plan?: (plan: ExecutionPlan) => void;
  /** What else holds of the answer. */
  readonly answer?: (reading: PlanReading) => void;
}

type Extra = Omit<Case, 'no' | 'what' | 'input' | 'expected'>;
type Row = readonly [no: number, what: string, input: Case['input'] | string, expected: string, extra?: Extra];

/** Rows as cases; `fileName` holds for all that name none. */
export function cases(fileName: string | undefined, rows: readonly Row[]): readonly Case[] {
  return rows.map(([no, what, input, expected, extra]) => ({
    no,
    what,
    input: typeof input === 'string' ? () => input : input,
    expected,
    ...(fileName === undefined ? {} : { fileName }),
    ...extra,
  }));
}

/** Reads as the command line does: bytes are decoded first. */
export function answerTo({ input, fileName, limits }: Pick<Case, 'input' | 'fileName' | 'limits'>): PlanReading {
  const given = input();
  const name = fileName === undefined ? {} : { fileName };
  if (typeof given === 'string') return read({ text: given, ...name }, limits);
  const decoded = decodePlanBytes(given);
  return decoded.type === 'text' ? read({ text: decoded.text, ...name }, limits) : decoded;
}

const read = (input: PlanInput, limits: Partial<PlanLimits> = {}): PlanReading => readPlan(input, context(limits));

/** The answer in the words of `Case.expected`; the place of a note only where the case asks for it. */
export function inShort(reading: PlanReading, expected: string): string {
  if (reading.type === 'problems') {
    const meant = expected.startsWith('problems') ? expected.slice('problems '.length) : undefined;
    if (meant !== undefined && reading.problems.some(({ code }) => meant === '' || code === meant)) return expected;
    const all = reading.problems.map(({ line, column, code }) => `${line}:${column} ${code}`);
    return [...new Set(all)].join(', ');
  }
  const asked = expected.replace(/^accepts ?/, '');
  const said = reading.plan.notes.flatMap(({ line, column, code }) => [code, `${line}:${column} ${code}`]);
  return asked === '' || said.includes(asked) ? expected : `accepts ${said.join(' ')}`;
}

export const json = (...tasks: unknown[]): string => JSON.stringify({ schemaVersion: 1, title: 'T', tasks });
export const one = (fields: object): string => json({ title: 'x', ...fields });
export const times = <Value>(count: number, make: (no: number) => Value): Value[] =>
  Array.from({ length: count }, (_, no) => make(no));
export const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Uint8Array.from(part))));
