import { createHmac, timingSafeEqual } from 'node:crypto';
import { RequestError } from '../errors';

/** What one link decides, and nothing else: which question of which execution, as it was asked then, and how. */
export type Decision =
  | {
      readonly type: 'answer';
      /** Number of the task. */
      readonly task: number;
      /** The task's newest token when it was asked: another attempt's question is another question. */
      readonly token: number;
      readonly criterionId: string;
      readonly result: 'pass' | 'fail';
    }
  | {
      readonly type: 'control';
      /** Of the event with which it paused: a later pause is another question. */
      readonly seq: number;
      readonly action: 'resume' | 'cancel';
    };

export interface ApprovalTicket {
  readonly executionId: string;
  readonly epoch: number;
  readonly expiresAt: string;
  readonly decision: Decision;
}

const PURPOSE = 'nightshift: approval links';

/**
 * The ticket as a part of an address: what it decides, and HMAC-SHA256 over it with a key of its own. Nobody can make or
 * change one without the secret, and the secret does not follow from it.
 *
 * @param secret - `whsec_<base64>`.
 * Source: S-17.
 */
export function signTicket({ executionId, epoch, expiresAt, decision }: ApprovalTicket, secret: string): string {
  const head = [executionId, epoch, Math.floor(Date.parse(expiresAt) / 1_000)];
  const { type } = decision;
  const fields =
    type === 'answer'
      ? [...head, type, decision.task, decision.token, decision.criterionId, decision.result]
      : [...head, type, decision.seq, decision.action];
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${payload}.${macOf(payload, secret).toString('base64url')}`;
}

/**
 * What a ticket decides. Whether it is still asked is for the caller to look at.
 *
 * @param secrets - Several while one is replaced by the next.
 * @throws {RequestError} `APPROVAL_UNKNOWN` for what is not ours, `APPROVAL_EXPIRED`.
 */
export function readTicket(text: string, secrets: readonly string[], nowMs: number): ApprovalTicket {
  const [payload = '', mac = '', ...rest] = text.split('.');
  const given = Buffer.from(mac, 'base64url');
  const isOurs = secrets.some((secret) => {
    const expected = macOf(payload, secret);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  // Two texts that decode to the same bytes would be two tickets.
  if (rest.length > 0 || !isOurs || given.toString('base64url') !== mac) {
    throw new RequestError('APPROVAL_UNKNOWN', 'This link is not one of ours', {
      hint: 'Open it whole, as it came in the message',
    });
  }
  const ticket = ticketOf(JSON.parse(Buffer.from(payload, 'base64url').toString()) as readonly (string | number)[]);
  if (Date.parse(ticket.expiresAt) > nowMs) return ticket;
  throw new RequestError('APPROVAL_EXPIRED', `This link was good until ${ticket.expiresAt}`, {
    hint: `\`nightshift status ${ticket.executionId}\` says how to answer now`,
  });
}

/** Signed by us, so of our form. */
function ticketOf([executionId, epoch, seconds, type, ...rest]: readonly (string | number)[]): ApprovalTicket {
  const head = {
    executionId: String(executionId),
    epoch: Number(epoch),
    expiresAt: new Date(Number(seconds) * 1_000).toISOString(),
  };
  if (type === 'control') {
    const [seq, action] = rest;
    return { ...head, decision: { type, seq: Number(seq), action: action === 'resume' ? 'resume' : 'cancel' } };
  }
  const [task, token, criterionId, result] = rest;
  return {
    ...head,
    decision: {
      type: 'answer',
      task: Number(task),
      token: Number(token),
      criterionId: String(criterionId),
      result: result === 'pass' ? 'pass' : 'fail',
    },
  };
}

function macOf(payload: string, secret: string): Buffer {
  const key = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(PURPOSE)
    .digest();
  return createHmac('sha256', key).update(payload).digest();
}
