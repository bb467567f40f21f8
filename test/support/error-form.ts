/** Characters of what was sent that an answer may say again. */
const LONGEST_ECHO = 120;

const TEXT = (value: unknown): boolean => typeof value === 'string' && value !== '';
const NUMBER = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const COUNT = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
const TEXTS = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');

const PLACE = { file: TEXT, line: COUNT, column: COUNT, path: TEXT };
const PROBLEM = {
  code: (value: unknown): boolean => /^[A-Z][A-Z0-9_]+$/.test(String(value)),
  message: TEXT,
  where: (value: unknown): boolean => misfits(value, PLACE).length === 0 && Object.keys(value as object).length > 0,
  limit: NUMBER,
  seen: NUMBER,
  hint: TEXT,
};
const ERROR = {
  ...PROBLEM,
  problems: (value: unknown): boolean =>
    Array.isArray(value) && value.length > 0 && value.length <= 50 && value.every((one) => isProblem(one)),
  total: COUNT,
  retryAfterSeconds: COUNT,
  scope: TEXT,
  state: TEXT,
  registered: TEXTS,
  files: TEXTS,
  archive: (value: unknown): boolean => typeof value === 'object',
  arrival: (value: unknown): boolean => value === 'unknown',
  requestId: TEXT,
};

const isProblem = (value: unknown): boolean =>
  misfits(value, PROBLEM).length === 0 && ['code', 'message'].every((name) => Object.hasOwn(value as object, name));

/** Fields that are not known, or are of another type. */
function misfits(value: unknown, shape: Readonly<Record<string, (field: unknown) => boolean>>): readonly string[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return ['(no object)'];
  return Object.entries(value).flatMap(([name, field]) => (shape[name]?.(field) === true ? [] : [name]));
}

/** Of a stack, of SQL, and of where our own files lie. */
const OURS: readonly RegExp[] = [
  /^\s*at .{1,200}:\d+:\d+\)?$/m,
  /\b(?:select|insert into|delete from)\b.{1,200}\b(?:from|values|where)\b/i,
  /\bns_(?:commit|submit|[a-z]+_[a-z]+)\b|\bnode_modules\b|\bdist\/[a-z-]+\.js\b|\bruntime\/(?:core|app|gateway|adapters)\//,
];

/**
 * Throws where an error has not the one form of guarantees D: a field that is not known or of another type, what came without what
 * is allowed, a limit that the words do not say, a stack, SQL, a path of ours, or more than 120 characters on end of what was sent.
 */
export function expectErrorForm(error: unknown, sent = ''): void {
  const wrong = misfits(error, ERROR);
  if (wrong.length > 0) throw new Error(`Not the form of errors: ${wrong.join(', ')} of ${JSON.stringify(error)}`);
  const { code, message, problems = [], total } = error as Readonly<Record<string, unknown>>;
  if (code === undefined || message === undefined) throw new Error(`No code or message: ${JSON.stringify(error)}`);
  if (total !== undefined && Number(total) < (problems as readonly unknown[]).length)
    throw new Error(`${(problems as readonly unknown[]).length} problems of ${total}`);
  for (const one of [error, ...(problems as readonly unknown[])]) expectLimit(one as Limited);
  for (const text of textsIn(error)) {
    const ours = OURS.find((form) => form.test(text)) ?? (text.includes(process.cwd()) ? 'our folder' : undefined);
    if (ours !== undefined) throw new Error(`Says of us ${ours}: ${text.slice(0, 300)}`);
    if (isEchoed(text, sent)) throw new Error(`Says more than ${LONGEST_ECHO} characters again: ${text.slice(0, 300)}`);
  }
}

interface Limited {
  readonly code: string;
  readonly message: string;
  readonly limit?: number;
  readonly seen?: number;
}

function expectLimit({ code, message, limit, seen }: Limited): void {
  if (seen !== undefined && limit === undefined) throw new Error(`${code} says what came, and not what is allowed`);
  if (limit !== undefined && !message.includes(String(limit)))
    throw new Error(`${code} is a limit of ${limit}, and does not say so: ${message}`);
}

/** Whether 121 characters of the text stand in what was sent. Whoever says so many again says a whole block of 60 again: those are looked for first. */
function isEchoed(text: string, sent: string): boolean {
  const block = LONGEST_ECHO / 2;
  for (let from = 0; from + block <= text.length; from += block) {
    if (!sent.includes(text.slice(from, from + block))) continue;
    for (let at = Math.max(0, from - block - 1); at <= from && at + LONGEST_ECHO < text.length; at++)
      if (sent.includes(text.slice(at, at + LONGEST_ECHO + 1))) return true;
  }
  return false;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsIn);
}
