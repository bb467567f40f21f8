import type { z } from 'zod/v4';
import { RequestError } from '../../core/errors';
import { UUID } from '../../core/ids';
import { textLike } from './schemas/fields';

/** Characters of the id of a task. */
export const LONGEST_TASK_ID = 100;
/** Letters, digits, `.`, `_` and `-`; not dots alone. */
export const TASK_ID = /^(?!\.+$)[A-Za-z0-9._-]{1,100}$/;

/** A part of an address that names something; what cannot be a name of it names nothing. */
export interface PathField {
  readonly schema: z.ZodType;
  readonly description: string;
  readonly unknown: () => RequestError;
}

const UNKNOWN_EXECUTION = () =>
  new RequestError('EXECUTION_UNKNOWN', 'There is no such execution', {
    hint: 'See the ids with `nightshift list`, those of a conversation with `nightshift list --conversation ID`',
  });

const UNKNOWN_TASK = () =>
  new RequestError('TASK_UNKNOWN', 'There is no such task in this execution', {
    hint: 'See the ids with `nightshift status ID`',
  });

/** Every name that stands in an address. */
export const PATH_FIELDS: Readonly<Record<string, PathField>> = {
  id: {
    schema: textLike(UUID, 36, 'must be a UUID of 36 characters'),
    description: 'Id of an execution',
    unknown: UNKNOWN_EXECUTION,
  },
  taskId: {
    schema: textLike(TASK_ID, LONGEST_TASK_ID, 'must be the id of a task'),
    description: 'Id of a task, such as `task-001`',
    unknown: UNKNOWN_TASK,
  },
  digest: {
    schema: textLike(/^[0-9a-f]{64}$/, 64, 'must be a SHA-256 in hex'),
    description: 'Digest of an artifact',
    unknown: () =>
      new RequestError('ARTIFACT_UNKNOWN', 'No attempt of this execution left that', {
        hint: 'See the digests at /api/execution/ID/tasks/TASK',
      }),
  },
  ticket: {
    schema: textLike(/^[\w.-]{20,400}$/, 400, 'must be the ticket of a link'),
    description: 'Ticket of a link, as it came in a message',
    unknown: () =>
      new RequestError('APPROVAL_UNKNOWN', 'This link is not one of ours', {
        hint: 'Open it whole, as it came in the message',
      }),
  },
  tokenId: {
    schema: textLike(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 64, 'must be the id or name of a token'),
    description: 'Id or name of a token',
    unknown: () =>
      new RequestError('TOKEN_UNKNOWN', 'There is no such token', { hint: 'See them with `nightshift token list`' }),
  },
};

/** @throws {RequestError} the refusal of the first part that can be no name. */
export function checkPath(params: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(params)) {
    const field = PATH_FIELDS[name];
    if (field !== undefined && !field.schema.safeParse(value).success) throw field.unknown();
  }
}
