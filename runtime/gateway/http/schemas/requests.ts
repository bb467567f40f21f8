import { z } from 'zod/v4';
import { SCOPES } from '../../../core/handoff/scopes';
import { UUID } from '../../../core/ids';
import { LONGEST_TASK_ID, TASK_ID } from '../path-fields';
import {
  conversation,
  decimal,
  flag,
  line,
  longText,
  object,
  oneOf,
  someOf,
  text,
  textLike,
  texts,
  time,
  wholeNumber,
} from './fields';

/** States of an execution, in the kernel's words. */
export const STATES = ['queued', 'running', 'waiting', 'paused', 'succeeded', 'failed', 'cancelled'] as const;

/** Characters of what tells one request from its repetition. */
export const LONGEST_KEY = 200;
/** What tells one request from its repetition. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

const taskId = () =>
  textLike(TASK_ID, LONGEST_TASK_ID, `must be the id of a task: 1 to ${LONGEST_TASK_ID} letters, digits, . _ and -`);

/** Who decided: the token alone, or as whom its bearer says that it speaks. */
const actor = textLike(
  /^(?:example|person:[\w.@-]{1,64})$/,
  71,
  'must be `example`, or `person:` and a name of letters, digits, . _ @ and -, 71 characters in all',
).optional();

export const controlBody = object({
  action: oneOf(['pause', 'resume', 'cancel', 'retry', 'rollback']),
  taskId: taskId().optional(),
  /** With `pause`: what runs is stopped, too. */
  stopsRunning: flag().optional(),
  actor,
});

/** The moment from which a fork starts. */
export const forkBody = object({
  taskId: taskId(),
  idempotencyKey: textLike(IDEMPOTENCY_KEY, LONGEST_KEY, `must be 1 to ${LONGEST_KEY} visible ASCII characters`),
  actor,
});

export const answerBody = object({
  taskId: taskId(),
  criterionId: line(60),
  result: oneOf(['pass', 'fail']),
  /** Goes into the next prompt. */
  note: longText(2000).optional(),
  actor,
});

export const listQuery = object({
  conversationId: conversation().optional(),
  status: someOf(STATES).optional(),
  /** Id, name or folder of a registered project. */
  project: text(4096).optional(),
  /** Handed over at this time or later. */
  since: time().optional(),
  /** Handed over before this time. */
  until: time().optional(),
  /** Over, and since this time or later. */
  endedSince: time().optional(),
  /** A part of the plan's title, in any case. */
  title: text(200).optional(),
  /** The `nextCursor` of the page before. */
  cursor: textLike(UUID, 36, 'must be the nextCursor of a page, of 36 characters').optional(),
  limit: wholeNumber(1, 200).default(50),
});

export const eventsQuery = object({
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0),
  limit: wholeNumber(1, 1000).default(500),
});

export const streamQuery = object({ after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0) });

export const projectBody = object({
  dir: textLike(/^\/[^\0]{0,4095}$/, 4096, 'must be an absolute path of at most 4096 characters'),
  name: line(100).optional(),
  shares: texts(50, 1024).optional(),
});

export const similarQuery = object({
  q: text(2000),
  limit: wholeNumber(1, 20).default(3),
  project: text(100).optional(),
  taskType: text(64).optional(),
  isSuccess: flag().optional(),
});

export const similarBody = object({
  text: text(100_000),
  limit: wholeNumber(1, 50).optional(),
  projectId: longText(100).optional(),
  taskType: longText(64).optional(),
  isSuccess: flag().optional(),
});

export const researchBody = object({
  question: text(10_000),
  maxAgeHours: decimal(0, 87_600).optional(),
});

export const fsckQuery = object({
  executionId: textLike(UUID, 36, 'must be the id of an execution, of 36 characters').optional(),
});

/** What the page of a link sends. */
export const approvalForm = object({ note: z.preprocess(asTyped, longText(2000).optional()) });

/** A form sends a line break as two characters, and its field counts it as one. */
function asTyped(note: unknown): unknown {
  return typeof note === 'string' ? note.replaceAll('\r\n', '\n') : note;
}

export const tokenBody = object({
  /** `token-` and a part of its id unless given. */
  name: textLike(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 64, 'must be 1 to 64 letters, digits, . _ and -').optional(),
  scopes: someOf(SCOPES),
  /** Refused from then on. */
  expiresAt: time().optional(),
});
