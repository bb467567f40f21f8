import { AccessError, handoffKeyReused, InvariantError, isNightshiftError, UnavailableError } from '../../core/errors';

/**
 * An error of ours for anything that `pg` throws. Errors that are ours already stay as they are.
 *
 * @param wasSent - The statement had left us: when the connection was lost, nobody knows whether it took effect,
 * and the error's details say `mayHaveTakenEffect` (I30).
 *
 * Codes that begin with `NS` are raised by our own SQL functions; the rest are Postgres' and Node's.
 */
export function translateError(cause: unknown, wasSent = false): Error {
  if (isNightshiftError(cause)) return cause;
  const { code, message } = facts(cause);
  const own = OWN_ERRORS[code];
  if (own) return own(message, cause);
  if (code === '53100') {
    return new UnavailableError('postgres', 'The disk of the database is full', {
      cause,
      retryAfterMs: 30_000,
      hint: 'Free disk space where Postgres keeps its data; nothing is lost, and work goes on by itself',
    });
  }
  if (code === '28P01' || code === '28000' || code === '3D000') {
    return new AccessError('DATABASE_ACCESS', `The database refused us: ${message}`, {
      cause,
      hint: 'Check user, password and database name of the database URL',
    });
  }
  if (code === '42501') {
    return new AccessError('DATABASE_PRIVILEGE', `The database role lacks a right: ${message}`, {
      cause,
      hint: 'Run `node dist/migrate.js` with NIGHTSHIFT_DATABASE_OWNER_URL set to the owner role, and use the role ns_app for everything else',
    });
  }
  if (code === '3F000' || code === '42P01' || code === '42883') {
    return new AccessError('DATABASE_NOT_MIGRATED', `The database lacks what this version needs: ${message}`, {
      cause,
      hint: 'Run `node dist/migrate.js` with NIGHTSHIFT_DATABASE_OWNER_URL set to the owner role',
    });
  }
  if (isConnectionLoss(cause) || UNAVAILABLE.has(code)) {
    return new UnavailableError('postgres', `The database cannot be reached: ${message || code}`, {
      cause,
      retryAfterMs: 1_000,
      details: { mayHaveTakenEffect: wasSent && isConnectionLoss(cause) },
      // 57P03: it was killed or started just now.
      hint:
        code === '57P03'
          ? 'Try again in a few seconds: it is on its way'
          : 'Check that Postgres runs and that the database URL is right',
    });
  }
  return new InvariantError('DATABASE', `The database refused a statement: ${message}`, {
    cause,
    details: { sqlState: code },
  });
}

/** True when the connection was lost, so that nobody knows whether the statement took effect (I30). */
export function isConnectionLoss(cause: unknown): boolean {
  const { code, message } = facts(cause);
  return code.startsWith('08') || code.startsWith('57P') || LOSS.has(code) || LOST.test(message);
}

const LOSS = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOENT',
]);
const LOST =
  /connection terminated|connection ended|client has encountered a connection error|not queryable|timeout exceeded when trying to connect|query read timeout|client was closed|server closed/i;

/** Too many connections, out of memory or locks, cancelled by a timeout, deadlock, serialisation: the same again may well work. */
const UNAVAILABLE = new Set([
  '53000',
  '53200',
  '53300',
  '53400',
  '55P03',
  '57014',
  '25P03',
  '40001',
  '40P01',
  '58030',
  '55006',
]);

const OWN_ERRORS: Readonly<Record<string, (message: string, cause: unknown) => Error>> = {
  NST01: (message, cause) => new InvariantError('ILLEGAL_TRANSITION', message, { cause }),
  NSX01: (message, cause) => new InvariantError('COMMIT', message, { cause }),
  NSK01: (_message, cause) => handoffKeyReused(cause),
};

function facts(cause: unknown): { readonly code: string; readonly message: string } {
  const { code, message } = (cause ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : String(cause) };
}
